"""How far one other value would move its place: ranks in the index, the pillar and the indicator.

Many trials at once, each with one value changed and all else held: the values and scores of the other
places, the scale, the weights. (``gains`` works out every place anew for each trial, which for tens of
thousands of them would take hours.)
"""

from __future__ import annotations

from typing import Final

import numpy as np

from etl.index.aggregate import COPELAND
from etl.index.build import Result, normalise
from etl.index.levels import aggregate
from etl.index.ranks import DECIMALS, Bools, Floats, Ints

CHUNK: Final = 20_000
"""Trials at a time: a row of 90 scores each, 15 MB an array."""


def rank_shifts(result: Result, barred: Bools, place: Ints, column: Ints, trial: Floats) -> Ints:
    """(d, 3) new rank less the present one, in index, pillar and indicator, for d trials.

    Trial t gives the value ``trial[t]`` (NaN: none) to indicator ``column[t]`` of place ``place[t]``,
    alone. None means missing: no value of an earlier year steps in. A place without a rank counts as
    one behind the last. ``barred`` (n,) places and those outside the group have none. Copeland's method
    has no scores to move: all shifts are 0.
    """
    if COPELAND in (result.scenario.rules.pillar_method, result.scenario.rules.index_method):
        return np.zeros((len(trial), 3), dtype=int)
    shifts = [
        _chunk(result, barred, place[a : a + CHUNK], column[a : a + CHUNK], trial[a : a + CHUNK])
        for a in range(0, len(trial), CHUNK)
    ]
    return np.concatenate(shifts)


def _chunk(result: Result, barred: Bools, place: Ints, column: Ints, trial: Floats) -> Ints:
    matrix, old, rows = result.matrix, result.index, np.arange(len(trial))
    outside = ~matrix.in_group
    at = np.full((len(trial), len(matrix.indicator_ids)), np.nan)
    at[rows, column] = trial
    reference, method = matrix.value[matrix.in_group], result.scenario.normalise.method
    scored = normalise(matrix, result.scenario, reference, at, method, result.enough)[rows, column]
    scores = old.scores[place]
    scores[rows, column] = scored
    new = aggregate(
        scores, matrix.pillar_of, result.indicator_weights, result.pillar_weights, result.scenario.rules,
        (outside | barred)[place],
    )  # fmt: skip
    pillar = matrix.pillar_of[column]
    indicators = np.where(outside[:, None], np.nan, old.scores)
    pillars = np.where(old.pillar_reached & ~outside[:, None], old.pillars, np.nan)
    reached = new.pillar_reached[rows, pillar] & ~outside[place]
    moved = (
        (
            np.where(old.ranked, old.index, np.nan)[:, None],
            np.where(new.ranked, new.index, np.nan),
            0 * pillar,
        ),
        (pillars, np.where(reached, new.pillars[rows, pillar], np.nan), pillar),
        (indicators, np.where(outside[place], np.nan, scored), column),
    )
    return np.stack([_moved(known, place, score, which) for known, score, which in moved], axis=1)


def _moved(known: Floats, place: Ints, score: Floats, which: Ints) -> Ints:
    """(d,) new rank less the present one in the column ``which`` of ``known`` (n, m), by a new ``score``."""
    change = np.zeros(len(score), dtype=int)
    for item in np.unique(which):
        mine = np.flatnonzero(which == item)
        column = np.round(known[:, item], DECIMALS)
        own, ordered = column[place[mine]], np.sort(column[~np.isnan(column)])
        now, then = _rank(ordered, own, own), _rank(ordered, np.round(score[mine], DECIMALS), own)
        change[mine] = then - now
    return change


def _rank(ordered: Floats, score: Floats, own: Floats) -> Ints:
    """Rank of scores among the others; without one, a place behind the last of them."""
    ahead = len(ordered) - np.searchsorted(ordered, score, side="right")
    ahead = ahead - (own > score)
    return np.where(np.isnan(score), len(ordered) - ~np.isnan(own) + 1, ahead + 1).astype(int)
