"""A rubric by hand: earned, denied, open; levels; bounds."""

from __future__ import annotations

import pandas as pd
from numpy.testing import assert_allclose

from etl.index.report import score_tables
from etl.index.scenario import parse_scenario
from tests.etl.index.edition import CODES, SCENARIO, edition, value_row

RUBRIC = [
    {"pillar_id": "org", "practice_id": "org.in_plan", "points": 6},
    {
        "pillar_id": "edu",
        "indicator_id": "edu.bases",
        "levels": [{"value": 10, "points": 1}, {"value": 20, "points": 4}],
    },
    {
        "pillar_id": "org",
        "indicator_id": "org.complaints",
        "levels": [{"value": 5, "points": 2}, {"value": 2, "points": 5}],
    },
]


def _scores() -> pd.DataFrame:
    tables = edition()
    rows = [
        value_row(CODES[0], "edu.bases", 25.0), value_row(CODES[0], "org.complaints", 3.0),
        value_row(CODES[1], "edu.bases", 9.0), value_row(CODES[1], "org.complaints", 1.0),
        value_row(CODES[3], "edu.bases", 10.0),
    ]  # fmt: skip
    tables["values"] = pd.DataFrame(rows, columns=tables["values"].columns).astype(
        tables["values"].dtypes.to_dict()
    )
    scenario = parse_scenario(
        {**SCENARIO, "rubric": RUBRIC, "rules": {"pillar_share": 0.5, "pillars_needed": 2}}
    )
    return score_tables(tables, scenario)["scores"]


def test_points_by_hand() -> None:
    scores = _scores()
    rows = scores[scores["kind"] == "index"].set_index("place_code")
    # 15 points: first yes 6 + 4 + 2 of 15; second no 0 + 0 + 5; third yes only; fourth 1 of 4 alone.
    assert_allclose(rows.loc[CODES[:4], "score"].astype(float), [80, 100 / 3, 100, 25])
    assert_allclose(rows.loc[CODES[:4], "coverage"], [1, 1, 0.4, 4 / 15])
    assert_allclose(rows.loc[CODES[:4], "score_low"].astype(float), [80, 100 / 3, 40, 100 / 15])
    assert_allclose(rows.loc[CODES[:4], "score_high"].astype(float), [80, 100 / 3, 100, 80])
    assert list(rows.loc[CODES[:4], "ranked"]) == [True, True, False, False]
    assert list(rows.loc[CODES[:2], "rank"]) == [1, 2]
    assert list(rows.loc[CODES[:2], "rank_best"]) == [1, 2]
    assert list(rows.loc[CODES[:2], "rank_worst"]) == [1, 2]


def test_open_is_neither_earned_nor_lost() -> None:
    row = _scores().set_index(["kind", "place_code"]).loc[("index", CODES[4])]
    assert pd.isna(row["score"])
    assert (row["score_low"], row["score_high"], row["coverage"]) == (0, 100, 0)
