"""Two levels: indicators to pillars to the index, who is ranked, and why the score came out so.

Decomposition. For the means of ``aggregate`` the difference between a score A and the middle, 50,
splits exactly into parts, one an indicator, by the secant (A - 50) / (f(A) - f(50)) at either level;
for the geometric mean that is the logarithmic-mean decomposition (LMDI-I; Ang, 2004). ``pull`` holds
these parts: index = 50 + row sum, so the difference between any two places is exactly the sum of the
differences of their pulls, whatever either of them lacks. For the arithmetic mean ``weight x score``
sums to the index as well. Copeland's method has no parts by indicator: ``pull`` is NaN there, and
``outranking`` explains who beat whom.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from etl.index.aggregate import AGGREGATORS, COPELAND, MEANS, a_copeland
from etl.index.ranks import Bools, Floats, Ints, competition_rank
from etl.index.scale import MIDDLE, Scores


@dataclass(frozen=True, slots=True)
class Rules:
    """How two levels are joined and who is ranked.

    ``pillar_share`` of a pillar's indicators make its score count; ``pillars_needed`` such pillars
    make the index count.
    """

    pillar_method: str = "arithmetic"
    index_method: str = "arithmetic"
    pillar_share: float = 0.4
    pillars_needed: int = 5


@dataclass(frozen=True, slots=True)
class Index:
    """An index with its intermediates: n places, k indicators, p pillars."""

    scores: Scores
    """(n, k) indicator scores, as given."""
    pillars: Scores
    """(n, p) pillar scores, also below the coverage threshold; NaN where nothing is known."""
    pillar_coverage: Scores
    """(n, p) share of a pillar's indicators that are present."""
    pillar_reached: Bools
    """(n, p) true where the share reaches the threshold."""
    index: Scores
    """(n,) of the pillars reached where enough are, else of all that have a score (in brackets)."""
    reached: Bools
    """(n,) true where enough pillars are reached."""
    ranked: Bools
    """(n,) true for the places in the ranking: reached, and not barred."""
    rank: Scores
    """(n,) 1 the best, NaN where not ranked."""
    weight: Scores
    """(n, k) share of each indicator in the place's index; rows sum to 1, 0 where it takes no part."""
    pull: Scores
    """(n, k) points by which each indicator pulls the index above or below 50; sums to index - 50."""


def membership(pillar_of: Ints, pillars: int) -> Scores:
    """Indicator by pillar, 1 where the indicator (k,) belongs to the pillar: (k, p)."""
    return np.asarray(pillar_of[:, None] == np.arange(pillars), dtype=float)


def aggregate(
    scores: Floats,
    pillar_of: Ints,
    indicator_weights: Floats,
    pillar_weights: Floats,
    rules: Rules = Rules(),
    barred: Bools | None = None,
) -> Index:
    """Join ``scores`` (n, k) into pillars and an index.

    ``pillar_of`` (k,) holds pillar numbers; weights (k,) and (p,) are on any scale. Indicators and
    pillars of weight 0 take no part, nor do they count towards coverage. ``barred`` (n,) places
    keep their score and get no rank.
    """
    pillar_weights = np.asarray(pillar_weights, dtype=float)
    used = np.asarray(indicator_weights, dtype=float) * (pillar_weights[pillar_of] > 0)
    member = membership(pillar_of, pillar_weights.size)
    join = AGGREGATORS[rules.pillar_method]
    pillars = np.stack(
        [_join_columns(join, scores, used, pillar_of == p) for p in range(pillar_weights.size)], axis=1
    )
    counted = member * (used > 0)[:, None]
    wanted = counted.sum(axis=0)
    coverage = (~np.isnan(scores)).astype(float) @ counted / np.maximum(wanted, 1)
    # 1e-9: two of five is 0.4, also in binary.
    pillar_reached = (coverage >= rules.pillar_share - 1e-9) & ~np.isnan(pillars) & (wanted > 0)
    reached = pillar_reached.sum(axis=1) >= rules.pillars_needed
    pillars = np.clip(pillars, 0.0, 100.0)  # a mean of 100s may exceed 100 in the last bit
    entering = np.where(pillar_reached | ~reached[:, None], pillars, np.nan)
    index = np.clip(_index_scores(entering, pillar_weights, rules.index_method, reached), 0.0, 100.0)
    ranked = reached & ~np.isnan(index) & (True if barred is None else ~barred)
    weight, pull = _explain(scores, used, pillar_of, member, pillars, entering, pillar_weights, index, rules)
    rank = competition_rank(np.where(ranked, index, np.nan))
    return Index(scores, pillars, coverage, pillar_reached, index, reached, ranked, rank, weight, pull)


def _join_columns(
    join: Callable[[Floats, Floats], Scores], scores: Floats, used: Floats, own: Bools
) -> Scores:
    """Pillar score (n,) from the pillar's own columns; NaN throughout for an empty pillar."""
    columns = own & (used > 0)
    return join(scores[:, columns], used[columns]) if columns.any() else np.full(scores.shape[0], np.nan)


def _index_scores(entering: Floats, weights: Floats, method: str, reached: Bools) -> Scores:
    """Index (n,); Copeland compares only places of equal standing, so brackets move no rank."""
    if method != COPELAND:
        return AGGREGATORS[method](entering, weights)
    index = a_copeland(entering, weights)
    index[reached] = a_copeland(entering[reached], weights)
    return index


def present_weights(scores: Floats, weights: Floats) -> Scores:
    """Weights (n, k) rescaled to sum to 1 over the scores that are present; 0 elsewhere."""
    shares = np.where(np.isnan(scores), 0.0, weights)
    total = shares.sum(axis=1, keepdims=True)
    return np.asarray(shares / np.where(total > 0, total, 1.0))


def _ratio(values: Floats, top: str, bottom: str) -> Scores:
    """(f(v) - f(50)) / (g(v) - g(50)) with f of ``top``, g of ``bottom``; at 50 the ratio of slopes."""
    slope = {"arithmetic": 1.0, "geometric": 1 / MIDDLE, "harmonic": -(MIDDLE**-2)}
    (f, _), (g, _), middle = MEANS[top], MEANS[bottom], np.array(MIDDLE)
    near = np.abs(values - MIDDLE) < 1e-9
    below = np.where(near, 1.0, g(values) - g(middle))
    return np.where(near, slope[top] / slope[bottom], (f(values) - f(middle)) / below)


def _explain(
    scores: Floats,
    used: Floats,
    pillar_of: Ints,
    member: Floats,
    pillars: Floats,
    entering: Floats,
    pillar_weights: Floats,
    index: Floats,
    rules: Rules,
) -> tuple[Scores, Scores]:
    """Shares of the index and pulls in points, both (n, k)."""
    present = np.where(np.isnan(scores), 0.0, used)
    within = (present @ member)[:, pillar_of]
    outer = present_weights(entering, pillar_weights)[:, pillar_of]
    weight = outer * present / np.where(within > 0, within, 1.0)
    if COPELAND in (rules.pillar_method, rules.index_method):
        return weight, np.full(scores.shape, np.nan)
    forward, _ = MEANS[rules.pillar_method]
    to_points = _ratio(index, "arithmetic", rules.index_method)[:, None]
    factor = to_points * _ratio(pillars, rules.index_method, rules.pillar_method)
    pull = weight * factor[:, pillar_of] * (forward(scores) - forward(np.array(MIDDLE)))
    return weight, np.where(weight > 0, pull, 0.0)
