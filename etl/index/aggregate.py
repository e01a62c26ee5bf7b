"""Aggregation: scores side by side to one score a place, in four ways.

Arithmetic, geometric and harmonic means are one family, f^-1(sum w f(s)), with f the identity, the
logarithm and the reciprocal. Weights are rescaled over what is present: a missing score takes no
part, it is never a zero. Geometric and harmonic means need positive scores: scores below ``FLOOR``
count as ``FLOOR`` there, so that one zero does not erase a place. Copeland's method counts won
comparisons between places instead.

Source: OECD/JRC Handbook (2008), step 6, pp. 102-116. Two levels and contributions: ``levels``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from etl.index.ranks import Floats
from etl.index.scale import MIDDLE, Scores

FLOOR: Final = 1.0
"""Lowest score that enters a geometric or harmonic mean, in points."""

Transform = Callable[[NDArray[Any]], NDArray[Any]]
"""On arrays of either precision."""


def _log(s: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(np.log(np.maximum(s, FLOOR)))


def _reciprocal(s: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(np.reciprocal(np.maximum(s, FLOOR)))


def _same(s: NDArray[Any]) -> NDArray[Any]:
    return s


MEANS: Final[dict[str, tuple[Transform, Transform]]] = {
    "arithmetic": (_same, _same),
    "geometric": (_log, np.exp),
    "harmonic": (_reciprocal, lambda m: 1.0 / m),
}
"""Method -> (f, inverse of f)."""
COPELAND: Final = "copeland"

ROWS: Final = 256
"""Places compared with all others at a time."""


def _mean(scores: Floats, weights: Floats, method: str) -> Scores:
    """Weighted mean of each row over what is present; NaN for a row with nothing that weighs."""
    forward, back = MEANS[method]
    given = np.asarray(weights, dtype=float)
    missing = np.isnan(scores)
    if not missing.any() and given.sum() > 0:
        return np.asarray(back(forward(scores) @ (given / given.sum())))
    total = (~missing).astype(float) @ given
    some = total > 0
    joined = np.where(missing, 0.0, forward(scores)) @ given / np.where(some, total, 1.0)
    return np.where(some, back(np.where(some, joined, 1.0)), np.nan)


def a_arithmetic(scores: Floats, weights: Floats) -> Scores:
    """Weighted arithmetic mean (n,) of ``scores`` (n, k): full compensation (Handbook eq. 31)."""
    return _mean(scores, weights, "arithmetic")


def a_geometric(scores: Floats, weights: Floats) -> Scores:
    """Weighted geometric mean (n,): a low score is made up for only in part (Handbook p. 103)."""
    return _mean(scores, weights, "geometric")


def a_harmonic(scores: Floats, weights: Floats) -> Scores:
    """Weighted harmonic mean (n,): low scores count most."""
    return _mean(scores, weights, "harmonic")


def outranking(scores: Floats, weights: Floats) -> Scores:
    """Outranking matrix (n, n): weight of the columns where row is ahead of column, ties half.

    Weights are rescaled over the columns that both places have; NaN where they share none. The
    diagonal is 0. e_jk + e_kj = 1 (Handbook eq. 32).
    """
    matrix = _ahead(scores, scores, weights)
    np.fill_diagonal(matrix, 0.0)
    return matrix


def _ahead(rows: Floats, scores: Floats, weights: Floats) -> Scores:
    """Rows of the outranking matrix; a place that is met again ties with itself."""
    ahead, shared = np.zeros((len(rows), len(scores))), np.zeros((len(rows), len(scores)))
    for own, column, weight in zip(rows.T, scores.T, np.asarray(weights, dtype=float), strict=True):
        known = ~np.isnan(own)[:, None] & ~np.isnan(column)
        ahead += weight * ((own[:, None] > column) + 0.5 * (own[:, None] == column))
        shared += weight * known
    return np.where(shared > 0, ahead / np.where(shared > 0, shared, 1.0), np.nan)


def a_copeland(scores: Floats, weights: Floats) -> Scores:
    """Copeland: places beaten less places lost to, from -(n-1)..(n-1) to 0..100 (Copeland, 1951).

    A beats B where the outranking matrix exceeds one half; weights are importance, not trade-offs.
    NaN for a place without any score; 50 for one place alone. Some rows of the matrix at a time: the
    whole would take a quarter of a gigabyte for the places of the country.
    """
    parts = [scores[start : start + ROWS] for start in range(0, len(scores), ROWS)]
    # Rounding, so that weights such as 1/3 + 1/6 tie with one half.
    won = [np.nansum(np.sign(np.round(_ahead(part, scores, weights) - 0.5, 12)), axis=1) for part in parts]
    missing = np.isnan(scores).all(axis=1)
    net = np.concatenate([np.empty(0), *won]) / max(int((~missing).sum()) - 1, 1)
    return np.where(missing, np.nan, MIDDLE + 50.0 * net)


AGGREGATORS: Final[dict[str, Callable[[Floats, Floats], Scores]]] = {
    "arithmetic": a_arithmetic,
    "geometric": a_geometric,
    "harmonic": a_harmonic,
    COPELAND: a_copeland,
}
