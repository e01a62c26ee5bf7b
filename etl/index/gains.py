"""What would move a place up: the smallest change of one indicator that gains a rank.

All else is held: the other indicators, the values of other places, and the weights (also where the
values set them). The scale is not held: a value that overtakes others on a percentile scale lowers
their scores, so every place's index is worked out anew for each trial. Columns of the matrix scale
apart, so one pass tries a value for each of the k indicators; bisection closes in on the threshold,
for a better value does not cost a rank. (On z-scores it may, rarely, where it narrows the spread: the
answer is then a change that suffices, not surely the smallest.)

No value beyond the best of the group is asked for (just past it at most): what no place has reached
says nothing of what can be reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from etl.index.aggregate import COPELAND, MEANS
from etl.index.build import Result, normalise
from etl.index.levels import present_weights
from etl.index.ranks import DECIMALS, Bools, Floats

HALVINGS: Final = 30
PAST: Final = 1e-6
"""Just past another place's value, as a share of the way to it."""


@dataclass(frozen=True, slots=True)
class Gains:
    """For each of k indicators, what it would take of it alone; NaN where it cannot gain a rank."""

    target: Floats
    """(k,) value, in comparable units, from which the place stands higher."""
    beyond: Bools
    """(k,) the target is another place's value and must be passed; drawing level is not enough."""
    rank: Floats
    """(k,) rank at the target."""
    passed: Floats
    """(k,) places of the group that the value overtakes or draws level with on the way."""


def smallest_gains(result: Result, place: int) -> Gains:
    """The smallest changes that gain ``place`` (a row of the matrix) a rank.

    Raises ``ValueError`` for a place without a rank, and where Copeland's method joins: it compares
    places pair by pair and has no scores to move.
    """
    rules = result.scenario.rules
    if COPELAND in (rules.pillar_method, rules.index_method):
        raise ValueError("Copeland's method has no scores to move")
    if not result.index.ranked[place]:
        raise ValueError("the place has no rank")
    return _Search(result, place).run()


class _Search:
    """Bisection between the place's value and the best of the others, all indicators at once."""

    def __init__(self, result: Result, place: int) -> None:
        self.result, self.place = result, place
        self.now = result.matrix.value[place]
        self.sign = np.where(result.matrix.higher, 1.0, -1.0)
        others = result.matrix.in_group.copy()
        others[place] = False
        self.others = result.matrix.value[others]
        self.within, self.across = _within(result), _across(result)

    def run(self) -> Gains:
        """Bracket each threshold, then see whether it is another place's value."""
        best = self.sign * np.fmax.reduce(self.sign * self.others, axis=0, initial=-np.inf)
        room = (
            np.isfinite(best)
            & (self.sign * (best - self.now) > 0)
            & (self.result.index.weight[self.place] > 0)
        )
        low = self.now
        high = np.where(room, best + PAST * (best - self.now), self.now)
        able = room & self._gains(high)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            enough = self._gains(middle)
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        target, beyond = self._snapped(high)
        reached = np.where(beyond, target + PAST * (target - self.now), target)
        ahead = self.sign * (self.others - self.now) > 0
        passed = (ahead & (self.sign * (reached - self.others) >= 0)).sum(axis=0)
        return Gains(
            np.where(able, target, np.nan),
            beyond & able,
            np.where(able, self._ranks(reached), np.nan),
            np.where(able, passed, np.nan),
        )

    def _snapped(self, high: Floats) -> tuple[Floats, Bools]:
        """Thresholds moved onto the value of another place that they lie at, and where it must be passed."""
        gap = np.abs(self.others - high)
        nearest = np.where(np.isnan(gap), np.inf, gap).argmin(axis=0)
        value = np.take_along_axis(self.others, nearest[None], axis=0)[0]
        at = np.abs(value - high) <= PAST * np.abs(high - self.now)
        target = np.where(at, value, high)
        return target, at & ~self._gains(target)

    def _gains(self, values: Floats) -> Bools:
        """(k,) whether each value alone gives a better rank."""
        return np.asarray(self._ranks(values) < self.result.index.rank[self.place])

    def _ranks(self, values: Floats) -> Floats:
        """(k,) rank of the place when indicator j alone has ``values[j]``."""
        index = np.round(self._moved(values), DECIMALS)
        rivals = self.result.index.ranked.copy()
        rivals[self.place] = False
        return np.asarray(1.0 + (index[rivals] > index[self.place]).sum(axis=0))

    def _moved(self, values: Floats) -> Floats:
        """(n, k) index of every place when indicator j alone has ``values[j]`` at the place."""
        result, old = self.result, self.result.index
        matrix, rules = result.matrix, result.scenario.rules
        changed = matrix.value.copy()
        changed[self.place] = values
        method = result.scenario.normalise.method
        scores = normalise(matrix, result.scenario, changed[matrix.in_group], changed, method, result.enough)
        inner, back = MEANS[rules.pillar_method]
        outer, join = MEANS[rules.index_method]
        pillars = old.pillars[:, matrix.pillar_of]
        step = self.within * np.nan_to_num(inner(scores) - inner(old.scores))
        moved = np.clip(back(inner(pillars) + step), 0.0, 100.0)
        lift = self.across * np.nan_to_num(outer(moved) - outer(pillars))
        return np.asarray(np.clip(join(outer(old.index)[:, None] + lift), 0.0, 100.0))


def _within(result: Result) -> Floats:
    """(n, k) share of each indicator in its pillar, over what the place has."""
    used = result.indicator_weights * (result.pillar_weights[result.matrix.pillar_of] > 0)
    shares = np.zeros(result.index.scores.shape)
    for p in range(len(result.matrix.pillar_ids)):
        own = result.matrix.pillar_of == p
        shares[:, own] = present_weights(result.index.scores[:, own], used[own])
    return shares


def _across(result: Result) -> Floats:
    """(n, k) share of each indicator's pillar in the index, over what enters it."""
    index = result.index
    entering = np.where(index.pillar_reached | ~index.reached[:, None], index.pillars, np.nan)
    return np.asarray(present_weights(entering, result.pillar_weights)[:, result.matrix.pillar_of])
