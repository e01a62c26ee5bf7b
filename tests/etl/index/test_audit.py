"""The audit finds what was put there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from etl.index.audit import (
    audit,
    correlated_pairs,
    coverage,
    effective_weights,
    naming_agreement,
    outlier_influence,
    places_by_threshold,
)
from etl.index.build import compute
from etl.index.matrix import Matrix, build_matrix
from etl.index.scenario import parse_scenario
from tests.etl.index.edition import CODES, SCENARIO, edition


def _matrix(value: np.ndarray, pillar_of: list[int]) -> Matrix:
    n, k = value.shape
    codes = tuple(f"11{i:04d}" for i in range(n))
    inside = np.ones(n, dtype=bool)
    ids = tuple("abcdefgh"[:k])
    pillars = tuple(f"p{i}" for i in range(max(pillar_of) + 1))
    up = np.ones(k, dtype=bool)
    weights, sure = np.ones(len(pillars)), np.ones(value.shape)
    return Matrix(
        codes, codes, inside, ids, pillars, np.array(pillar_of), up, weights, value, value, value, sure
    )


def _result(value: np.ndarray, pillar_of: list[int]):
    rules = {"pillar_share": 0.0, "pillars_needed": 1}
    scenario = parse_scenario({**SCENARIO, "rules": rules, "normalise": {"method": "minmax", "winsor": 0.0}})
    return compute(_matrix(value, pillar_of), scenario)


def test_redundant_and_contrary_pairs() -> None:
    rng = np.random.default_rng(2)
    a = rng.random(40)
    value = np.column_stack([a, a * 3 + 1, 1 - a + 0.1 * rng.random(40), rng.random(40)])
    pairs = correlated_pairs(_result(value, [0, 0, 0, 1])).set_index(["a", "b"])
    assert pairs.loc[("a", "b"), "verdict"] == "redundant"
    assert pairs.loc[("a", "c"), "verdict"] == "contrary"
    assert pairs.loc[("a", "d"), "verdict"] == ""
    assert pairs.loc[("a", "b"), "places"] == 40


def test_effective_weights_of_independent_pillars_follow_their_variance() -> None:
    rng = np.random.default_rng(3)
    value = np.column_stack([rng.random(4000), rng.random(4000) ** 8])
    weights = effective_weights(_result(value, [0, 1])).set_index("pillar_id")
    variance = value.var(axis=0, ddof=1) / np.ptp(value, axis=0) ** 2
    # Independent parts: each explains its share of the variance of the sum.
    assert_allclose(weights["linear"], variance / variance.sum(), atol=0.03)
    assert_allclose(weights["nominal"], 0.5)
    assert_allclose(weights["effective"].sum(), 1)


def test_few_places_get_no_curve() -> None:
    value = np.random.default_rng(4).random((6, 2))
    weights = effective_weights(_result(value, [0, 1]))
    assert_allclose(weights["linear"], weights["smooth"])


def test_outliers_that_move_ranks_are_named() -> None:
    value = np.column_stack([np.arange(12.0), np.arange(12.0)[::-1]])
    value[4, 0] = 1000.0
    found = outlier_influence(_result(value, [0, 1]))
    assert list(found["place_code"]) == ["110004"]
    assert found["mean_shift"].iloc[0] > 0


def test_naming_agreement_counts_only_places_with_a_complete_list() -> None:
    value = np.arange(6.0)[:, None]
    result = _result(value, [0])
    codes = list(result.matrix.place_codes)
    places = pd.DataFrame({"place_code": codes, "province_code": ["A"] * 5 + ["B"]})
    titles = pd.DataFrame(
        {"place_code": [codes[4], codes[2]], "level": "national", "year": 2020, "complete_list": True}
    )
    found = naming_agreement(result, titles, places, 2020)
    assert (found.named, found.rest) == (2, 3)
    # Pairs (4 over 0, 1, 3) and (2 over 0, 1, not 3): 5 of 6.
    assert found.auc == pytest.approx(5 / 6)
    assert np.isnan(naming_agreement(result, titles, places, 2016).auc)


def test_coverage_and_thresholds() -> None:
    scenario = parse_scenario(SCENARIO)
    matrix = build_matrix(edition(), scenario)
    by_place, by_indicator = coverage(matrix)
    assert by_place[CODES[0]] == 1
    assert by_indicator["org.rare"] == 2 / 8
    counts = places_by_threshold(matrix, scenario, (0.0, 1.0), (1, 3)).set_index(
        ["pillar_share", "pillars_needed"]
    )
    assert counts.loc[(0.0, 1), "places"] == 8
    assert counts.loc[(0.0, 3), "places"] == 0


def test_the_whole_audit_of_an_edition() -> None:
    tables = edition()
    tables["titles"] = pd.DataFrame(
        {"place_code": CODES[:2], "level": "national", "year": 2020, "complete_list": True}
    )
    scenario = parse_scenario(SCENARIO)
    found = audit(compute(build_matrix(tables, scenario), scenario), tables)
    assert set(found) == {
        "pairs", "pillars", "weights", "coverage_by_place", "coverage_by_indicator", "outliers", "naming",
    }  # fmt: skip
    assert len(found["naming"]) == 1
