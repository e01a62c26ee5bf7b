"""How sure a result's ranks are: spread, influences, attainable ranks of its ranked places.

Seconds rather than milliseconds; published with the edition for the default scenario.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from etl.index.aggregate import COPELAND, FLOOR
from etl.index.attainable import Attainable, extreme_rank
from etl.index.build import Result, normalise, weight_bounds
from etl.index.draws import Cells, cells
from etl.index.ranks import Floats
from etl.index.sensitivity import Influence, sobol_influence
from etl.index.uncertainty import Spread, simulate

EXACT_PLACES: Final = 60
"""Up to so many ranked places attainable ranks are searched for a proof; beyond, only sampled."""
EFFORT: Final = 60


def ranked_cells(result: Result) -> tuple[Cells, Floats]:
    """What the draws need of the ranked places, and their ranks (n,)."""
    matrix, scenario, index = result.matrix, result.scenario, result.index
    reference, ranked = matrix.value[matrix.in_group], index.ranked
    ends = (matrix.low, matrix.high) if scenario.uncertainty.intervals else (matrix.value, matrix.value)
    lower, upper = (
        np.stack(
            [
                normalise(matrix, scenario, reference, end[ranked], method, result.enough)
                for method in scenario.uncertainty.normalisations
            ]
        )
        for end in ends
    )
    confidence = np.nan_to_num(matrix.confidence[ranked], nan=0.0)
    return cells(lower, upper, confidence, matrix.pillar_of, index.pillar_reached[ranked]), index.rank[ranked]


def spread_of_ranks(result: Result) -> Spread:
    """Monte Carlo spread of the ranks of the ranked places, in their order."""
    held, _ = ranked_cells(result)
    s = result.scenario
    quota = s.places_in_quota(int(result.index.ranked.sum()))
    weights = result.indicator_weights, result.pillar_weights
    return simulate(held, s.uncertainty, *weights, s.rules.pillar_method, quota)


def influences(result: Result, base: int = 256) -> tuple[list[Influence], float]:
    """Sobol indices of the sources of uncertainty, most influential first, and the mean rank shift."""
    held, rank = ranked_cells(result)
    weights = result.indicator_weights, result.pillar_weights
    s = result.scenario
    return sobol_influence(held, s.uncertainty, *weights, rank, s.rules.pillar_method, base)


def attainable_ranks(result: Result, effort: int | None = None) -> list[tuple[Attainable, Attainable]]:
    """(best, worst) attainable rank of each ranked place when pillar weights move within their bounds.

    Exact also for the geometric and the harmonic mean, whose order is that of a weighted arithmetic
    mean of logarithms or negative reciprocals. Copeland's method has none: an empty list.
    """
    ranked = result.index.ranked
    method = result.scenario.rules.index_method
    if method == COPELAND:
        return []
    entering = np.where(result.index.pillar_reached, result.index.pillars, np.nan)[ranked]
    linear = _linear_form(entering, method)
    low, high = weight_bounds(result.matrix, result.scenario)
    tries = effort if effort is not None else (EFFORT if ranked.sum() <= EXACT_PLACES else 0)
    return [
        (extreme_rank(linear, low, high, i, True, tries), extreme_rank(linear, low, high, i, False, tries))
        for i in range(len(linear))
    ]


def _linear_form(pillars: Floats, method: str) -> Floats:
    """Pillar scores on a 0 to 100 scale on which the index is ordered as their weighted mean."""
    if method == "arithmetic":
        return pillars
    held = np.maximum(pillars, FLOOR)
    if method == "geometric":
        return np.asarray(100 * np.log(held / FLOOR) / np.log(100 / FLOOR))
    return np.asarray(100 * (1 / FLOOR - 1 / held) / (1 / FLOOR - 1 / 100))
