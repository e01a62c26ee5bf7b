"""Aggregation, coverage and contributions: published tables, libraries, identities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from pymcdm.methods import WPM, WSM
from pymcdm.normalizations import minmax_normalization
from skcriteria.agg.simple import wpm, wsm

from etl.index.aggregate import (
    AGGREGATORS,
    FLOOR,
    MEANS,
    a_arithmetic,
    a_copeland,
    a_geometric,
    a_harmonic,
    outranking,
)
from etl.index.levels import Rules, aggregate
from etl.index.scale import n_minmax, n_percentile
from tests.etl.index.matrices import matrices
from tests.etl.index.tai import FIVE, TAI, UP

# Handbook table 25, p. 106: 21 indicators rank a, b, c, d in four ways.
ORDERS_25 = {"abcd": 3, "acbd": 5, "bdca": 7, "cbda": 6}
TABLE_25 = np.array([[4.0 - order.index(place) for order in ORDERS_25] for place in "abcd"])
COUNTS_25 = np.array(list(ORDERS_25.values()), dtype=float)


def _random_case(
    x: np.ndarray, rules: Rules, seed: int = 3
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    scores = n_percentile(x, np.ones(x.shape[1], dtype=bool))
    pillar_of = np.sort(rng.integers(0, 3, x.shape[1]))
    return scores, pillar_of, rng.random(x.shape[1]) + 0.1, rng.random(3) + 0.1


def test_handbook_geometric_example() -> None:
    # p. 104: 21, 1, 1, 1 against 6, 6, 6, 6: equal sums, geometric 2.14 against 6; one unit more in
    # the second indicator makes 2.54 and 6.23.
    x = np.array([[21, 1, 1, 1], [6, 6, 6, 6], [21, 2, 1, 1], [6, 7, 6, 6]], dtype=float)
    assert_allclose(a_arithmetic(x, np.ones(4))[:2], [6, 6])
    assert_allclose(a_geometric(x, np.ones(4)), [2.14, 6, 2.54, 6.23], atol=0.006)


def test_harmonic_by_hand() -> None:
    assert_allclose(a_harmonic(np.array([[20.0, 60.0]]), np.array([1.0, 2.0])), [3 / (1 / 20 + 2 / 60)])


def test_handbook_table_36_outranking() -> None:
    printed = [
        [0, 0.5, 0.375, 0.75, 0.625],
        [0.5, 0, 0.5, 0.625, 0.625],
        [0.625, 0.5, 0, 0.75, 0.625],
        [0.25, 0.375, 0.25, 0, 0.75],
        [0.375, 0.375, 0.375, 0.25, 0],
    ]
    assert_allclose(outranking(FIVE, np.full(8, 1 / 8)), printed)
    # Finland and Sweden beat or lose to: F +2 -1, USA +2, S +3, Japan +1 -3, Korea -4.
    assert_allclose(a_copeland(FIVE, np.ones(8)), 50 + 50 * np.array([1, 2, 3, -2, -4]) / 4)


def test_handbook_table_27_condorcet() -> None:
    printed = np.array([[0, 8, 8, 8], [13, 0, 10, 21], [13, 11, 0, 14], [13, 0, 7, 0]])
    assert_allclose(outranking(TABLE_25, COUNTS_25) * 21, printed)
    # "the final ranking is c, b, d, a" (p. 107)
    assert_array_equal(np.argsort(-a_copeland(TABLE_25, COUNTS_25)), [2, 1, 3, 0])


def test_copeland_ties_and_gaps() -> None:
    x = np.array([[1.0, 2.0], [2.0, 1.0], [np.nan, np.nan], [5.0, np.nan]])
    # The first two tie with each other and lose to the last on the one thing they share with it.
    assert_allclose(a_copeland(x, np.array([1.0, 1.0])), [25, 25, np.nan, 100])
    assert_allclose(a_copeland(np.array([[7.0]]), np.array([1.0])), [50])


@given(matrices(rows=(2, 10), columns=(2, 6), holes=False), st.data())
def test_equals_pymcdm_and_scikit_criteria(x: np.ndarray, data: st.DataObject) -> None:
    weights = np.array(
        data.draw(st.lists(st.integers(1, 9), min_size=x.shape[1], max_size=x.shape[1])), dtype=float
    )
    weights /= weights.sum()
    types = np.ones(x.shape[1])
    varies = bool(np.all(np.ptp(x, axis=0) > 1e-9 * x.max(axis=0)))
    if varies:
        scores = n_minmax(x, types > 0, winsor=0)
        assert_allclose(
            a_arithmetic(scores, weights) / 100,
            WSM(minmax_normalization)(x, weights, types, validation=False),
            atol=1e-9,
        )
    positive = x % 97 + 2
    assert_allclose(a_arithmetic(positive, weights), wsm(positive, weights)[1], atol=1e-9)
    assert_allclose(np.log10(a_geometric(positive, weights)), wpm(positive, weights)[1], atol=1e-9)
    same = WPM(lambda column, cost=False: column)
    assert_allclose(
        a_geometric(positive, weights), same(positive, weights, types, validation=False), rtol=1e-9
    )


@pytest.mark.parametrize("name", AGGREGATORS)
@given(x=matrices())
def test_within_the_scores_and_weights_scale_free(name: str, x: np.ndarray) -> None:
    scores, _, weights, _ = _random_case(x, Rules())
    joined = AGGREGATORS[name](scores, weights)
    assert_allclose(joined, AGGREGATORS[name](scores, weights * 37), atol=1e-9)
    found = aggregate(scores, np.zeros(x.shape[1], dtype=int), weights, np.ones(1), Rules(name, name, 0.0, 0))
    known = np.concatenate([found.index, found.pillars[:, 0]])
    assert np.all(((known >= 0) & (known <= 100)) | np.isnan(known))
    if name in MEANS:
        rows = ~np.isnan(joined)
        held = scores if name == "arithmetic" else np.maximum(scores, FLOOR)
        assert np.all(joined[rows] <= np.nanmax(held[rows], axis=1) + 1e-9)
        assert np.all(joined[rows] >= np.nanmin(held[rows], axis=1) - 1e-9)


@pytest.mark.parametrize("name", AGGREGATORS)
@given(x=matrices(), raised=st.data())
def test_monotone_in_each_indicator(name: str, x: np.ndarray, raised: st.DataObject) -> None:
    scores, pillar_of, weights, outer = _random_case(x, Rules())
    i = raised.draw(st.integers(0, x.shape[0] - 1))
    j = raised.draw(st.integers(0, x.shape[1] - 1))
    better = scores.copy()
    better[i, j] = min(100.0, better[i, j] + 20)
    rules = Rules(name, name, pillar_share=0.0, pillars_needed=0)
    before = aggregate(scores, pillar_of, weights, outer, rules).index
    after = aggregate(better, pillar_of, weights, outer, rules).index
    assert np.isnan(before[i]) or after[i] >= before[i] - 1e-9


@pytest.mark.parametrize("name", AGGREGATORS)
@given(x=matrices())
def test_missing_never_acts_as_zero(name: str, x: np.ndarray) -> None:
    """An indicator that nobody states changes nothing; a mean over one score is that score."""
    scores, _, weights, _ = _random_case(x, Rules())
    with_hole = np.column_stack([scores, np.full(len(x), np.nan)])
    joined = AGGREGATORS[name](scores, weights)
    assert_allclose(AGGREGATORS[name](with_hole, np.append(weights, 5.0)), joined, atol=1e-9)
    if name in MEANS:
        alone = np.full((1, 3), np.nan)
        alone[0, 1] = 80.0
        assert_allclose(AGGREGATORS[name](alone, np.ones(3)), [80.0])


@pytest.mark.parametrize("inner", MEANS)
@pytest.mark.parametrize("outer", MEANS)
@given(x=matrices())
def test_pulls_sum_to_the_index_exactly(inner: str, outer: str, x: np.ndarray) -> None:
    scores, pillar_of, weights, pillar_weights = _random_case(x, Rules())
    rules = Rules(inner, outer, pillar_share=0.5, pillars_needed=2)
    found = aggregate(scores, pillar_of, weights, pillar_weights, rules)
    known = ~np.isnan(found.index)
    assert_allclose(50 + found.pull[known].sum(axis=1), found.index[known], atol=1e-8)
    assert_allclose(found.weight[known].sum(axis=1), 1, atol=1e-9)
    assert np.all(found.weight[np.isnan(scores)] == 0)
    # Any two places: the difference is the sum of the differences of their pulls.
    if known.sum() >= 2:
        a, b = np.flatnonzero(known)[:2]
        difference = (found.pull[a] - found.pull[b]).sum()
        assert_allclose(found.index[a] - found.index[b], difference, atol=1e-8)


@given(matrices())
def test_arithmetic_points_sum_to_the_score(x: np.ndarray) -> None:
    scores, pillar_of, weights, pillar_weights = _random_case(x, Rules())
    found = aggregate(scores, pillar_of, weights, pillar_weights, Rules(pillar_share=0.0, pillars_needed=1))
    points = (found.weight * np.nan_to_num(scores)).sum(axis=1)
    known = ~np.isnan(found.index)
    assert_allclose(points[known], found.index[known], atol=1e-9)


def test_coverage_thresholds_by_hand() -> None:
    nan = np.nan
    # Two pillars of 5 and 2 indicators; 40 % of five are two.
    scores = np.array(
        [[80, 60, nan, nan, nan, 40, 20], [90, nan, nan, nan, nan, 50, nan], [50, 50, 50, 50, 50, nan, nan]]
    )
    pillar_of = np.array([0, 0, 0, 0, 0, 1, 1])
    found = aggregate(scores, pillar_of, np.ones(7), np.ones(2), Rules(pillars_needed=2))
    assert_allclose(found.pillar_coverage, [[0.4, 1.0], [0.2, 0.5], [1.0, 0.0]])
    assert_array_equal(found.pillar_reached, [[True, True], [False, True], [True, False]])
    assert_array_equal(found.ranked, [True, False, False])
    # Scores are kept: the second place's is over all it has, in brackets.
    assert_allclose(found.index, [50, 70, 50])
    assert_allclose(found.rank, [1, nan, nan])


def test_a_veto_takes_the_rank_and_not_the_score() -> None:
    scores = np.array([[90.0], [80.0], [70.0]])
    barred = np.array([True, False, False])
    found = aggregate(scores, np.array([0]), np.ones(1), np.ones(1), Rules(pillars_needed=1), barred)
    assert_allclose(found.index, [90, 80, 70])
    assert_allclose(found.rank, [np.nan, 1, 2])


def test_weight_zero_takes_no_part() -> None:
    scores = np.array([[90.0, 10.0, 50.0], [80.0, np.nan, 60.0]])
    found = aggregate(
        scores, np.array([0, 0, 1]), np.array([1.0, 0.0, 1.0]), np.array([1.0, 0.0]), Rules(pillars_needed=1)
    )
    assert_allclose(found.index, [90, 80])
    assert_allclose(found.pillar_coverage, [[1, 0], [1, 0]])


def test_handbook_table_38_leaders() -> None:
    """Min-Max of table A.2 and equal weights: the same first three, and last three, as printed.

    The printed ranking rests on data for Norway, Korea and Singapore that table A.2 does not hold.
    """
    index = a_arithmetic(n_minmax(TAI, UP, winsor=0), np.ones(8))
    order = np.argsort(-index)
    assert set(order[:3]) == {0, 1, 2}
    assert set(order[-3:]) == {20, 21, 22}
