"""Decisions on figures in a real run: confirmed, corrected, rejected, taken up, and out of date."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.catalog import ROOT
from etl.decisions.decided import read_value
from etl.decisions.declared import Correction
from etl.manifest import describe_run
from etl.pipeline import read_document, run
from etl.read import read_file
from etl.schema import Decision, PeriodKind
from etl.tables import build_tables
from etl.validate import assert_complete
from tests.etl.reading import extractor

PLAQUES, SPEND, STATIONS = "activity.glory_plaques", "activity.visit_spend", "org.service_stations"
FIRST = "全市悬挂光荣牌52块。"
SECOND = "2022年全市发放走访慰问金1500万元，另有37块存库。"
Tables = dict[str, pd.DataFrame]
LEVELS = "建成市级退役军人服务中心1个、县级退役军人服务中心7个、乡镇退役军人服务站73个。"


def report(folder: Path, text: str = FIRST + SECOND + LEVELS) -> Path:
    path = folder / "own.md"
    path.write_text(f"---\ntitle: 双拥\nplace: 张掖市\ndate: 2023-06-01\n---\n{text}\n", encoding="utf-8")
    return path


def build(folder: Path, *decisions: Correction, text: str = FIRST + SECOND + LEVELS) -> Tables:
    """The tables of all stages but the index, which knows nothing of decisions."""
    [document] = read_file("own.md", report(folder, text))
    reading = read_document(document, extractor(), decisions)
    assert_complete(list(reading.findings))
    return build_tables([reading], extractor().catalog, extractor(), decisions)


def on_plaques(decision: Decision, **more: Any) -> Correction:
    base = Correction(
        "d1", "own", FIRST, "", "核对原件", decision, "52块",
        was_indicator=PLAQUES, was_value=52.0, by="王芳", at="2026-01-31T01:00:00.000000+00:00",
    )  # fmt: skip
    return replace(base, **more)


def value_of(result: Tables, indicator: str) -> list[float]:
    seen = result["observations"]
    return sorted(seen.loc[seen["indicator_id"] == indicator, "value"])


def plaques(result: Tables) -> pd.Series[Any]:
    return result["observations"].set_index("indicator_id").loc[PLAQUES]


def applied(result: Tables) -> dict[str, bool]:
    return result["corrections"].set_index("correction_id")["applied"].to_dict()


@pytest.fixture
def plain(tmp_path: Path) -> Tables:
    return build(tmp_path)


def test_a_confirmed_figure_is_sure(tmp_path: Path, plain: Tables) -> None:
    result = build(tmp_path, on_plaques(Decision.CONFIRM))
    assert applied(result) == {"d1": True}
    assert plaques(plain)["confidence"] < 1
    assert plaques(result)["confidence"] == 1
    assert "confirmed" in plaques(result)["flags"]
    row = result["corrections"].iloc[0]
    assert (row["decision"], row["by"], row["was_value"]) == ("confirm", "王芳", 52)


def test_a_rejected_figure_is_listed_with_reason_and_name(tmp_path: Path, plain: Tables) -> None:
    result = build(tmp_path, on_plaques(Decision.REJECT))
    assert not value_of(result, PLAQUES)
    refused = result["rejected"].set_index("value_text").loc["52块"]
    assert (refused["reason"], refused["detail"]) == ("REVIEWED", "核对原件（王芳）")
    counts = result["sources"].iloc[0]
    assert counts["found"] == counts["accepted"] + counts["rejected"] == plain["sources"].iloc[0]["found"]


def test_value_period_and_place_are_corrected(tmp_path: Path) -> None:
    change = on_plaques(
        Decision.CORRECT, replace="5200余块", place="620725",
        period_kind=PeriodKind.YEAR, period_start=2021, period_end=2021,
    )  # fmt: skip
    row = plaques(build(tmp_path, change))
    assert (row["value"], row["value_high"], row["value_text"]) == (5200, 5300, "52块")
    assert (row["place_code"], row["scope"], row["period_end"]) == ("620725", "self", 2021)
    assert "corrected" in row["flags"]
    assert row["confidence"] == 1


def test_another_indicator_reads_the_figure_in_its_unit(tmp_path: Path) -> None:
    result = build(tmp_path, on_plaques(Decision.CORRECT, indicator="gov.trees", replace="1.2万棵"))
    assert not value_of(result, PLAQUES)
    assert value_of(result, "gov.trees") == [12_000]


def test_a_refused_figure_is_taken_up(tmp_path: Path, plain: Tables) -> None:
    refused = plain["rejected"].set_index("value_text").loc["37块"]
    decision = Correction(
        "d2", "own", refused["quote"], "", "存库的也是光荣牌", Decision.CORRECT, "37块",
        was_value=refused["value"], indicator=PLAQUES,
        period_kind=PeriodKind.YEAR, period_start=2022, period_end=2022, by="王芳",
    )  # fmt: skip
    result = build(tmp_path, decision)
    assert value_of(result, PLAQUES) == [37, 52]
    without_period = build(tmp_path, replace(decision, period_kind=None, period_start=None, period_end=None))
    assert (applied(without_period), value_of(without_period, PLAQUES)) == ({"d2": False}, [52])


@pytest.mark.parametrize(
    "changed",
    [
        {"expect": "全市悬挂光荣牌53块。", "figure": "53块"},
        {"was_value": 53.0},
        {"was_indicator": STATIONS},
        {"occurrence": 2},
        {"source": "other"},
    ],
)
def test_what_no_longer_stands_is_not_applied(tmp_path: Path, changed: dict[str, Any]) -> None:
    result = build(tmp_path, on_plaques(Decision.REJECT, **changed))
    assert value_of(result, PLAQUES) == [52]
    assert applied(result) == {"d1": False}


def test_a_run_says_what_it_could_not_apply(tmp_path: Path) -> None:
    gone = on_plaques(Decision.REJECT, expect="全市悬挂光荣牌53块。", figure="53块")
    elsewhere = on_plaques(Decision.REJECT, correction_id="d2", source="other")
    taken = on_plaques(Decision.CONFIRM, correction_id="d3")
    result = run([report(tmp_path)], ROOT, decisions=[gone, elsewhere, taken])
    assert applied(result.tables) == {"d1": False, "d2": False, "d3": True}
    assert result.manifest["stale_corrections"] == ["d1 (own)"]
    without = run([report(tmp_path)], ROOT)
    ids = [describe_run(r.manifest, r.tables, ROOT, {})["edition_id"] for r in (without, result)]
    assert ids[0] != ids[1]


def test_equal_figures_are_told_apart(tmp_path: Path) -> None:
    text = "甘州区悬挂光荣牌52块，民乐县也悬挂光荣牌52块。"
    shown = build(tmp_path, text=text)
    spans = sorted([*shown["observations"]["char_start"], *shown["rejected"]["char_start"]])
    second = on_plaques(Decision.REJECT, expect=text, occurrence=2)
    refused = build(tmp_path, second, text=text)["rejected"]
    assert refused.loc[refused["reason"] == "REVIEWED", "char_start"].tolist() == spans[1:]


def test_a_sentence_that_only_contains_the_one_decided_is_not_meant(tmp_path: Path) -> None:
    decided = build(tmp_path, on_plaques(Decision.CONFIRM), text=f"计划{FIRST}\n\n{FIRST}")
    seen = decided["observations"].set_index("quote")["flags"]
    assert {quote for quote, flags in seen.items() if "confirmed" in flags} == {FIRST}
    part = on_plaques(Decision.CONFIRM, expect="挂光荣牌52块")  # written by hand
    assert applied(build(tmp_path, part)) == {"d1": True}


def test_a_confirmed_sum_stays_the_sum(tmp_path: Path, plain: Tables) -> None:
    seen = plain["observations"].set_index("value_text")
    row = seen[seen["flags"].map(lambda f: "summed_parts" in f)].iloc[0]
    decision = on_plaques(
        Decision.CONFIRM, expect=row["quote"], figure=row.name, was_indicator=row["indicator_id"],
        was_value=row["value"],
    )  # fmt: skip
    result = build(tmp_path, decision)
    assert applied(result) == {"d1": True}
    assert value_of(result, row["indicator_id"]) == value_of(plain, row["indicator_id"]) == [81]
    corrected = replace(decision, decision=Decision.CORRECT, replace="90个")
    assert value_of(build(tmp_path, corrected), row["indicator_id"]) == [90]


def test_a_decision_that_the_stages_would_undo_stands(tmp_path: Path) -> None:
    text = "全市悬挂光荣牌52块，其中甘州区悬挂光荣牌30块。"
    first = build(tmp_path, text=text)["rejected"].set_index("value_text").loc["30块"]
    decision = on_plaques(
        Decision.CORRECT, expect=text, figure="30块", was_indicator="", was_value=first["value"],
        indicator=PLAQUES, place="620702", period_kind=PeriodKind.ASOF,
    )  # fmt: skip
    seen = build(tmp_path, decision, text=text)["observations"].set_index("value")
    assert seen["place_code"].to_dict() == {52: "620700", 30: "620702"}


@pytest.mark.parametrize(
    ("written", "indicator", "value"),
    [
        ("1.85亿元", SPEND, 18500),
        ("1500", SPEND, 1500),
        (" 1,500 万元。", SPEND, 1500),
        ("１５００万元", SPEND, 1500),
        ("五千二百块", PLAQUES, 5200),
        ("52个", SPEND, None),
        ("许多", SPEND, None),
        ("-5万元", SPEND, None),
        ("不是5万元", SPEND, None),
        ("近5万元", SPEND, 5),
        ("1,500，", SPEND, 1500),
        ("3万元和5万元", SPEND, None),
        ("2022年", SPEND, None),
        ("", SPEND, None),
    ],
)
def test_values_are_read_as_a_person_writes_them(written: str, indicator: str, value: float | None) -> None:
    read = read_value(written, indicator, extractor())
    assert (read and read[1]) == value
