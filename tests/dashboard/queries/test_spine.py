import pandas as pd
import pytest

from dashboard.queries import groups, spine
from dashboard.queries.cycles import default
from dashboard.queries.edition import Edition
from dashboard.queries.groups import Group


@pytest.fixture(scope="module")
def rows(opened: Edition) -> pd.DataFrame:
    lead = groups.default_lead(opened)
    assert lead
    return spine.spine(opened, lead, groups.members(opened, lead, Group.LEVEL)["place_code"], default(opened))


def test_every_row_is_the_lead_place_within_its_group(rows: pd.DataFrame, opened: Edition) -> None:
    assert set(rows["place_code"]) == {groups.default_lead(opened)}
    assert rows["indicator_id"].is_unique
    assert (rows["rank"] <= rows["n"]).all()
    assert (rows["rank_best"] <= rows["rank"]).all()
    assert (rows["rank_worst"] >= rows["rank"]).all()


def test_quartiles_lie_between_worst_and_best(rows: pd.DataFrame) -> None:
    for row in rows.to_dict("records"):
        at = [spine.position(row, row[part]) for part in ("worst", "lower", "median", "upper", "best")]
        assert at == sorted(at)


def test_small_groups_are_not_compared(rows: pd.DataFrame) -> None:
    assert (rows.loc[rows["n"] < spine.FEWEST, "standing"] == "few").all()
    assert (rows.loc[rows["n"] >= spine.FEWEST, "standing"] != "few").all()


@pytest.mark.parametrize(
    ("shown", "better", "expected"),
    [
        (9, "higher", "better"),
        (5, "higher", "middle"),
        (1, "higher", "worse"),
        (1, "lower", "better"),
        (9, "none", "none"),
    ],
)
def test_standing_follows_the_direction(shown: float, better: str, expected: str) -> None:
    lower, upper = (2, 8) if better != "lower" else (8, 2)
    row = {"n": 9, "better": better, "shown": shown, "lower": lower, "upper": upper}
    assert spine.standing(row) == expected


def test_the_step_leads_to_the_place_above(rows: pd.DataFrame) -> None:
    for row in rows[rows["next_shown"].notna()].to_dict("records"):
        assert (row["next_shown"] - row["shown"]) * (-1 if row["better"] == "lower" else 1) > 0
