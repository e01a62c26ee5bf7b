"""Attainable ranks: by hand, and never beaten by a fine grid of all weights."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from etl.index.attainable import TIE, extreme_rank
from tests.etl.index.matrices import matrices

GRID = np.array([(a, b, 40 - a - b) for a in range(41) for b in range(41 - a)]) / 40.0
"""All weights of three pillars in steps of 1/40."""


def _grid_ranks(pillars: np.ndarray, weights: np.ndarray, place: int) -> np.ndarray:
    known = ~np.isnan(pillars)
    total = weights @ known.T
    index = np.where(total > 0, (weights @ np.nan_to_num(pillars).T) / np.where(total > 0, total, 1), -np.inf)
    defined = total[:, place] > 0
    return 1 + (index[defined] > index[defined][:, [place]] + 2 * TIE).sum(axis=1)


def test_by_hand() -> None:
    # B beats A by pillar 1, A beats B by pillar 2, C is behind both everywhere.
    pillars = np.array([[40.0, 80.0], [60.0, 50.0], [10.0, 10.0]])
    free = (np.zeros(2), np.ones(2))
    assert extreme_rank(pillars, *free, 0).rank == 1
    assert extreme_rank(pillars, *free, 0, best=False).rank == 2
    assert extreme_rank(pillars, *free, 2).rank == 3
    # A leads where 30 w2 > 20 w1, that is w1 < 0.6.
    bounded = np.array([0.61, 0.0]), np.array([1.0, 0.39])
    assert extreme_rank(pillars, *bounded, 0).rank == 2


def test_beating_each_rival_is_not_beating_all_at_once() -> None:
    """Pairwise linear programs would promise rank 1; no weights give it (the reason for the program)."""
    pillars = np.array([[50.0, 50.0], [90.0, 20.0], [20.0, 90.0]])
    assert extreme_rank(pillars, np.zeros(2), np.ones(2), 0).rank == 2
    for rival in (1, 2):
        pair = pillars[[0, rival]]
        assert extreme_rank(pair, np.zeros(2), np.ones(2), 0).rank == 1


@settings(max_examples=40, deadline=None)
@given(matrices(rows=(2, 7), columns=(3, 3)), st.booleans())
def test_no_weights_go_beyond(x: np.ndarray, best: bool) -> None:
    pillars = np.where(np.isnan(x), np.nan, x % 101)
    if np.isnan(pillars[0]).all():
        return
    low, high = np.full(3, 0.1), np.full(3, 0.6)
    weights = GRID[np.all((low - 1e-9 <= GRID) & (high + 1e-9 >= GRID), axis=1)]
    found = extreme_rank(pillars, low, high, 0, best)
    seen = _grid_ranks(pillars, weights, 0)
    assert np.all(found.weights >= low - 1e-6)
    assert np.all(found.weights <= high + 1e-6)
    assert_allclose(found.weights.sum(), 1, atol=1e-6)
    if best:
        assert found.bound <= found.rank
        assert found.bound <= seen.min()
    else:
        assert found.bound >= found.rank
        assert found.bound >= seen.max()
    if found.exact:
        assert found.rank <= seen.min() if best else found.rank >= seen.max()


def test_same_answer_twice_and_exact_without_holes() -> None:
    pillars = np.random.default_rng(3).uniform(0, 100, (30, 8))
    low, high = np.full(8, 0.5 / 8), np.full(8, 2 / 8)
    for place in range(4):
        first = extreme_rank(pillars, low, high, place)
        assert first.exact
        assert first.rank == extreme_rank(pillars, low, high, place).rank


@pytest.mark.parametrize(
    ("low", "high"), [([0.6, 0.6], [1, 1]), ([0, 0], [0.4, 0.4]), ([0.5, 0.4], [0.4, 0.6])]
)
def test_impossible_bounds_refused(low: list[float], high: list[float]) -> None:
    with pytest.raises(ValueError, match="bounds"):
        extreme_rank(np.ones((2, 2)), np.array(low), np.array(high), 0)


def test_a_place_without_a_score_refused() -> None:
    with pytest.raises(ValueError, match="no score"):
        extreme_rank(np.array([[np.nan, np.nan], [1, 2]]), np.zeros(2), np.ones(2), 0)


def test_the_solver_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(5)  # a case in which HiGHS repairs a solution, and says so past Python
    pillars = rng.uniform(0, 100, (8, 5))
    pillars[rng.random((8, 5)) < 0.35] = np.nan
    extreme_rank(pillars, np.full(5, 0.1), np.full(5, 0.4), 2, best=False, effort=10)
    print("ours")  # noqa: T201 - what Python prints still arrives
    ctypes.CDLL(None).fflush(None)
    assert capfd.readouterr().out == "ours\n"
