# ruff: noqa: E501 - tables of cells
"""Sheets as county bureaus make them: stacked, side by side, counties across, plans beside results."""

from __future__ import annotations

from typing import Any

import pytest

from etl.extract import Extractor
from etl.schema import Fault, Reason
from tests.etl.returns.corpus import Grid, xlsx
from tests.etl.returns.test_read import PLAQUES, RATE, VISITS, Facts, facts, read

GANZHOU, GAOTAI, MINLE = "张掖市甘州区", "张掖市高台县", "张掖市民乐县"
RECRUITS = "support.recruits"


def grid(*rows: list[Any]) -> Grid:
    """Rows filled up to one width."""
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


STACKED = grid(
    ["表一　甘州区2023年情况"], ["指标", "单位", "数值"], ["悬挂光荣牌数", "块", 9000], [],
    ["表二　高台县2022年情况"], ["项目", "单位", "数量"], ["走访慰问金额", "万元", 50],
)  # fmt: skip
BESIDE = grid(
    ["高台县2023年基本情况"], ["指标", "数值", "指标", "数值"],
    ["悬挂光荣牌数", "—", "走访慰问金额（万元）", 22.5], ["输送新兵人数", 61, "光荣牌悬挂率（%）", 99],
)  # fmt: skip
ACROSS = grid(
    ["2023年各县（区）情况"], ["指标", "单位", "甘州区", "高台县", "合计"], ["悬挂光荣牌数", "块", 9000, 5000, 14000],
)  # fmt: skip
BRACKETS = grid(
    ["张掖市2023年汇总表"], ["序号", "县（市、区）", "走访慰问金额（万元）", "悬挂光荣牌数"],
    ["", "合计", 170, 14000], [1, "甘州区", 120, 9000], [2, "高台县", 50, 5000],
)  # fmt: skip
PLANNED = grid(
    ["民乐县2023年任务完成情况"], ["指标", "单位", "目标值", "完成值", "完成率"], ["输送新兵人数", "名", 130, 132, "101.5%"],
)  # fmt: skip
PLANNED_BY_YEAR = grid(
    ["民乐县"], ["指标", "单位", "2022年", "", "2023年", ""], ["指标", "单位", "目标", "完成", "目标", "完成"],
    ["输送新兵人数", "名", 120, 121, 130, 132],
)  # fmt: skip
YEARS_DOWN = grid(
    ["甘州区主要指标"], ["年份", "走访慰问金额（万元）", "输送新兵人数"], ["2022年", 110, 200], ["2023年", 120, 210], ["合计", 230, 410],
)  # fmt: skip
YEAR_ENDS = grid(["高台县"], ["指标", "截至2022年底", "截至2023年12月31日"], ["悬挂光荣牌数", 5000, 5100])
TWO_WORDS = grid(
    ["甘州区"], ["项目", "2022年", "", "2023年", ""], ["项目", "金额（万元）", "人次（户次）", "金额（万元）", "人次（户次）"],
    ["走访慰问", 110, 2000, 120, 2100],
)  # fmt: skip
VISITED = "activity.visit_persons"


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (STACKED, [(GANZHOU, PLAQUES, 2023, 9000), (GAOTAI, VISITS, 2022, 50)]),
        (BESIDE, [(GAOTAI, RECRUITS, 2023, 61), (GAOTAI, VISITS, 2023, 22.5), (GAOTAI, RATE, 2023, 99)]),
        (ACROSS, [(GANZHOU, PLAQUES, 2023, 9000), (GAOTAI, PLAQUES, 2023, 5000)]),
        (BRACKETS, [(GANZHOU, VISITS, 2023, 120), (GANZHOU, PLAQUES, 2023, 9000), (GAOTAI, VISITS, 2023, 50), (GAOTAI, PLAQUES, 2023, 5000)]),
        (PLANNED, [(MINLE, RECRUITS, 2023, 132)]),
        (YEARS_DOWN, [(GANZHOU, VISITS, 2022, 110), (GANZHOU, RECRUITS, 2022, 200), (GANZHOU, VISITS, 2023, 120), (GANZHOU, RECRUITS, 2023, 210)]),
        (YEAR_ENDS, [(GAOTAI, PLAQUES, 2022, 5000), (GAOTAI, PLAQUES, 2023, 5100)]),
    ],
)  # fmt: skip
def test_what_a_careful_reader_takes_from_it(extractor: Extractor, sheet: Grid, expected: Facts) -> None:
    assert facts(read(extractor, xlsx(sheet, "Sheet1"))) == expected


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (PLANNED_BY_YEAR, [(MINLE, RECRUITS, 2022, 121), (MINLE, RECRUITS, 2023, 132)]),
        (TWO_WORDS, [(GANZHOU, VISITS, 2022, 110), (GANZHOU, VISITED, 2022, 2000), (GANZHOU, VISITS, 2023, 120), (GANZHOU, VISITED, 2023, 2100)]),
    ],
)  # fmt: skip
def test_two_rows_of_headings_below_merged_years(extractor: Extractor, sheet: Grid, expected: Facts) -> None:
    def merge(book: Any, page: Any) -> None:
        for column in (1, 3) if sheet is TWO_WORDS else (2, 4):
            page.merge_range(1, column, 1, column + 1, sheet[1][column])

    assert facts(read(extractor, xlsx(sheet, "Sheet1", merge))) == expected


def test_figures_that_are_no_values_are_refused_with_the_reason(extractor: Extractor) -> None:
    rows = read(extractor, xlsx(PLANNED, "Sheet1")).rows
    assert rows is not None
    assert dict(zip(rows.rejected["value_text"], rows.rejected["reason"], strict=True)) == {
        "130": Reason.GOAL_NOT_RESULT, "101.5%": Reason.WORKED_OUT,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "faults"),
    [
        # a town's figures are never its county's
        (grid(["高台县2023年"], ["单位名", "走访慰问金额（万元）", "悬挂光荣牌数"], ["骆驼城镇", 6.2, 800]), [("A3", Fault.UNKNOWN_PLACE)]),
        (grid(["高台县"], ["乡镇", "指标", "2023年"], ["骆驼城镇", "悬挂光荣牌数", 800]), [("A3", Fault.UNKNOWN_PLACE)]),
        # what is left out of a total is not its fault
        (grid(["张掖市2023年"], ["县区", "悬挂光荣牌数", "走访慰问金额"], ["甘州区", 9000, 1], ["市本级", 100, 1], ["合计", 9100, 2]), [("A4", Fault.UNKNOWN_PLACE)]),
        (grid(["高台县"], ["指标", "单位", "2020-2023年累计", "近三年"], ["走访慰问金额", "万元", 400, "约300"]), [("C2", Fault.UNKNOWN_HEADING), ("D2", Fault.UNKNOWN_HEADING)]),
        (grid(["高台县"], ["指标", "单位", "2023年", "2024年上半年"], ["走访慰问金额", "万元", 50, "约30"]), [("D2", Fault.UNKNOWN_HEADING)]),
    ],
)  # fmt: skip
def test_what_it_cannot_be_is_said(
    extractor: Extractor, sheet: Grid, faults: list[tuple[str, Fault]]
) -> None:
    rows = read(extractor, xlsx(sheet, "Sheet1")).rows
    assert rows is not None
    assert [(fault.cell, fault.code) for fault in rows.faults] == faults


def test_every_name_that_is_near_is_offered_and_none_is_taken(extractor: Extractor) -> None:
    sheet = grid(["高台县"], ["指标", "2023年"], ["光荣牌悬挂数（块）", 5100])
    rows = read(extractor, xlsx(sheet, "Sheet1")).rows
    assert rows is not None
    [fault] = rows.faults
    assert "悬挂光荣牌数" in fault.cure
    assert "光荣牌悬挂率" in fault.cure
    assert not rows.observations["value"]


def test_the_usual_name_of_an_autonomous_county_is_its_own(extractor: Extractor) -> None:
    sheet = grid(["肃南县2023年情况"], ["指标", "数值"], ["悬挂光荣牌数", 2100])  # 南县 is in Hunan
    [(place, *_)] = facts(read(extractor, xlsx(sheet, "Sheet1")))
    assert place == "张掖市肃南裕固族自治县"
