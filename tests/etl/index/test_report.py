"""From tables to tables: selection, groups, vetoes, intervals, identities of what is written."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from etl.index.build import compute, pillar_weights, weight_bounds
from etl.index.matrix import build_matrix
from etl.index.report import score_all, score_cycles, score_tables
from etl.index.robustness import attainable_ranks
from etl.index.scenario import parse_scenario
from etl.index.strict import ScenarioError
from etl.schema import TABLES
from tests.etl.index.edition import CODES, SCENARIO, edition, value_row


def _scenario(**change: Any):
    return parse_scenario({**SCENARIO, **change})


def _index(tables: dict[str, pd.DataFrame], **change: Any) -> pd.DataFrame:
    scores = score_tables(tables, _scenario(**change))["scores"]
    return scores[scores["kind"] == "index"].set_index("place_code")


def test_matrix_takes_the_comparable_per_head_latest_values() -> None:
    tables = edition()
    extra = [
        value_row(
            "110100", "edu.bases", 999.0, comparable=False, why_not="NO_BASIS", period_kind="cumulative"
        ),
        value_row("110100", "edu.bases", 888.0, latest=False, year=2019, period_end=2019, period_start=2019),
    ]
    tables["values"] = pd.concat([tables["values"], pd.DataFrame(extra)]).astype(
        tables["values"].dtypes.to_dict()
    )
    matrix = build_matrix(tables, _scenario())
    assert matrix.indicator_ids == ("org.stations", "org.complaints", "org.rare", "edu.bases")
    assert matrix.pillar_ids == ("org", "edu")
    stated = tables["values"].set_index(["place_code", "indicator_id"])["value"]
    assert_allclose(matrix.value[0, 0], stated["110100", "org.stations"] / 100)
    assert matrix.value[0, 3] < 100
    assert_allclose(matrix.high[0], matrix.value[0] * 1.1)
    assert_array_equal(compute(matrix, _scenario()).enough, [True, True, False, True])
    earlier = build_matrix(tables, _scenario(cycle=[2018, 2020]))
    assert earlier.value[0, 3] == 888
    assert np.isnan(earlier.value).sum() == earlier.value.size - 1


def test_the_group_sets_the_scale_and_others_stand_in_brackets() -> None:
    rows = _index(edition())
    assert rows.loc["110101", "why_not"] == "OUTSIDE_GROUP"
    assert not rows.loc["110101", "ranked"]
    assert rows.loc["110101", "score"] >= 0
    assert rows["rank"].notna().sum() == 8
    everyone = _index(edition(), group={"levels": []})
    assert everyone["ranked"].all()


@pytest.mark.parametrize(
    ("group", "count"),
    [
        ({"levels": [], "places": CODES[:4]}, 4),
        ({"population_min": 103}, 5),
        ({"population_max": 101}, 2),
        ({"provinces": ["990000"]}, 0),
    ],
)
def test_groups(group: dict[str, Any], count: int) -> None:
    rows = _index(edition(), group=group, min_places=2)
    assert rows["ranked"].sum() == count


def test_too_few_places_state_an_indicator() -> None:
    scores = score_tables(edition(), _scenario())["scores"]
    rare = scores[scores["item_id"] == "org.rare"]
    assert len(rare) == 2
    assert rare["score"].isna().all()
    assert (rare["why_not"] == "FEW_PLACES").all()


def test_missing_values_lower_the_coverage_and_never_the_score() -> None:
    tables = edition()
    values = tables["values"]
    gone = (values["place_code"] == "110300") & values["indicator_id"].isin(["org.complaints", "edu.bases"])
    tables["values"] = values[~gone].reset_index(drop=True)
    row = _index(tables).loc["110300"]
    scores = score_tables(tables, _scenario())["scores"].set_index(["kind", "item_id", "place_code"])
    assert row["why_not"] == "FEW_PILLARS"
    assert row["score"] == scores.loc[("indicator", "org.stations", "110300"), "score"]


def test_vetoes_bar_by_practice_and_by_value() -> None:
    veto = [{"practice_id": "org.in_plan", "answer": "no", "reason": "x"}]
    rows = _index(edition(), vetoes=veto)
    assert rows.loc[CODES[1], "why_not"] == "VETO"
    assert list(rows.loc[CODES[1], "vetoes"]) == ["org.in_plan"]
    assert rows.loc[CODES[1], "score"] >= 0
    assert rows["ranked"].sum() == 7
    by_value = _index(edition(), vetoes=[{"indicator_id": "edu.bases", "below": 1000}])
    assert by_value["ranked"].sum() == 0


def test_contributions_rebuild_every_score_of_every_mean() -> None:
    tables = edition()
    for method in ("arithmetic", "geometric", "harmonic"):
        rules = {"pillar_method": method, "index_method": method, "pillars_needed": 2}
        found = score_tables(tables, _scenario(rules=rules))
        index = found["scores"][found["scores"]["kind"] == "index"].set_index("place_code")["score"]
        parts = found["contributions"].groupby("place_code")[["weight", "pull"]].sum()
        assert_allclose(50 + parts["pull"], index[parts.index].astype(float), atol=1e-8)
        assert_allclose(parts["weight"], 1)


def test_tables_hold_the_declared_columns_and_repeat_to_the_last_bit() -> None:
    first, second = (score_tables(edition(), _scenario()) for _ in range(2))
    for name, frame in first.items():
        assert list(frame.columns) == TABLES[name].column_names
        pd.testing.assert_frame_equal(frame, second[name])
        assert not frame.duplicated(list(TABLES[name].key)).any()
        for column in TABLES[name].columns:
            if not column.nullable:
                assert frame[column.name].notna().all(), (name, column.name)
            if column.codes:
                assert set(frame[column.name].dropna()) <= set(column.codes)


def test_rank_intervals_hold_the_median_and_attainable_ranks_the_rank() -> None:
    rows = _index(edition())
    ranked = rows[rows["ranked"]]
    assert (ranked["rank_low"] <= ranked["rank_median"]).all()
    assert (ranked["rank_median"] <= ranked["rank_high"]).all()
    assert (ranked["rank_best"] <= ranked["rank"]).all()
    assert (ranked["rank"] <= ranked["rank_worst"]).all()
    assert ranked["p_top"].sum() == pytest.approx(2, abs=0.4)  # a quota of 0.3 x 8, ties aside


def test_every_method_runs() -> None:
    tables = edition()
    marks = {"org.stations": [0.0, 0.6], "org.complaints": [0, 60], "edu.bases": [0, 60]}
    for normalise in (
        {"method": "minmax"},
        {"method": "zscore"},
        {"method": "rank"},
        {"method": "goalposts", "goalposts": marks},
    ):
        for weights in ("equal", "entropy", "critic", "pca"):
            scenario = _scenario(normalise=normalise, weights={"method": weights})
            index = compute(build_matrix(tables, scenario), scenario).index
            assert np.all((index.index >= 0) & (index.index <= 100))
    rules = {"index_method": "copeland", "pillars_needed": 2}
    copeland = _index(tables, rules=rules, uncertainty={"aggregations": ["copeland"], "draws": 20})
    assert copeland["ranked"].sum() == 8
    assert copeland["rank_best"].isna().all()


def test_a_bottom_place_reorders_nobody_under_goalposts() -> None:
    marks = {"org.stations": [0.0, 0.6], "org.complaints": [0, 60], "edu.bases": [0, 60]}
    scenario = _scenario(normalise={"method": "goalposts", "goalposts": marks}, min_places=1)
    tables = edition()
    before = compute(build_matrix(tables, scenario), scenario).index
    values = tables["values"]
    at_bottom = values["place_code"].eq(CODES[7]) & values["indicator_id"].ne("org.complaints")
    tables["values"] = values.assign(per_head_value=values["per_head_value"].where(~at_bottom, 0.0),
                                     annual_value=values["annual_value"].where(~at_bottom, 0.0))  # fmt: skip
    after = compute(build_matrix(tables, scenario), scenario).index
    assert_array_equal(np.delete(before.index, 8)[:7], np.delete(after.index, 8)[:7])


def test_panel_weights_and_bounds() -> None:
    panel = [
        {"member": "a", "pillars": {"org": 60, "edu": 40}},
        {"member": "b", "pillars": {"org": 1, "edu": 4}},
    ]
    scenario = _scenario(weights={"panel": panel})
    matrix = build_matrix(edition(), scenario)
    assert_allclose(pillar_weights(matrix, scenario), [0.4, 0.6])
    low, high = weight_bounds(matrix, scenario)
    assert_allclose([low, high], [[0.2, 0.4], [0.6, 0.8]])
    assert_allclose(pillar_weights(matrix, scenario.with_weights({"org": 3, "edu": 1})), [0.75, 0.25])
    with pytest.raises(ScenarioError, match="weight 0"):
        pillar_weights(matrix, scenario.with_weights({"org": 0}))


@pytest.mark.parametrize("method", ["geometric", "harmonic"])
def test_attainable_ranks_of_the_other_means_are_attained(method: str) -> None:
    scenario = _scenario(rules={"index_method": method, "pillars_needed": 2})
    matrix = build_matrix(edition(), scenario)
    result = compute(matrix, scenario)
    at = np.flatnonzero(result.index.ranked)
    for place, (best, worst) in zip(at, attainable_ranks(result), strict=True):
        for extreme in (best, worst):
            weights = dict(zip(matrix.pillar_ids, extreme.weights, strict=True))
            moved = compute(matrix, scenario.with_weights(weights)).index
            assert moved.rank[place] == extreme.rank


def test_cycles_share_one_scale() -> None:
    tables = edition()
    later = tables["values"].assign(year=2024, period_start=2024, period_end=2024, latest=True)
    for column in ("value", "value_low", "value_high", "annual_value", "per_head_value"):
        later[column] = later[column] * 2
    tables["values"] = pd.concat([tables["values"].assign(latest=False), later])
    found = score_cycles(
        tables, _scenario(weights={"indicators": {"org.complaints": 0}}), [(2021, 2022), (2023, 2024)]
    )
    index = found[found["kind"] == "index"].pivot(index="place_code", columns="first_year", values="score")
    assert (index[2023] >= index[2021]).all()
    assert index[2023].mean() > index[2021].mean() + 10


def test_unknown_names_refused() -> None:
    for change in (
        {"weights": {"pillars": {"nowhere": 1}}},
        {"weights": {"indicators": {"org.nothing": 1}}},
        {"vetoes": [{"practice_id": "org.nothing"}]},
        {"vetoes": [{"indicator_id": "edu.memorials", "below": 1}]},
        {"rubric": [{"pillar_id": "nowhere", "practice_id": "org.in_plan", "points": 1}]},
    ):
        with pytest.raises(ScenarioError, match="unknown"):
            score_tables(edition(), _scenario(**change))


def test_an_edition_without_values_scores_nobody() -> None:
    tables = edition()
    tables["values"] = tables["values"].iloc[:0]
    found = score_tables(tables, _scenario())
    assert len(found["scores"]) == len(CODES)
    assert found["scores"]["score"].isna().all()
    assert found["contributions"].empty
    both = score_all(edition(), [_scenario(), _scenario(scenario_id="other")])
    assert set(both["scores"]["scenario_id"]) == {"test", "other"}
