"""An index from a matrix and a scenario: weights, scores and ranks. Arrays in, arrays out.

``compute`` is what a dashboard calls when a weight moves: milliseconds, and no heavy import. How sure
the ranks are is ``robustness``'s matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from etl.index.levels import Index, aggregate
from etl.index.matrix import Matrix
from etl.index.ranks import Bools, Floats
from etl.index.scale import NORMALISERS
from etl.index.scenario import Scenario
from etl.index.strict import ScenarioError
from etl.index.weight import w_budget, w_critic, w_entropy, w_equal, w_given, w_pca


@dataclass(frozen=True, slots=True)
class Result:
    """An index with what it was made of."""

    scenario: Scenario
    matrix: Matrix
    enough: Bools
    """(k,) indicators that are scored."""
    indicator_weights: Floats
    """(k,) summing to 1 within each pillar, 0 where not scored."""
    pillar_weights: Floats
    """(p,) summing to 1."""
    index: Index


def compute(
    matrix: Matrix, scenario: Scenario, barred: Bools | None = None, stacked: Sequence[Matrix] | None = None
) -> Result:
    """Score and rank the places of ``matrix``.

    ``barred`` (n,) places get no rank. ``stacked`` matrices of several cycles (this one among them)
    set one scale for all of them, so that their scores compare over time.
    """
    reference = np.vstack([m.value[m.in_group] for m in stacked or (matrix,)])
    enough = (~np.isnan(reference)).sum(axis=0) >= max(scenario.min_places, 1)
    outside = ~matrix.in_group | (np.zeros(len(matrix.in_group), bool) if barred is None else barred)
    scores = normalise(matrix, scenario, reference, matrix.value, scenario.normalise.method, enough)
    indicators = indicator_weights(matrix, scenario, enough)
    pillars = pillar_weights(matrix, scenario)
    index = aggregate(scores, matrix.pillar_of, indicators, pillars, scenario.rules, outside)
    return Result(scenario, matrix, enough, indicators, pillars, index)


def normalise(
    matrix: Matrix, scenario: Scenario, reference: Floats, at: Floats, method: str, enough: Bools
) -> Floats:
    """Scores (n, k) of the values ``at`` on the scale of ``reference``; NaN for indicators not scored."""
    scores = np.full(at.shape, np.nan)
    options: dict[str, object] = {}
    if method == "minmax":
        options["winsor"] = scenario.normalise.winsor
    if method == "goalposts":
        marks = scenario.normalise.goalposts
        enough = enough & np.array([i in marks for i in matrix.indicator_ids])
        ids = [i for i, chosen in zip(matrix.indicator_ids, enough, strict=True) if chosen]
        options |= {"low": np.array([marks[i][0] for i in ids]), "high": np.array([marks[i][1] for i in ids])}
    x, target = reference[:, enough], at[:, enough]
    if x.shape == target.shape and np.array_equal(x, target, equal_nan=True):
        scores[:, enough] = NORMALISERS[method](x, matrix.higher[enough], **options)
    else:
        scores[:, enough] = NORMALISERS[method](x, matrix.higher[enough], at=target, **options)
    return scores


def indicator_weights(matrix: Matrix, scenario: Scenario, enough: Bools) -> Floats:
    """Weights (k,) by the scenario's method within each pillar, from the values of the group."""
    weights, given = np.zeros(len(matrix.indicator_ids)), scenario.weights.indicators
    wished = np.array([given.get(i, 1.0) for i in matrix.indicator_ids])
    if scenario.normalise.method == "goalposts":
        enough = enough & np.array([i in scenario.normalise.goalposts for i in matrix.indicator_ids])
    for p in range(len(matrix.pillar_ids)):
        own = np.flatnonzero((matrix.pillar_of == p) & enough & (wished > 0))
        if not own.size:
            continue
        x, higher = matrix.value[matrix.in_group][:, own], matrix.higher[own]
        match scenario.weights.method:
            case "entropy":
                base = w_entropy(x)
            case "critic":
                base = w_critic(x, higher)
            case "pca":
                base = w_pca(x, higher)
            case _:
                base = w_equal(own.size)
        joined = base * wished[own]
        weights[own] = w_given(joined) if joined.sum() > 0 else w_equal(own.size)
    return weights


def pillar_weights(matrix: Matrix, scenario: Scenario) -> Floats:
    """Weights (p,) as the panel allocated them, else as given, else the catalogue's."""
    if scenario.weights.panel:
        return w_budget(_panel(matrix, scenario))
    given = scenario.weights.pillars
    if not given:
        return w_given(matrix.pillar_weights)
    if not any(given.get(p, 0.0) > 0 for p in matrix.pillar_ids):
        raise ScenarioError(f"{scenario.scenario_id}: every pillar has weight 0; give one of them more")
    return w_given([given.get(p, 0.0) for p in matrix.pillar_ids])


def _panel(matrix: Matrix, scenario: Scenario) -> Floats:
    """Points (members, p)."""
    return np.array([[m.pillars.get(p, 0.0) for p in matrix.pillar_ids] for m in scenario.weights.panel])


def weight_bounds(matrix: Matrix, scenario: Scenario) -> tuple[Floats, Floats]:
    """Lowest and highest share (p,) of each pillar: the panel members' range, else by ``bounds``."""
    if scenario.weights.panel:
        shares = np.array([w_given(row) for row in _panel(matrix, scenario)])
        return shares.min(axis=0), shares.max(axis=0)
    weights = pillar_weights(matrix, scenario)
    return weights * scenario.bounds[0], np.minimum(weights * scenario.bounds[1], 1.0)
