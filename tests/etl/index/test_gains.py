"""Gains: against the index itself, computed anew with the changed value."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.index.aggregate import COPELAND, MEANS
from etl.index.build import Result, compute
from etl.index.gains import HALVINGS, PAST, smallest_gains
from etl.index.levels import Rules
from etl.index.matrix import Matrix
from etl.index.scenario import Normalise, Scenario
from tests.etl.index.matrices import matrices

MONOTONE = ("percentile", "rank", "minmax")


def _matrix(x: np.ndarray, higher: np.ndarray | None = None) -> Matrix:
    n, k = x.shape
    up = np.ones(k, dtype=bool) if higher is None else higher
    return Matrix(
        tuple(f"p{i}" for i in range(n)),
        tuple(f"p{i}" for i in range(n)),
        np.ones(n, dtype=bool),
        tuple(f"i{j}" for j in range(k)),
        ("a", "b"),
        np.arange(k) % 2,
        up,
        np.array([1.0, 2.0]),
        *(x, x, x, np.ones(x.shape)),
    )


def _result(x: np.ndarray, method: str, join: str, higher: np.ndarray | None = None) -> Result:
    rules = Rules(join, join, pillar_share=0.0, pillars_needed=1)
    scenario = Scenario("s", "s", "s", "s", "s", min_places=1, rules=rules, normalise=Normalise(method, 0.0))
    return compute(_matrix(x, higher), scenario)


def _rank_with(result: Result, place: int, indicator: int, value: float) -> float:
    x = result.matrix.value.copy()
    x[place, indicator] = value
    changed = compute(replace(result.matrix, value=x), result.scenario)
    return float(changed.index.rank[place])


def test_by_hand() -> None:
    # One indicator a pillar; b weighs two thirds. Percentiles of (a, b): place 0 has (0, 50), place 1
    # (100, 0), place 2 (50, 100): index 33.3, 33.3, 83.3, so 0 and 1 share rank 2. To be first, place 0
    # must pass the best of a: then it has 66.7, as has place 2, which falls to 0 there (drawing level
    # gives 58.3 against 66.7); or pass the best of b: 66.7 against 50 (level: 50 against 66.7).
    result = _result(np.array([[1.0, 20.0], [3.0, 10.0], [2.0, 30.0]]), "percentile", "arithmetic")
    assert list(result.index.rank) == [2, 2, 1]
    found = smallest_gains(result, 0)
    assert list(found.target) == [3, 30]
    assert list(found.beyond) == [True, True]
    assert list(found.rank) == [1, 1]
    assert list(found.passed) == [2, 1]


@given(
    matrices(rows=(3, 9), columns=(2, 6)),
    st.sampled_from(MONOTONE),
    st.sampled_from(sorted(MEANS)),
    st.integers(0, 63),
)
def test_the_target_gains_and_less_does_not(x: np.ndarray, method: str, join: str, up: int) -> None:
    x = np.round(x, 2)  # bisection tells apart what lies a millionth of the way from the next
    x[x > 1e4] = 1e4
    higher = np.array([bool(up >> j & 1) for j in range(x.shape[1])])
    result = _result(x, method, join, higher)
    for place in np.flatnonzero(result.index.ranked)[-2:]:
        found = smallest_gains(result, int(place))
        for j in np.flatnonzero(~np.isnan(found.target)):
            now, target = x[place, j], found.target[j]
            way = target - now
            if abs(way) < 1.01e4 / 2**HALVINGS:  # ahead of an equal by any step: bisection ends at its last
                continue
            assert (way > 0) == higher[j]
            rank = _rank_with(result, int(place), j, target + PAST * way)
            assert rank < result.index.rank[place]
            assert rank <= found.rank[j]
            assert _rank_with(result, int(place), j, now + 0.999 * way) == result.index.rank[place]


def test_where_there_is_no_gain_the_best_value_gives_none() -> None:
    rng = np.random.default_rng(5)
    x = rng.random((8, 6)).round(2)
    result = _result(x, "percentile", "arithmetic")
    for place in range(8):
        found = smallest_gains(result, place)
        for j in np.flatnonzero(np.isnan(found.target)):
            assert _rank_with(result, place, j, x[:, j].max()) == result.index.rank[place]


def test_the_first_and_the_missing_have_nothing_to_gain() -> None:
    x = np.array([[9.0, 9.0, 9.0, np.nan], [1.0, 2.0, 3.0, np.nan], [1.0, 1.0, 2.0, 5.0]])
    result = _result(x, "percentile", "arithmetic")
    assert np.isnan(smallest_gains(result, 0).target).all()
    assert np.isnan(smallest_gains(result, 1).target[3])


def test_no_rank_and_no_scores_are_refused() -> None:
    result = _result(np.array([[1.0, 2.0], [3.0, 1.0], [np.nan, np.nan]]), "percentile", "arithmetic")
    with pytest.raises(ValueError, match="no rank"):
        smallest_gains(result, 2)
    pairwise = replace(result, scenario=replace(result.scenario, rules=Rules(index_method=COPELAND)))
    with pytest.raises(ValueError, match="Copeland"):
        smallest_gains(pairwise, 0)
