"""Tables in documents: every figure is read among its headings, quoted from the file, and accounted for."""

from __future__ import annotations

from typing import Any

import pytest

from etl.catalog import ROOT, load_catalog
from etl.documents.blocks import Block, Grid, Paragraph, compose
from etl.extract import Extractor
from etl.pipeline import read_document
from etl.records import Document, Finding, Reading
from etl.schema import Reason, Scope
from etl.validate import assert_complete

HEAD = (Paragraph("张掖市双拥工作情况", "¶1", "# "), Paragraph("双拥活动", "¶2", "# "))


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_catalog(ROOT))


def reading(
    extractor: Extractor, *rows: tuple[str, ...], before: str = "数据如下。", after: str = ""
) -> Reading:
    blocks: list[Block] = [*HEAD, Paragraph(before, "¶3"), Grid(rows, "¶4"), Paragraph(after, "¶9")]
    whole = Document("x", "x.docx", "", "", 0, title="张掖市双拥工作情况", date="2023-06-01")
    return read_document(compose(whole, blocks), extractor)


def said(found: Reading) -> list[tuple[Any, ...]]:
    """(quote, value, years) of each figure that was accepted."""
    return [
        (" ".join(found.document.printed(f.sentence.offsets).split()), f.value, f.period and f.period.start)
        for f in found.findings
        if f.accepted
    ]


def printed(found: Reading, finding: Finding) -> str:
    start, end = finding.sentence.span(finding.quantity.start, finding.quantity.end)
    return found.document.text[start:end]


YEARS = [
    ("指标", "2021年", "2022"),
    ("悬挂光荣牌（块）", "5200", "5,300余"),
    ("拥军慰问金（万元）", "30", "35.5"),
]


def test_years_over_columns_become_periods(extractor: Extractor) -> None:
    assert said(reading(extractor, *YEARS)) == [
        ("2021年 悬挂光荣牌 5200块", 5200, 2021),
        ("2022 悬挂光荣牌 5,300余块", 5300, 2022),
        ("2021年 拥军慰问金 30万元", 30, 2021),
        ("2022 拥军慰问金 35.5万元", 35.5, 2022),
    ]


def test_a_span_is_the_cell_and_a_locator_its_table(extractor: Extractor) -> None:
    found = reading(extractor, *YEARS)
    accepted = [f for f in found.findings if f.accepted]
    assert [printed(found, f) for f in accepted] == ["5200", "5,300余", "30", "35.5"]
    assert {
        found.document.locator(f.sentence.span(f.quantity.start, f.quantity.end)[0]) for f in accepted
    } == {"¶4"}


@pytest.mark.parametrize(
    ("rows", "before", "expected"),
    [
        ([("指标", "数量"), ("悬挂光荣牌", "5200块")], "如下。", [("悬挂光荣牌 数量 5200块", 5200, None)]),
        ([("悬挂光荣牌", "5200块")], "如下。", [("悬挂光荣牌 5200块", 5200, None)]),
        (
            [("指标", "单位", "数量"), ("悬挂光荣牌", "块", "5200")],
            "如下。",
            [("悬挂光荣牌 数量 5200块", 5200, None)],
        ),
        (
            [("年度", "悬挂光荣牌（块）"), ("2021年", "5200")],
            "如下。",
            [("2021年 悬挂光荣牌 5200块", 5200, 2021)],
        ),
        ([("指标", "值"), ("拥军慰问金", "30")], "单位：万元", [("拥军慰问金 值 30万元", 30, None)]),
        (
            [("指标", "值"), ("悬挂光荣牌", "5200块")],
            "2022年情况表",
            [("2022年悬挂光荣牌 值 5200块", 5200, 2022)],
        ),
        (
            [("指标", "", "悬挂光荣牌"), ("", "2021年", "2022年"), ("城区", "5200块", "5300块")],
            "如下。",
            [("2022年 城区 悬挂光荣牌 5300块", 5300, 2022)],
        ),
    ],
    ids=[
        "figure with unit",
        "no heading",
        "unit column",
        "years as rows",
        "unit above",
        "year above",
        "two heads",
    ],
)
def test_layouts(rows: list[tuple[str, ...]], before: str, expected: list[Any], extractor: Extractor) -> None:
    assert said(reading(extractor, *rows, before=before)) == expected


def test_counties_are_parts_of_the_place(extractor: Extractor) -> None:
    rows = [("县区", "光荣牌（块）"), ("甘州区", "1,200"), ("合计", "2000")]
    county, total = [f for f in reading(extractor, *rows).findings if f.accepted]
    assert (county.scope, county.part and county.part.name) == (Scope.SUB, "张掖市甘州区")
    assert (total.scope, total.value) == (Scope.SELF, 2000)


def test_every_numeric_cell_is_accepted_or_rejected(extractor: Extractor) -> None:
    rows = [
        ("序号", "指标", "2021年", "备注"),
        ("1", "悬挂光荣牌（块）", "5200", "含补换5块"),
        ("2", "神秘事项", "77", ""),
    ]
    found = reading(extractor, *rows)
    assert_complete(list(found.findings))
    assert sorted(printed(found, f) for f in found.findings) == sorted(
        ["2021年", "1", "5200", "5块", "2", "77"]
    )
    assert [f.reason for f in found.findings if printed(found, f) == "2021年"] == [Reason.DATE]


def test_goals_are_no_results(extractor: Extractor) -> None:
    rows = [("指标", "2022年", "2025年目标"), ("悬挂光荣牌（块）", "5200", "9000")]
    assert [value for _, value, _ in said(reading(extractor, *rows))] == [5200]


def test_prose_in_cells_is_read_as_prose(extractor: Extractor) -> None:
    rows = [("工作", "内容"), ("慰问", "2022年，全市悬挂光荣牌5200块。")]
    assert said(reading(extractor, *rows)) == [("2022年，全市悬挂光荣牌5200块。", 5200, 2022)]


def test_a_table_is_not_joined_to_the_prose_around_it(extractor: Extractor) -> None:
    found = reading(extractor, *YEARS, before="主要指标，详见下表，数据为", after="　　全市有兵支书30名。")
    assert ("全市有兵支书30名。", 30, None) in said(found)


def test_rows_of_towns_are_parts_and_their_total_is_the_places(extractor: Extractor) -> None:
    found = reading(extractor, ("乡镇", "光荣牌（块）"), ("甲镇", "800"), ("乙镇", "620"), ("合计", "1420"))
    assert [(f.value, f.scope) for f in found.findings if f.accepted] == [
        (800, Scope.SUB),
        (620, Scope.SUB),
        (1420, Scope.SELF),
    ]


def test_a_unit_alone_below_a_heading_is_the_unit(extractor: Extractor) -> None:
    rows = ("项目", "走访慰问", ""), ("", "人次", "金额（万元）"), ("退役军人", "2100", "120")
    assert [quote for quote, *_ in said(reading(extractor, *rows))] == [
        "退役军人 走访慰问 2100人次",
        "退役军人 走访慰问 金额 120万元",
    ]


def test_a_bare_number_counts_what_the_catalogues_name_beside_it_says(extractor: Extractor) -> None:
    rows = ("指标", "数量"), ("送立功喜报", "45"), ("退役军人志愿者人数", "320")
    found = reading(extractor, *rows, ("走访慰问金额", "36"), ("退役军人培训", "12"))
    values = [(f.candidates[0].indicator_id, f.value) for f in found.findings if f.accepted]
    assert values == [("activity.merit_reports", 45), ("activity.volunteers", 320)]
    refused = {f.quantity.value for f in found.findings if f.reason is Reason.UNIT_MISMATCH}
    assert refused == {36, 12}  # 元 or 万元, persons or courses: not guessed


def test_numbers_of_rows_are_no_figures(extractor: Extractor) -> None:
    found = reading(extractor, ("序号", "项目", "单位", "2023年"), ("1", "悬挂光荣牌", "块", "5200"))
    assert [f.value for f in found.findings if f.accepted] == [5200]
    assert [f.quantity.unit for f in found.findings if f.reason is Reason.HEADING] == [""]


def test_rows_of_merged_cells_only_are_no_rows(extractor: Extractor) -> None:
    """Word: each cell of such a row goes on from the one above, so that the row has none of its own."""
    assert said(reading(extractor, (), *YEARS, (), ())) == said(reading(extractor, *YEARS))
    assert said(reading(extractor, (), ())) == []
