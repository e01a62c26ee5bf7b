"""Readings to tables: declared columns, stable keys, spans that lead back to the file."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.publish import validate
from etl.schema import TABLES, Flag
from etl.tables import build_tables, confidence, frame, observation_id
from tests.etl.reading import extractor, read

TEXT = (
    "一、双拥活动\n\n　　2022年，全市**走访慰问**优抚对象１２００余人次，发放慰问金３5.5万元。\n\n"
    "　　双拥工作纳入全市经济社会发展总体规划，各县区各部门层层抓好落实，全市累计悬挂光荣牌5\n200块，"
    "民乐县悬挂光荣牌800块。\n"
)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return build_tables([read(TEXT, title="张掖市双拥工作")], extractor().catalog, extractor())


def test_every_declared_table_has_its_columns_in_order(tables: dict[str, pd.DataFrame]) -> None:
    for name, content in tables.items():
        assert list(content) == TABLES[name].column_names


def test_what_was_read_may_be_published(tables: dict[str, pd.DataFrame]) -> None:
    scores = {name: frame(name, []) for name in TABLES if name not in tables}
    assert validate(tables | scores) == []


def test_spans_lead_back_to_the_file_up_to_what_cleaning_removed(tables: dict[str, pd.DataFrame]) -> None:
    rows = pd.concat([tables["observations"], tables["rejected"]])
    removed = str.maketrans("", "", "\n*")
    assert len(rows) >= 5
    for row in rows.itertuples():
        assert TEXT[row.char_start : row.char_end].translate(removed) == row.value_text


def test_an_observation_says_all_that_acceptance_reads(tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["observations"].set_index("indicator_id")
    visits = rows.loc["activity.visit_persons"]
    assert (visits["value"], visits["value_low"], visits["value_high"]) == (1200, 1200, 1300)
    assert (visits["qualifier"], visits["unit"], visits["scope"]) == ("at_least", "人次", "self")
    assert (visits["period_kind"], visits["period_start"], visits["period_end"]) == ("year", 2022, 2022)
    assert (visits["place_code"], visits["place_name"]) == ("620700", "张掖市")
    assert visits["section"] == "一、双拥活动"
    assert visits["quote"].startswith("2022年，全市走访慰问优抚对象１２００余人次")


def test_a_county_s_figure_has_the_county_s_code(tables: dict[str, pd.DataFrame]) -> None:
    sub = tables["observations"].query("scope == 'sub'")
    assert sub["place_name"].tolist() == ["张掖市民乐县"]


def test_a_source_counts_what_was_found(tables: dict[str, pd.DataFrame]) -> None:
    [source] = tables["sources"].to_dict("records")
    assert source["found"] == source["accepted"] + source["rejected"]
    assert source["rejected"] == len(tables["rejected"])
    assert source["observations"] == len(tables["observations"])
    assert (source["status"], source["characters"]) == ("ok", len(TEXT))


def test_a_document_is_kept_as_printed(tables: dict[str, pd.DataFrame]) -> None:
    assert tables["documents"]["text"].tolist() == [TEXT]


def test_a_practice_has_its_words_and_year(tables: dict[str, pd.DataFrame]) -> None:
    row = tables["practices"].set_index("practice_id").loc["org.in_plan"]
    assert (row["answer"], row["year"]) == ("yes", 2023)
    assert "纳入" in TEXT[row["char_start"] : row["char_end"]]


@given(st.text(max_size=9), st.integers(0, 99), st.integers(0, 99), st.text(max_size=9))
def test_an_observation_s_key_follows_from_source_span_and_indicator(
    source: str, start: int, end: int, indicator: str
) -> None:
    key = observation_id(source, start, end, indicator)
    assert key == observation_id(source, start, end, indicator)
    assert key != observation_id(source, start, end + 1, indicator)


@given(st.floats(0, 6), st.booleans())
def test_confidence_rises_with_the_score_and_falls_with_a_tie(score: float, tie: bool) -> None:
    flags = [Flag.NEAR_TIE] if tie else []
    assert 0 <= confidence(score, flags) <= confidence(score + 0.5, flags) <= 1
    assert confidence(score, [Flag.NEAR_TIE]) <= confidence(score, [])


def test_rows_come_sorted_by_key() -> None:
    pillars = [{"pillar_id": i, "order": 1, "name_zh": i, "name_en": i, "weight": 1} for i in "cab"]
    assert frame("pillars", pillars)["pillar_id"].tolist() == ["a", "b", "c"]
