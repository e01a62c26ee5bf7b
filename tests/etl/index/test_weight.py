"""Weights: published table, pymcdm and scikit-criteria, and what all weights must be."""

from __future__ import annotations

import numpy as np
import pymcdm.weights
import pytest
import skcriteria.preprocessing.weighters as skc
from hypothesis import assume, given
from numpy.testing import assert_allclose, assert_array_equal

from etl.index.weight import correlations, varimax, w_budget, w_critic, w_entropy, w_equal, w_given, w_pca
from tests.etl.index.matrices import matrices
from tests.etl.index.tai import TAI, UP


def test_handbook_table_16_and_18_principal_components() -> None:
    # Table 16, p. 90: share of variance of the eight components; the first four are kept.
    values = np.linalg.eigvalsh(correlations(TAI))[::-1]
    # 6.0 is printed where these (rounded) data give 5.9.
    assert_allclose(values / 8 * 100, [41.9, 21.8, 12.3, 11.1, 6.0, 3.7, 2.2, 0.9], atol=0.12)
    # Table 18, p. 91, column PC. Royalties 0.152, exports 0.074: within half a unit as printed.
    assert_allclose(w_pca(TAI, UP, factors=4), [0.17, 0.15, 0.11, 0.07, 0.08, 0.12, 0.14, 0.16], atol=0.0052)


def test_handbook_table_17_rotated_loadings() -> None:
    values, vectors = np.linalg.eigh(correlations(TAI))
    squared = varimax(vectors[:, ::-1][:, :4] * np.sqrt(values[::-1][:4])) ** 2
    # Expl.Var of table 17: 2.64, 1.39, 1.19, 1.76 of the four factors, from data before rounding.
    assert_allclose(sorted(squared.sum(axis=0)), [1.19, 1.39, 1.76, 2.64], atol=0.025)


@given(matrices(rows=(3, 12), columns=(2, 6), holes=False))
def test_equals_pymcdm_and_scikit_criteria(x: np.ndarray) -> None:
    x = x + 1.0  # pymcdm refuses 0
    assume(np.all(np.ptp(x, axis=0) > 1e-3 * x.max(axis=0)))
    assert_allclose(w_entropy(x), pymcdm.weights.entropy_weights(x), atol=1e-9)
    assert_allclose(w_entropy(x), skc.entropy_weights(x), atol=1e-9)
    # Of nearly equal columns, 1 - r is the rounding error of r, in every library another.
    assume(np.all(np.abs(np.corrcoef(x.T)[np.triu_indices(x.shape[1], 1)]) < 0.999))
    up = np.ones(x.shape[1], dtype=bool)
    theirs = skc.critic_weights(x, np.ones(x.shape[1]))
    assume(np.all(np.isfinite(theirs)))
    assert_allclose(w_critic(x, up), theirs, atol=1e-9)
    assert_allclose(w_critic(x, up), pymcdm.weights.critic_weights(x), atol=1e-9)


def test_critic_turns_indicators_where_less_is_better() -> None:
    up = np.array([True, False, True, True, False, True, True, True])
    assert_allclose(w_critic(TAI, up), skc.critic_weights(TAI, np.where(up, 1, -1)), atol=1e-9)


def test_entropy_by_hand() -> None:
    # Column 1 even: H = ln 2, no weight. Column 2: shares 1 and 0: H = 0. Column 3: 3/4 and 1/4.
    x = np.array([[5.0, 8.0, 3.0], [5.0, 0.0, 1.0]])
    third = 1 + (0.75 * np.log(0.75) + 0.25 * np.log(0.25)) / np.log(2)
    assert_allclose(w_entropy(x), np.array([0, 1, third]) / (1 + third), atol=1e-12)
    with pytest.raises(ValueError, match="negative"):
        w_entropy(np.array([[-1.0], [2.0]]))


def test_budget_allocation_by_hand() -> None:
    # Shares (0.5, 0.3, 0.2) and (0.2, 0.2, 0.6), whatever the size of the budget.
    points = [[50, 30, 20], [2, 2, 6]]
    assert_allclose(w_budget(points), [0.35, 0.25, 0.40])
    with pytest.raises(ValueError, match="weights"):
        w_budget([[50, 50], [0, 0]])


@pytest.mark.parametrize("bad", [[1, -1], [0, 0], [np.nan, 1], [np.inf, 1]])
def test_given_weights_refused(bad: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        w_given(bad)


@given(matrices())
def test_weights_are_weights_with_any_holes(x: np.ndarray) -> None:
    up = np.ones(x.shape[1], dtype=bool)
    for weights in (w_entropy(x), w_critic(x, up), w_pca(x, up), w_equal(x.shape[1])):
        assert weights.shape == (x.shape[1],)
        assert np.all(weights >= 0)
        assert_allclose(weights.sum(), 1, atol=1e-12)


def test_correlations_use_the_places_that_state_both() -> None:
    x = np.array(
        [[1.0, 2.0, 5.0], [2.0, 4.0, 5.0], [3.0, 6.0, 5.0], [9.0, np.nan, 5.0], [np.nan, 1.0, np.nan]]
    )
    found = correlations(x)
    assert_allclose(found[0, 1], 1.0)
    assert np.isnan(found[0, 2])  # does not vary
    assert_array_equal(found, found.T)
    assert_allclose(correlations(TAI), np.corrcoef(TAI.T), atol=1e-12)
