"""Normalisation: published tables, pymcdm and scikit-criteria, and identities on random matrices."""

from __future__ import annotations

import numpy as np
import pymcdm.helpers
import pymcdm.normalizations
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from skcriteria.preprocessing.scalers import StandarScaler, matrix_scale_by_cenit_distance
from skcriteria.utils.rank import rank_values

from etl.index.ranks import competition_rank, rank_rows
from etl.index.scale import MIDDLE, NORMALISERS, n_goalposts, n_minmax, n_percentile, n_rank, n_zscore
from tests.etl.index.matrices import matrices
from tests.etl.index.tai import TAI, UP

RELATIVE = {name: f for name, f in NORMALISERS.items() if name != "goalposts"}
SCHOOLING = 6
# Handbook table 15, p. 87: rank (1 = lowest), z-score and Min-Max of mean years of schooling.
RANK_15 = [15, 23, 19, 12, 17, 9, 9, 20, 18, 1, 16, 22, 9, 8, 21, 6, 5, 14, 4, 3, 12, 7, 1]
Z_15 = [0.26, 1.52, 1.14, -0.06, 0.76, -0.12, -0.12, 1.27, 0.83, -1.58, 0.38, 1.46]
Z_15 += [-0.12, -0.19, 1.33, -0.76, -1.08, 0.00, -1.46, -1.52, -0.06, -0.31, -1.58]
MINMAX_15 = [0.59, 1.00, 0.88, 0.49, 0.76, 0.47, 0.47, 0.92, 0.78, 0.00, 0.63, 0.98]
MINMAX_15 += [0.47, 0.45, 0.94, 0.27, 0.16, 0.51, 0.04, 0.02, 0.49, 0.41, 0.00]


def test_handbook_table_15() -> None:
    # The table rounds from unrounded data: half a unit in the last place, and 1.525 printed as 1.52.
    assert_allclose(n_minmax(TAI, UP, winsor=0)[:, SCHOOLING] / 100, MINMAX_15, atol=0.0051)
    z = (n_zscore(TAI, UP)[:, SCHOOLING] - MIDDLE) * 3 / 50
    assert_allclose(z, Z_15, atol=0.0051)
    assert_array_equal(rank_rows(TAI.T, "min")[SCHOOLING] + 1, RANK_15)


def test_percentile_by_hand() -> None:
    x = np.array([[10.0], [20.0], [20.0], [40.0], [np.nan]])
    # Ranks 1, 2.5, 2.5, 4 of 4: (r - 1) / 3.
    assert_allclose(n_percentile(x, np.array([True]))[:, 0], [0, 50, 50, 100, np.nan])
    assert_allclose(n_percentile(x, np.array([False]))[:, 0], [100, 50, 50, 0, np.nan])
    # 30 lies halfway between the scores of 20 and 40; 5 and 99 lie outside.
    at = np.array([[30.0], [5.0], [99.0], [np.nan]])
    assert_allclose(n_percentile(x, np.array([True]), at=at)[:, 0], [75, 0, 100, np.nan])


def test_rank_takes_ties_as_one_step() -> None:
    x = np.array([[1.0], [2.0], [2.0], [2.0], [9.0]])
    assert_allclose(n_rank(x, np.array([True]))[:, 0], [0, 50, 50, 50, 100])


def test_winsorised_by_hand() -> None:
    x = np.arange(101.0)[:, None]
    score = n_minmax(x, np.array([True]), winsor=0.1)[:, 0]
    assert_allclose(score[[0, 10, 50, 90, 100]], [0, 0, 50, 100, 100])
    with pytest.raises(ValueError, match="winsor"):
        n_minmax(x, np.array([True]), winsor=0.5)


def test_goalposts_by_hand_and_their_errors() -> None:
    x = np.array([[50.0, 50.0], [0.0, 120.0]])
    score = n_goalposts(x, np.array([True, False]), low=np.array([40.0, 0.0]), high=np.array([80.0, 100.0]))
    assert_allclose(score, [[25, 50], [0, 0]])
    with pytest.raises(ValueError, match="goalposts"):
        n_goalposts(x, np.array([True, True]), low=np.array([1.0, 1.0]), high=np.array([2.0, 1.0]))
    with pytest.raises(ValueError, match="goalposts"):
        n_goalposts(x, np.array([True, True]))


@given(matrices(holes=False), st.data())
def test_equals_pymcdm_and_scikit_criteria(x: np.ndarray, data: st.DataObject) -> None:
    higher = np.array(data.draw(st.lists(st.booleans(), min_size=x.shape[1], max_size=x.shape[1])))
    varies = np.ptp(x, axis=0) > 1e-9 * np.abs(x).max(axis=0)  # the libraries differ on constants
    x, higher = x[:, varies], higher[varies]
    types = np.where(higher, 1, -1)
    ours = n_minmax(x, higher, winsor=0) / 100
    for j in range(x.shape[1]):
        theirs = pymcdm.normalizations.minmax_normalization(x[:, j], cost=not higher[j])
        assert_allclose(ours[:, j], theirs, atol=1e-9)
        ranks = pymcdm.helpers.rankdata(x[:, j] * types[j])
        assert_allclose(n_percentile(x, higher)[:, j], (ranks - 1) / (len(x) - 1) * 100, atol=1e-9)
        dense = rank_values(x[:, j] * types[j])
        assert_allclose(n_rank(x, higher)[:, j], (dense - 1) / (dense.max() - 1) * 100, atol=1e-9)
    assert_allclose(ours, matrix_scale_by_cenit_distance(x, types), atol=1e-9)


def test_zscore_equals_scikit_criteria_which_divides_by_n() -> None:
    theirs = StandarScaler(target="matrix")._transform_matrix(TAI)
    ours = (n_zscore(TAI, UP, ddof=0) - 50) * 3 / 50
    inside = np.abs(theirs) < 3
    assert_allclose(ours[inside], theirs[inside], atol=1e-9)
    assert inside.mean() > 0.98


@pytest.mark.parametrize("name", RELATIVE)
@given(x=matrices())
def test_scores_within_bounds_and_missing_stays_missing(name: str, x: np.ndarray) -> None:
    score = RELATIVE[name](x, np.ones(x.shape[1], dtype=bool))
    assert_array_equal(np.isnan(score), np.isnan(x))
    known = score[~np.isnan(score)]
    assert np.all((known >= 0) & (known <= 100))


@pytest.mark.parametrize("name", RELATIVE)
@given(x=matrices())
def test_turning_the_direction_turns_the_score(name: str, x: np.ndarray) -> None:
    up = np.ones(x.shape[1], dtype=bool)
    assert_allclose(RELATIVE[name](x, ~up), 100 - RELATIVE[name](x, up), atol=1e-9)


@pytest.mark.parametrize("name", RELATIVE)
@given(x=matrices())
def test_order_of_values_is_the_order_of_scores(name: str, x: np.ndarray) -> None:
    score = RELATIVE[name](x, np.ones(x.shape[1], dtype=bool))
    for values, scores in zip(x.T, score.T, strict=True):
        known = ~np.isnan(values)
        order = np.argsort(values[known], kind="stable")
        assert np.all(np.diff(scores[known][order]) >= -1e-9)


@pytest.mark.parametrize("name", RELATIVE)
@given(x=matrices())
def test_a_missing_value_is_as_if_the_place_were_absent(name: str, x: np.ndarray) -> None:
    up = np.ones(x.shape[1], dtype=bool)
    score = RELATIVE[name](x, up)
    for j in range(x.shape[1]):
        present = ~np.isnan(x[:, j])
        alone = RELATIVE[name](x[present][:, [j]], up[[j]])
        assert_allclose(score[present, j], alone[:, 0], atol=1e-9)


@pytest.mark.parametrize("name", RELATIVE)
@given(x=matrices())
def test_one_scale_for_stacked_years(name: str, x: np.ndarray) -> None:
    up = np.ones(x.shape[1], dtype=bool)
    half = len(x) // 2
    assert_allclose(RELATIVE[name](x, up, at=x[half:]), RELATIVE[name](x, up)[half:], atol=1e-9)


@given(matrices(), matrices())
def test_a_place_at_the_bottom_reorders_nobody_under_goalposts(x: np.ndarray, other: np.ndarray) -> None:
    columns = min(x.shape[1], other.shape[1])
    low, high, up = np.zeros(columns), np.full(columns, 1e6), np.ones(columns, dtype=bool)
    before = n_goalposts(x[:, :columns], up, low=low, high=high)
    after = n_goalposts(np.vstack([x[:, :columns], np.zeros((1, columns))]), up, low=low, high=high)
    assert_array_equal(before, after[:-1])


def test_no_variation_is_no_judgement() -> None:
    x = np.array([[3.0, 7.0], [3.0, np.nan], [3.0, np.nan]])
    for normalise in RELATIVE.values():
        assert_array_equal(normalise(x, np.array([True, False])), [[50, 50], [50, np.nan], [50, np.nan]])


def test_competition_rank_shares_the_better_rank() -> None:
    assert_array_equal(competition_rank(np.array([7.0, 9.0, 7.0, np.nan, 1.0])), [2, 1, 2, np.nan, 4])
