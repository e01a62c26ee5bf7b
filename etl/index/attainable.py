"""Best and worst rank that a place can attain when the weights of the pillars move within bounds.

The index here is the arithmetic mean of pillar scores over the pillars a place has, so where every
place has the same pillars, "k is ahead of i" is linear in the weights, and the best rank is one
mixed-integer program: the fewest places ahead. Where places lack different pillars, the score is a
ratio. Fixing the level t of i's score makes it linear again, and a branch and bound over t (each node
a mixed-integer program that bounds the rank for an interval of levels) closes in on the optimum. The
answer carries the weights that attain it, and says whether it is proven.

Pairwise linear programs alone would only bound the rank: the weights that put i ahead of k need not
be the weights that put it ahead of l.
"""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from etl.index.ranks import Bools, Floats

TIE: Final = 1e-4
"""Points by which a place must lead to count as ahead; ten times what the solver may be off."""


@dataclass(frozen=True, slots=True)
class Attainable:
    """An extreme rank: attained with ``weights`` (p,), and no rank beyond ``bound`` is possible."""

    rank: int
    bound: int
    weights: Floats

    @property
    def exact(self) -> bool:
        """True where the attained rank is proven to be the extreme one."""
        return self.rank == self.bound


def extreme_rank(
    pillars: Floats, low: Floats, high: Floats, place: int, best: bool = True, seconds: float = 5.0
) -> Attainable:
    """Best (or worst) rank of ``place`` among the rows of ``pillars`` (n, p), NaN where missing.

    ``low`` and ``high`` (p,) bound each pillar's share of the total; shares sum to 1. Raises
    ``ValueError`` when no weights meet the bounds, or the place has no score.
    """
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    if low.sum() > 1 + 1e-9 or high.sum() < 1 - 1e-9 or np.any(low > high) or np.any(low < 0):
        raise ValueError("no weights meet the bounds: their lower ends must not exceed 1 in sum, their upper ends must")
    if np.isnan(pillars[place]).all():
        raise ValueError("the place has no score")
    scores = pillars if best else 100.0 - pillars
    problem = _Problem(scores, low, high, place, 0.0 if best else TIE)
    behind, bound, weights = problem.solve(time.monotonic() + seconds)
    others = int((~np.isnan(pillars).all(axis=1)).sum()) - 1
    if best:
        return Attainable(1 + behind, 1 + bound, weights)
    return Attainable(1 + others - behind, 1 + others - bound, weights)


@dataclass(frozen=True, slots=True)
class _Problem:
    """Fewest rivals whose score exceeds the place's by more than ``-margin``... see ``_ahead``.

    With ``margin`` 0 a rival counts when it leads by more than TIE; on turned scores with ``margin``
    TIE a rival counts unless it trails by TIE, which turned back means: unless it leads.
    """

    scores: Floats
    low: Floats
    high: Floats
    place: int
    margin: float

    def solve(self, deadline: float) -> tuple[int, int, Floats]:
        """(rivals ahead at the weights found, proven lower bound, weights)."""
        own = self.scores[self.place]
        rivals = np.flatnonzero(~np.isnan(self.scores).all(axis=1) & (np.arange(len(self.scores)) != self.place))
        start, end = self._range(own)
        weights = self._centre()
        found = self._ahead(rivals, weights)
        same = bool((np.isnan(self.scores[rivals]) == np.isnan(own)).all())
        heap: list[tuple[int, float, float]] = [(0, start, end)]
        proven = found
        while heap:
            bound, a, b = heapq.heappop(heap)
            if bound >= found:
                break
            if time.monotonic() > deadline:
                proven = min(bound, found)
                break
            bound, attempt = self._node(rivals, a, b, same, deadline)
            if attempt is not None and (count := self._ahead(rivals, attempt)) < found:
                found, weights = count, attempt
            if attempt is None or bound >= found:
                continue
            if same or b - a < TIE:  # nothing left to split: the node's bound stands
                proven = min(proven, bound)
                continue
            heapq.heappush(heap, (bound, a, (a + b) / 2))
            heapq.heappush(heap, (bound, (a + b) / 2, b))
        return found, min(proven, found), weights

    def _centre(self) -> Floats:
        """Weights within the bounds, from the lower ends as far towards the upper as they reach."""
        room = self.high - self.low
        return np.asarray(self.low + room * ((1 - self.low.sum()) / room.sum() if room.sum() > 0 else 0.0))

    def _ahead(self, rivals: Bools | Floats, weights: Floats) -> int:
        """Rivals that count as ahead at ``weights``."""
        shares = np.where(np.isnan(self.scores), 0.0, weights)
        total = shares.sum(axis=1)
        index = (shares * np.nan_to_num(self.scores)).sum(axis=1) / np.where(total > 0, total, 1.0)
        lead = index[rivals] - index[self.place]
        return int((lead > TIE / 2 - self.margin).sum())

    def _range(self, own: Floats) -> tuple[float, float]:
        """A safe range for the place's score: between its lowest and highest pillar."""
        return float(np.nanmin(own)), float(np.nanmax(own))

    def _node(
        self, rivals: Floats, a: float, b: float, same: bool, deadline: float
    ) -> tuple[int, Floats | None]:
        """(lower bound on rivals ahead, weights) for levels in [a, b]; weights None where impossible."""
        own, p = self.scores[self.place], self.low.size
        gain = self._rows(self.scores[rivals], own if same else b)
        own_low, own_high = self._rows(own[None], a)[0], self._rows(own[None], b)[0]
        simplex = LinearConstraint(np.ones((1, p)), 1, 1)
        top = np.maximum(self._extreme(gain), 0.0)
        never = self._extreme(gain) <= -self.margin
        free = np.flatnonzero(~never)
        k = free.size
        # Weights first, then one binary a rival that can be ahead: gain.w <= -margin + M z.
        constraints = [
            LinearConstraint(np.hstack([np.ones((1, p)), np.zeros((1, k))]), 1, 1),
            LinearConstraint(np.hstack([gain[free], -np.diag(top[free] + self.margin)]), -np.inf, -self.margin),
            LinearConstraint(np.append(own_low, np.zeros(k))[None], 0, np.inf),
            LinearConstraint(np.append(own_high, np.zeros(k))[None], -np.inf, 0),
        ]
        del simplex
        answer = milp(
            np.append(np.zeros(p), np.ones(k)),
            integrality=np.append(np.zeros(p), np.ones(k)),
            bounds=Bounds(np.append(self.low, np.zeros(k)), np.append(self.high, np.ones(k))),
            constraints=constraints,
            options={"time_limit": max(deadline - time.monotonic(), 0.01)},
        )
        if answer.status == 2:  # infeasible: no weights give such a level
            return len(rivals), None
        bound = int(np.ceil((answer.mip_dual_bound or 0.0) - 1e-6))
        return bound, self._centre() if answer.x is None else answer.x[:p]

    def _rows(self, scores: Floats, level: Floats | float) -> Floats:
        """Coefficients (m, p) of sum over present pillars of w (score - level)."""
        return np.nan_to_num(scores - level, nan=0.0)

    def _extreme(self, rows: Floats) -> Floats:
        """Highest value of each row's sum over the weights within the bounds (fractional knapsack)."""
        order = np.argsort(-rows, axis=1)
        room, left = (self.high - self.low)[order], 1 - self.low.sum()
        before = np.cumsum(room, axis=1) - room
        extra = np.clip(left - before, 0.0, room)
        return np.asarray((rows * self.low).sum(axis=1) + (np.take_along_axis(rows, order, 1) * extra).sum(axis=1))
