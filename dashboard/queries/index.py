"""The composite index, made anew for each set of choices; milliseconds at the default edition's size.

Tables in: values, indicators, pillars, places, observations, sources, practices,
practice_catalogue. Scenarios come from data/catalog/scenarios.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard.queries.edition import Edition
from etl.index.aggregate import AGGREGATORS
from etl.index.brackets import first_reason
from etl.index.build import Result, compute, pillar_weights, weight_bounds
from etl.index.matrix import Cycle, Matrix, assemble, check_names, compared_with, vetoed
from etl.index.rubric import rubric_scores
from etl.index.scale import NORMALISERS
from etl.index.scenario import ROOT, Group, Scenario, load_scenario
from etl.index.strict import ScenarioError
from etl.schema import NotRanked, ScoreKind

__all__ = [
    "AGGREGATIONS",
    "Choices",
    "Matrix",
    "Scenario",
    "ScenarioError",
    "Standing",
    "applied",
    "initial",
    "matrix_of",
    "multiples",
    "normalisations",
    "of_places",
    "published",
    "scenarios",
    "shares",
    "standing",
]

AGGREGATIONS: Final = tuple(AGGREGATORS)

STEP: Final = 10
"""Stops a slider has between one and two times a weight."""

Stamp = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose beside the scenario; hashable, so that results can be kept by it.

    ``times`` says by how much each pillar's weight in the scenario is multiplied.
    """

    scenario_id: str
    normalisation: str
    aggregation: str
    pillar_share: float
    pillars_needed: int
    times: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Standing:
    """An index as chosen.

    ``rows``: place_code, score, ranked, rank, why_not (a code of NotRanked or None), pillars
    (how many reach the threshold), vetoes; for a rubric also score_low, score_high,
    rank_best, rank_worst and coverage. ``result`` is None for a rubric.
    """

    scenario: Scenario
    matrix: Matrix
    result: Result | None
    rows: pd.DataFrame

    @property
    def ranked(self) -> pd.DataFrame:
        """Rows with a rank, best first."""
        rows = self.rows[self.rows["ranked"]]
        return rows.sort_values(["rank", "place_code"])

    @property
    def quota(self) -> int:
        """How many places the quota names."""
        return max(1, self.scenario.places_in_quota(len(self.ranked)))


def scenarios(root: Path = ROOT) -> tuple[dict[str, Scenario], list[str]]:
    """Scenarios by id, the default first, and what is wrong with those that cannot be used."""
    stamp = tuple((p.stem, p.stat().st_mtime_ns) for p in sorted(root.glob("*.yml")))
    return _load(root, stamp)


@lru_cache(maxsize=4)
def _load(root: Path, stamp: Stamp) -> tuple[dict[str, Scenario], list[str]]:
    """Read the files once until one changes."""
    found, wrong = {}, []
    for name, _ in sorted(stamp, key=lambda s: (s[0] != "default", s[0])):
        try:
            found[name] = load_scenario(name, root)
        except ScenarioError as error:
            wrong.append(str(error))
    return found, wrong


def normalisations(scenario: Scenario) -> list[str]:
    """Methods that a scenario allows: goalposts need marks."""
    return [n for n in NORMALISERS if n != "goalposts" or scenario.normalise.goalposts]


def of_places(scenario: Scenario, place_codes: Iterable[str]) -> Scenario:
    """The scenario with these places as its comparison group: they set the scales and are ranked."""
    return replace(scenario, group=Group(levels=(), places=tuple(sorted(place_codes))))


def initial(scenario: Scenario) -> Choices:
    """The choices that leave a scenario as it is."""
    rules = scenario.rules
    return Choices(
        scenario.scenario_id,
        scenario.normalise.method,
        rules.index_method,
        rules.pillar_share,
        rules.pillars_needed,
    )


def applied(scenario: Scenario, matrix: Matrix, choices: Choices) -> Scenario:
    """The scenario with the choices in it."""
    rules = replace(
        scenario.rules,
        index_method=choices.aggregation,
        pillar_share=choices.pillar_share,
        pillars_needed=choices.pillars_needed,
    )
    normalise = replace(scenario.normalise, method=choices.normalisation)
    chosen = replace(scenario, rules=rules, normalise=normalise)
    if all(n == 1 for _, n in choices.times):
        return chosen
    return chosen.with_weights(shares(matrix, scenario, choices.times))


def shares(matrix: Matrix, scenario: Scenario, times: tuple[tuple[str, float], ...]) -> dict[str, float]:
    """Share of each pillar, summing to 1, when its weight in the scenario is multiplied."""
    factors = dict(times)
    weights = pillar_weights(matrix, scenario)
    raw = {p: float(w) * factors.get(p, 1.0) for p, w in zip(matrix.pillar_ids, weights, strict=True)}
    return {p: w / sum(raw.values()) for p, w in raw.items()}


def matrix_of(edition: Edition, scenario: Scenario) -> Matrix:
    """The values that a scenario compares. Raises ScenarioError where they do not fit each other."""
    check_names(edition.tables, scenario)
    return compared_with(_matrix(edition, scenario.cycle), edition.tables, scenario.group)


@lru_cache(maxsize=8)
def _matrix(edition: Edition, cycle: Cycle) -> Matrix:
    """The matrix of a cycle, kept: scenarios and groups share its arrays, 8 MB at national size."""
    return assemble(edition.tables, cycle)


def multiples(matrix: Matrix, scenario: Scenario) -> dict[str, list[float]]:
    """Factors that each pillar's weight may be multiplied by, within the scenario's bounds; 1 among them."""
    weights, (low, high) = pillar_weights(matrix, scenario), weight_bounds(matrix, scenario)
    found = {}
    for pillar, weight, least, most in zip(matrix.pillar_ids, weights, low, high, strict=True):
        if weight > 0:
            first = math.ceil(STEP * least / weight - 1e-9)
            last = math.floor(STEP * most / weight + 1e-9)
            found[pillar] = sorted({n / STEP for n in range(first, last + 1)} | {1.0})
    return found


def standing(edition: Edition, matrix: Matrix, scenario: Scenario) -> Standing:
    """Score and rank the places of ``matrix``."""
    vetoes = vetoed(edition.tables, matrix, scenario)
    if scenario.rubric:
        rows = rubric_scores(edition.tables, matrix, scenario, vetoes)
        whole = rows[rows["kind"] == ScoreKind.INDEX].assign(pillars=np.nan).reset_index(drop=True)
        return Standing(scenario, matrix, None, whole)
    barred = np.array([bool(v) for v in vetoes], dtype=bool)
    result = compute(matrix, scenario, barred)
    why = first_reason(
        (barred, NotRanked.VETO),
        (~matrix.in_group, NotRanked.OUTSIDE_GROUP),
        (~result.index.reached, NotRanked.FEW_PILLARS),
    )
    frame: dict[str, Any] = {
        "place_code": matrix.place_codes,
        "score": result.index.index,
        "ranked": result.index.ranked,
        "rank": result.index.rank,
        "why_not": why,
        "pillars": result.index.pillar_reached.sum(axis=1),
        "vetoes": vetoes,
    }
    return Standing(scenario, matrix, result, pd.DataFrame(frame))


def published(edition: Edition, scenario_id: str) -> pd.DataFrame:
    """The edition's own scores of a scenario's index, empty where it has none: columns of scores."""
    scores = edition["scores"]
    return scores[(scores["scenario_id"] == scenario_id) & (scores["kind"] == ScoreKind.INDEX)]
