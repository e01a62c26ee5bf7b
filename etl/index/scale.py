"""Normalisation: values in their own units to scores from 0 (worst) to 100 (best).

Every ``n_`` function takes ``x`` (places, indicators), the values that set the scale, and
``higher`` (indicators,), true where more is better. NaN is a missing value and stays NaN: it sets
no scale and gets no score. ``at`` (any rows, indicators) gives other values to be scored on the
scale that ``x`` sets; by default ``x`` itself. To compare years, stack the rows of all years in
``x``: one scale then holds for all of them (Handbook p. 85, third form of Min-Max).

An indicator on which all places are equal, or which one place alone states, tells them apart in no
way: it scores 50 for all. Turning the direction of an indicator turns each score s into 100 - s.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 5, pp. 83-88.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from etl.index.ranks import Bools, Floats, Ties, rank_rows

Scores = Floats
MIDDLE: Final = 50.0
"""Score of an indicator that does not distinguish, and the origin of contributions."""
Z_SPAN: Final = 3.0
"""z-scores of -3 and +3 become 0 and 100; what lies beyond is held there."""
WINSOR: Final = 0.025
"""Share clipped at each end before Min-Max, as in the Environmental Sustainability Index (Handbook p. 84)."""


def _directed(score: Scores, higher: Bools) -> Scores:
    """Turn scores of indicators where less is better; ``score`` is changed in place."""
    lower = ~np.asarray(higher, dtype=bool)
    if lower.any():
        score[:, lower] = 100.0 - score[:, lower]
    return score


def _linear(values: Floats, low: Floats, high: Floats) -> Scores:
    """Score 0 at ``low`` and 100 at ``high``, held within; 50 where the two are equal."""
    width = high - low
    flat = ~(width > 0)
    score = (values - low) * (100.0 / np.where(flat, 1.0, width))
    np.clip(score, 0.0, 100.0, out=score)
    score[:, flat] = np.where(np.isnan(values[:, flat]), np.nan, MIDDLE)
    return score


def _by_rank(x: Floats, higher: Bools, at: Floats | None, ties: Ties) -> Scores:
    """Ranks spread over 0 to 100, by column; ``at`` is read off between neighbouring values."""
    ranks = rank_rows(np.ascontiguousarray(x.T, dtype=float), ties).T
    valid = ~np.isnan(ranks)
    lowest = np.where(valid, ranks, np.inf).min(axis=0, initial=np.inf)
    highest = np.where(valid, ranks, -np.inf).max(axis=0, initial=-np.inf)
    if ties == "average":  # unless all are equal, ties do not narrow the span
        varies = highest > lowest
        lowest, highest = np.where(varies, 0.0, lowest), np.where(varies, valid.sum(axis=0) - 1.0, highest)
    score = _linear(ranks, lowest, highest)
    if at is not None:
        score = _read_off(x, score, np.asarray(at, dtype=float))
    return _directed(score, higher)


def _read_off(x: Floats, score: Scores, at: Floats) -> Scores:
    """Scores of the values ``at``, linear between the scores of neighbouring values of ``x``."""
    out = np.full(at.shape, np.nan)
    for j in range(x.shape[1]):
        known = np.flatnonzero(~np.isnan(x[:, j]))
        if known.size:
            known = known[np.argsort(x[known, j], kind="stable")]
            out[:, j] = np.interp(at[:, j], x[known, j], score[known, j])
    out[np.isnan(at)] = np.nan
    return out


def n_percentile(x: Floats, higher: Bools, at: Floats | None = None) -> Scores:
    """Share of the other places that a place is ahead of, ties counting half: 100 (r - 1) / (n - 1).

    ``r`` is the ascending rank among the ``n`` places with a value, tied places sharing the mean
    rank, so the lowest of untied values scores 0 and the highest 100 whatever n is. (The Handbook's
    table 15 prints 100 r / n with the lowest rank for ties instead, which never reaches 0.)
    """
    return _by_rank(x, higher, at, "average")


def n_rank(x: Floats, higher: Bools, at: Floats | None = None) -> Scores:
    """Distinct levels, evenly spaced: 100 (d - 1) / (D - 1), d the dense rank of D distinct values.

    Tied places take one step together, and a crowd of equal places does not widen the gap to the
    next, which is what sets it apart from ``n_percentile``.
    """
    return _by_rank(x, higher, at, "dense")


def n_minmax(x: Floats, higher: Bools, at: Floats | None = None, winsor: float = WINSOR) -> Scores:
    """Distance between the lowest and the highest value, after holding both tails (Handbook p. 85).

    ``winsor`` is the share clipped at each end (0 to below 0.5; linear quantiles); 0 is plain
    Min-Max. Raises ``ValueError`` when it is outside.
    """
    if not 0 <= winsor < 0.5:
        raise ValueError(f"winsor must be from 0 to below 0.5, not {winsor}")
    low, high = _quantiles(x, winsor), _quantiles(x, 1 - winsor)
    return _directed(_linear(np.asarray(x if at is None else at, dtype=float), low, high), higher)


def _quantiles(x: Floats, q: float) -> Scores:
    """Linear quantile of each column over its values (numpy's nanquantile, 40 times faster)."""
    if not x.shape[0]:
        return np.full(x.shape[1], np.nan)
    if q in (0.0, 1.0):
        return np.asarray((np.fmin if q == 0 else np.fmax).reduce(x, axis=0), dtype=float)
    ordered = np.sort(np.asarray(x, dtype=float), axis=0)
    count = (~np.isnan(ordered)).sum(axis=0)
    position = q * np.maximum(count - 1, 0)
    below = np.floor(position).astype(int)
    above = np.minimum(below + 1, np.maximum(count - 1, 0))
    columns = np.arange(x.shape[1])
    low, high = ordered[below, columns], ordered[above, columns]
    return np.asarray(low + (high - low) * (position - below), dtype=float)


def n_zscore(x: Floats, higher: Bools, at: Floats | None = None, ddof: int = 1) -> Scores:
    """Standard scores (mean 0, standard deviation 1) with -3 at 0, 0 at 50 and +3 at 100.

    The deviation is the sample's (n - 1), as in the Handbook's table 15; ``ddof=0`` divides by n.
    """
    values = np.asarray(x, dtype=float)
    known = ~np.isnan(values)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, values, 0.0).sum(axis=0) / count
    squares = np.where(known, (values - mean) ** 2, 0.0).sum(axis=0)
    deviation = np.sqrt(squares / np.maximum(count - ddof, 1))
    # A column of one repeated value may leave a deviation of rounding errors only.
    deviation[deviation <= 1e-12 * np.abs(mean)] = 0.0
    target = values if at is None else np.asarray(at, dtype=float)
    return _directed(_linear(target, mean - Z_SPAN * deviation, mean + Z_SPAN * deviation), higher)


def n_goalposts(
    x: Floats,
    higher: Bools,
    at: Floats | None = None,
    *,
    low: Floats | None = None,
    high: Floats | None = None,
) -> Scores:
    """Distance between two fixed marks a indicator, set from outside (as in the HDI).

    ``low`` and ``high`` (indicators,) are values, low < high, in the indicator's unit; which of the
    two is best follows from ``higher``. Nothing depends on the other places, so a place that is
    added can never reorder the rest. Raises ``ValueError`` where a mark is missing or low >= high.
    """
    if low is None or high is None or not np.all(np.asarray(low) < np.asarray(high)):
        raise ValueError("goalposts need a low and a higher high mark for every indicator")
    target = np.asarray(x if at is None else at, dtype=float)
    return _directed(_linear(target, np.asarray(low, dtype=float), np.asarray(high, dtype=float)), higher)


NORMALISERS: Final[dict[str, Callable[..., Scores]]] = {
    "percentile": n_percentile,
    "minmax": n_minmax,
    "zscore": n_zscore,
    "goalposts": n_goalposts,
    "rank": n_rank,
}
