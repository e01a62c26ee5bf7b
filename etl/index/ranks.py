"""Ranks along the last axis with ties and gaps: the one sort behind scaling and ranking."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.integer]
Ties = Literal["average", "min", "dense"]


def rank_rows(x: Floats, ties: Ties) -> NDArray[np.float64]:
    """Ascending ranks from 0 within each row of ``x`` (rows, n), finite or NaN; NaN stays NaN.

    Ties share the mean (``average``), the lowest (``min``) or the number of distinct smaller
    values (``dense``).
    """
    rows, n = x.shape
    missing = np.isnan(x)
    known = np.where(missing, np.inf, x)  # NaN would sort last too, but three times slower
    order = np.argsort(known, axis=1)
    order += np.arange(rows)[:, None] * n
    ordered = known.ravel()[order]
    starts = np.ones(x.shape, dtype=bool)
    np.not_equal(ordered[:, 1:], ordered[:, :-1], out=starts[:, 1:])
    group = np.cumsum(starts, axis=1, dtype=np.int32) - np.int32(1)
    ranks = np.empty(rows * n)
    ranks[order] = group if ties == "dense" else _spread(group, starts, ties)
    ranks = ranks.reshape(x.shape)
    ranks[missing] = np.nan
    return ranks


def _spread(group: Ints, starts: Bools, ties: Ties) -> Floats:
    """Position of each sorted element from the number of its run of equal values."""
    rows, n = starts.shape
    # Runs counted through all rows at once: the k-th run starts at first[k] of the flat array.
    first = np.flatnonzero(starts)
    count = np.add.accumulate(starts.sum(axis=1))
    run = group + np.concatenate(([0], count[:-1]))[:, None]
    at = first % n
    if ties == "min":
        return np.asarray(at[run], dtype=float)
    length = np.diff(first, append=rows * n)
    return np.asarray((at + (length - 1) / 2)[run])


DECIMALS: Final = 9
"""Decimals of a score by which places are ranked."""


def competition_rank(score: Floats) -> NDArray[np.float64]:
    """Rank of each score of a vector (n,), 1 the best, ties share the better rank; NaN stays NaN.

    Scores are rounded first, so that sums which differ by the last bit only count as equal.
    """
    rounded = np.round(np.asarray(score, dtype=float), DECIMALS)
    return np.asarray(rank_rows(-rounded[None, :], "min")[0] + 1)
