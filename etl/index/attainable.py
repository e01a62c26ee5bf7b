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

import ctypes
import heapq
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from etl.index.ranks import Floats, Ints

TIE: Final = 1e-4
"""Points by which a rival must lead to be ahead: well above what the solver may be off."""
NODES: Final = 5000
"""Limit of the solver's own search in one program."""
CORNERS: Final = 500
MIXTURES: Final = 20_000
SLACK: Final = 1e-5
"""Allowance for the solver's tolerance when a solution is counted."""


@dataclass(frozen=True, slots=True)
class Attainable:
    """An extreme rank: attained with ``weights`` (p,), and none beyond ``bound`` is possible."""

    rank: int
    bound: int
    weights: Floats

    @property
    def exact(self) -> bool:
        """True where the attained rank is proven to be the extreme one."""
        return self.rank == self.bound


def extreme_rank(
    pillars: Floats, low: Floats, high: Floats, place: int, best: bool = True, effort: int = 30
) -> Attainable:
    """Best (or worst) rank of ``place`` among the rows of ``pillars`` (n, p), NaN where missing.

    ``low`` and ``high`` (p,) bound each pillar's share of the total; shares sum to 1. ``effort`` is
    the number of programs solved at most, a limit that gives the same answer on every machine, as
    one on time would not; what is proven by then is returned. Raises
    ``ValueError`` when no weights meet the bounds, or the place has no score.
    """
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    if low.sum() > 1 + 1e-9 or high.sum() < 1 - 1e-9 or np.any(low > high) or np.any(low < 0):
        raise ValueError(
            "no weights meet the bounds: the lower ends must sum to at most 1, the upper to at least 1"
        )
    if np.isnan(pillars[place]).all():
        raise ValueError("the place has no score")
    others = ~np.isnan(pillars).all(axis=1) & (np.arange(len(pillars)) != place)
    rivals = np.flatnonzero(others)
    # Worst: on turned scores, the fewest rivals that are not ahead.
    scores = pillars if best else 100.0 - pillars
    search = _Search(scores[place], scores[rivals], low, high, TIE if best else -TIE)
    count, bound, weights = search.run(effort)
    if best:
        return Attainable(1 + count, 1 + bound, weights)
    return Attainable(1 + rivals.size - count, 1 + rivals.size - bound, weights)


@dataclass(frozen=True, slots=True)
class _Search:
    """Fewest rivals whose score exceeds the place's by more than ``lead``, over the weights allowed."""

    own: Floats
    rivals: Floats
    low: Floats
    high: Floats
    lead: float

    def run(self, effort: int) -> tuple[int, int, Floats]:
        """(rivals counted at the weights found, proven lower bound, weights)."""
        linear = bool((np.isnan(self.rivals) == np.isnan(self.own)).all())
        found, weights = self._try(self._sample())
        settled = len(self.rivals)  # lowest bound among levels that are not split further
        heap = [(0, float(np.nanmin(self.own)), float(np.nanmax(self.own)))]
        while heap and heap[0][0] < found and effort > 0:
            effort -= 1
            _, start, end = heapq.heappop(heap)
            bound, attempt = self._solve(start, end, linear)
            if attempt is None:  # no weights bring the place's score to such a level
                continue
            found, weights = min((found, weights), self._try(attempt[None]), key=lambda pair: pair[0])
            if linear or end - start < TIE:
                settled = min(settled, bound)
            elif bound < found:
                middle = (start + end) / 2
                heapq.heappush(heap, (bound, start, middle))
                heapq.heappush(heap, (bound, middle, end))
        open_bound = heap[0][0] if heap else found
        return found, min(found, settled, open_bound), weights

    def _sample(self) -> Floats:
        """Weights (m, p) within the bounds, corners and mixtures of corners: a start worth beating."""
        rng = np.random.default_rng(0)
        corners = self._fill(rng.random((CORNERS, self.low.size)))
        mixed = corners[rng.integers(CORNERS, size=(MIXTURES, 3))]
        shares = rng.dirichlet(np.ones(3), MIXTURES)
        return np.vstack([corners, (mixed * shares[:, :, None]).sum(axis=1)])

    def _fill(self, wish: Floats) -> Floats:
        """Corners (m, p): lower ends, and what is left to the most wished for first, up to its bound."""
        order: Ints = np.argsort(-wish, axis=1)
        room = (self.high - self.low)[order]
        extra = np.clip(1 - self.low.sum() - (np.cumsum(room, axis=1) - room), 0.0, room)
        out = np.empty(wish.shape)
        np.put_along_axis(out, order, extra, axis=1)
        return self.low + out

    def _try(self, weights: Floats) -> tuple[int, Floats]:
        """(fewest rivals counted, weights (p,)) among the ``weights`` (m, p)."""
        undefined = -np.inf if self.lead > 0 else np.inf
        level = self._index(self.own[None], weights, np.nan)
        lead = self._index(self.rivals, weights, undefined) - level
        counts = (~(lead <= self.lead + SLACK)).sum(axis=1)
        return int(counts.min()), weights[int(counts.argmin())]

    def _index(self, scores: Floats, weights: Floats, undefined: float) -> Floats:
        """Index (m, n) of ``scores`` (n, p); ``undefined`` for a place left without weight."""
        total = weights @ (~np.isnan(scores)).T
        joined = weights @ np.nan_to_num(scores).T
        return np.where(total > 1e-12, joined / np.maximum(total, 1e-12), undefined)

    def _solve(self, start: float, end: float, linear: bool) -> tuple[int, Floats | None]:
        """Bound and weights for levels of the place's score in [start, end]; None where there are none.

        A rival counts unless sum over its pillars of w (score - level - lead) <= 0; for an interval
        the highest level is taken, which can only count fewer.
        """
        gain = np.nan_to_num(self.rivals - ((self.own if linear else end) + self.lead))
        top = (self._fill(gain) * gain).sum(axis=1)  # the most that each can reach
        able = np.flatnonzero(top > 0)
        p, k = self.low.size, able.size
        pad = np.zeros(k)
        rows = [
            LinearConstraint(np.append(np.ones(p), pad)[None], 1, 1),
            LinearConstraint(np.append(np.nan_to_num(self.own - start), pad)[None], 0, np.inf),
            LinearConstraint(np.append(np.nan_to_num(self.own - end), pad)[None], -np.inf, 0),
        ]
        if k:
            rows.append(LinearConstraint(np.hstack([gain[able], -np.diag(top[able])]), -np.inf, 0))
        counted = np.append(np.zeros(p), np.ones(k))
        _hush_solver()
        answer = milp(
            counted,
            integrality=counted,
            bounds=Bounds(np.append(self.low, pad), np.append(self.high, np.ones(k))),
            constraints=rows,
            options={"node_limit": NODES, "presolve": False},
        )
        if answer.x is None and answer.status != 1:  # 1: stopped at a limit
            return len(self.rivals), None
        bound = int(np.ceil((answer.mip_dual_bound or 0.0) - 1e-6))
        return max(bound, 0), self.low if answer.x is None else answer.x[:p]


@cache
def _hush_solver() -> None:
    """Send what C code prints to nowhere, for good: HiGHS has a stray ``printf`` that no option stops.

    Python writes to the file descriptor itself, so nothing of ours passes through C's ``stdout``; to
    point the descriptor elsewhere while a program is solved would swallow what other threads print.
    Only the GNU C library lets the stream be replaced; elsewhere HiGHS is heard.
    """
    c = ctypes.CDLL(None)
    c.fopen.restype = ctypes.c_void_p
    with suppress(ValueError):  # no such variable
        ctypes.c_void_p.in_dll(c, "stdout").value = c.fopen(os.devnull.encode(), b"w")
