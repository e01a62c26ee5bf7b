from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dashboard.queries import index, index_audit
from dashboard.queries.edition import Edition
from dashboard.queries.index import Choices, Standing
from etl.index.audit import places_by_threshold
from etl.index.command import read_inputs
from etl.index.report import score_tables


def stand(edition: Edition, scenario_id: str, **changes: object) -> Standing:
    scenario = index.scenarios()[0][scenario_id]
    matrix = index.matrix_of(edition, scenario)
    choices = replace(index.initial(scenario), **changes)
    return index.standing(edition, matrix, index.applied(scenario, matrix, choices))


@pytest.fixture(scope="module")
def wide(opened: Edition) -> Standing:
    """Enough places to rank, whatever the digests of the day state."""
    return stand(opened, "exploratory", pillar_share=0.1, pillars_needed=1)


def test_the_live_index_is_the_published_method(opened: Edition, edition: Path) -> None:
    scenario = index.scenarios()[0]["exploratory"]
    rows = score_tables(read_inputs(edition), scenario)["scores"]
    rows = rows[rows["kind"] == "index"].set_index("place_code")
    live = stand(opened, "exploratory").rows.set_index("place_code")
    assert live["rank"].dropna().to_dict() == rows["rank"].dropna().astype(float).to_dict()
    both = live["score"].dropna()
    assert np.allclose(both, rows["score"].astype(float)[both.index], atol=1e-6)
    why = rows["why_not"].dropna()
    assert live["why_not"].dropna().to_dict() == why.to_dict()


def test_a_moved_weight_moves_its_share_only_by_its_factor(opened: Edition) -> None:
    scenario = index.scenarios()[0]["default"]
    matrix = index.matrix_of(opened, scenario)
    shares = index.shares(matrix, scenario, (("org", 2.0),))
    assert shares["org"] == pytest.approx(2 / 9)
    assert sum(shares.values()) == pytest.approx(1)
    applied = index.applied(scenario, matrix, replace(index.initial(scenario), times=(("org", 2.0),)))
    assert applied.weights.pillars["org"] == pytest.approx(2 / 9)


def test_choices_left_alone_leave_the_scenario_alone(opened: Edition) -> None:
    for scenario in index.scenarios()[0].values():
        matrix = index.matrix_of(opened, scenario)
        still = replace(index.initial(scenario), times=tuple((p, 1.0) for p in matrix.pillar_ids))
        assert index.applied(scenario, matrix, still) == scenario


def test_sliders_stay_within_the_bounds(opened: Edition) -> None:
    known = index.scenarios()[0]
    stops = index.multiples(index.matrix_of(opened, known["default"]), known["default"])
    assert all((s[0], s[-1]) == (0.5, 2.0) and 1.0 in s for s in stops.values())
    panel = index.multiples(index.matrix_of(opened, known["panel_example"]), known["panel_example"])
    assert all(1.0 in s and s[-1] < 2.0 for s in panel.values())


def test_a_broken_scenario_is_named_and_the_others_stay(tmp_path: Path) -> None:
    good = (index.ROOT / "default.yml").read_text(encoding="utf-8")
    (tmp_path / "default.yml").write_text(good, encoding="utf-8")
    (tmp_path / "bad.yml").write_text("scenario_id: bad\nsurprise: 1\n", encoding="utf-8")
    known, wrong = index.scenarios(tmp_path)
    assert list(known) == ["default"]
    assert len(wrong) == 1
    assert "surprise" in wrong[0]


def test_intervals_hold_the_median(wide: Standing) -> None:
    spread = index_audit.certainty(wide)
    assert set(spread["place_code"]) == set(wide.ranked["place_code"])
    assert (spread["rank_low"] <= spread["rank_median"]).all()
    assert (spread["rank_median"] <= spread["rank_high"]).all()
    assert spread["p_top"].between(0, 1).all()


def test_parts_add_up_to_the_difference(opened: Edition, wide: Standing) -> None:
    first, second = index_audit.scored_places(wide)[:2]
    rows = index_audit.difference(opened, wide, first, second)
    scores = wide.rows.set_index("place_code")["score"]
    assert rows["part"].sum() == pytest.approx(scores[first] - scores[second], abs=1e-9)
    assert rows["part"].abs().is_monotonic_decreasing


def test_pairwise_comparison_and_rubrics_have_no_parts(opened: Edition) -> None:
    assert not index_audit.can_be_split(stand(opened, "copeland"))
    rubric = stand(opened, "rubric_example")
    assert rubric.result is None
    assert not index_audit.can_be_split(rubric)
    assert {"score_low", "score_high", "rank_best", "rank_worst"} <= set(rubric.rows)


def test_lower_thresholds_rank_no_fewer(wide: Standing) -> None:
    table = index_audit.thresholds(wide)
    assert (table.diff(axis=0).dropna() <= 0).all().all()
    assert table.loc[1, 0.1] == len(wide.ranked)
    known = places_by_threshold(wide.matrix, wide.scenario, table.columns, table.index)
    assert known.pivot(index="pillars_needed", columns="pillar_share", values="places").equals(table)


def test_weights_and_drivers(wide: Standing) -> None:
    weights = index_audit.weights(wide)
    assert weights["nominal"].sum() == pytest.approx(1)
    known = weights["effective"].dropna()
    assert known.empty or known.sum() == pytest.approx(1)
    rows, shift = index_audit.drivers(wide)
    assert len(rows) == 6
    assert shift >= 0
    assert (rows["low"] <= rows["total"]).all()


def test_no_place_and_one_place_are_answers(opened: Edition) -> None:
    none = stand(opened, "default", pillar_share=1.0, pillars_needed=8)
    assert none.ranked.empty
    assert index_audit.certainty(none).empty
    first = stand(opened, "exploratory").ranked["place_code"].iloc[0]
    scenario = index.scenarios()[0]["exploratory"]
    alone = replace(scenario, group=replace(scenario.group, places=(first,)), min_places=1)
    found = index.standing(opened, index.matrix_of(opened, alone), alone)
    assert index_audit.certainty(found)["rank_high"].tolist() == [1.0]


def test_attainable_ranks_enclose_the_rank(opened: Edition) -> None:
    found = stand(opened, "default")
    rows = index_audit.reach(opened, found, unchanged=False)
    assert (rows["rank_best"] <= rows["rank"]).all()
    assert (rows["rank"] <= rows["rank_worst"]).all()


def test_choices_can_be_kept_by() -> None:
    assert hash(Choices("default", "percentile", "arithmetic", 0.4, 5)) is not None


def test_the_sidebars_group_sets_the_scales_and_the_ranks(opened: Edition, wide: Standing) -> None:
    codes = list(wide.ranked["place_code"].head(6))
    narrow = index.of_places(index.scenarios()[0]["exploratory"], codes)
    matrix = index.matrix_of(opened, narrow)
    assert {c for c, inside in zip(matrix.place_codes, matrix.in_group, strict=True) if inside} == set(codes)
    choices = replace(index.initial(narrow), pillar_share=0.1, pillars_needed=1)
    found = index.standing(opened, matrix, index.applied(narrow, matrix, choices))
    assert set(found.ranked["place_code"]) <= set(codes)
    assert set(found.ranked["rank"]) <= set(range(1, 7))
