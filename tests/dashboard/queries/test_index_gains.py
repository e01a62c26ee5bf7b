"""What would move a place up, at the default edition: each target is tried in the index itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.queries import index, index_gains
from dashboard.queries.edition import Edition
from dashboard.queries.index import Standing
from etl.index.build import compute


@pytest.fixture(scope="module")
def wide(opened: Edition) -> Standing:
    """The scenario that ranks most places."""
    scenario = index.scenarios()[0]["exploratory"]
    return index.standing(opened, index.matrix_of(opened, scenario), scenario)


def test_reaching_a_target_gains_the_rank(opened: Edition, wide: Standing) -> None:
    matrix = wide.matrix
    tried = 0
    for code in wide.ranked["place_code"]:
        i = matrix.place_codes.index(code)
        for row in index_gains.gains(opened, wide, code).head(3).itertuples():
            j = matrix.indicator_ids.index(row.indicator_id)
            value = matrix.value.copy()
            value[i, j] = row.target * (1 + 1e-6) if row.beyond else row.target
            rank = compute(replace(matrix, value=value), wide.scenario).index.rank[i]
            assert rank <= row.rank < wide.result.index.rank[i]
            tried += 1
    assert tried > 10


def test_small_changes_come_first_and_totals_follow_from_the_place(opened: Edition, wide: Standing) -> None:
    code = str(wide.ranked["place_code"].iloc[-1])
    rows = index_gains.gains(opened, wide, code)
    assert rows["share"].abs().is_monotonic_increasing
    assert set(rows["indicator_id"]) <= set(opened["indicators"]["indicator_id"])
    residents = rows[rows["denominator"] == "population"]
    assert len(residents)
    stocks = residents[residents["measure"] == "stock"]
    assert (stocks["total"] % 1 == 0).all()
    people = opened["places"].set_index("place_code").loc[code, "population"]
    steps = residents["target"] - residents["value"]
    short = residents["total"] - steps * people
    assert (short > -1e-3).all()
    assert (short < 1).all()


def test_a_place_without_a_rank_is_told_what_it_lacks(opened: Edition) -> None:
    scenario = index.scenarios()[0]["default"]
    found = index.standing(opened, index.matrix_of(opened, scenario), scenario)
    rules = scenario.rules
    waiting = found.rows[found.rows["why_not"] == "FEW_PILLARS"]
    checked = 0
    for row in waiting.itertuples():
        missing = index_gains.gaps(found, row.place_code)
        more = rules.pillars_needed - int(row.pillars)
        if len(missing) < more:
            continue
        value = found.matrix.value.copy()
        i = found.matrix.place_codes.index(row.place_code)
        for gap in missing.head(more).itertuples():
            for one in gap.absent[: gap.short]:
                value[i, found.matrix.indicator_ids.index(one)] = 1.0
        assert compute(replace(found.matrix, value=value), scenario).index.reached[i]
        checked += 1
    assert checked


@pytest.mark.parametrize(
    ("now", "target", "shown"),
    [(1.0, 3.21401, 3.215), (5.0, 3.21499, 3.214), (10, 12.000000001, 12), (1, 0, 0), (900, 12345.6, 12350)],
)
def test_targets_are_rounded_so_that_reaching_them_is_enough(now: float, target: float, shown: float) -> None:
    assert index_gains._outward(now, target) == pytest.approx(shown, abs=1e-9)
