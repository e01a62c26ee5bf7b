# ruff: noqa: E501 - one case a line
"""Faulty returns made for the tests: each with the fault that must be found, at its cell.

Names and figures are ours. A case says what is changed in a small return that is right.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl
import xlsxwriter

from etl.schema import Fault

Grid = list[list[Any]]


def years() -> Grid:
    """Indicators as rows, years as columns."""
    return [
        ["地方：张掖市", "", "填报日期：2024-03-01", "", "", ""],
        ["指标", "单位", "2021年", "2022年", "2023年", "备注"],
        ["走访慰问金额", "万元", 100, 120, 130, ""],
        ["悬挂光荣牌数", "块", 8000, 8100, 8200, ""],
        ["光荣牌悬挂率", "%", 98, 99, 100, ""],
        ["国防和双拥教育活动场次", "场次", 5, 6, 7, ""],
    ]


def places() -> Grid:
    """Places as rows, indicators as columns."""
    return [
        ["2023年双拥工作报表", "", "", ""],
        ["地方", "走访慰问金额（万元）", "悬挂光荣牌数（块）", "光荣牌悬挂率（%）"],
        ["张掖市", 130, 8200, 100],
        ["芜湖市", 240, 9100, 99],
        ["漳州市", 310, 7200, 98],
    ]


def listed() -> Grid:
    """One value a row."""
    return [
        ["地方", "指标", "年份", "数值", "单位"],
        ["张掖市", "走访慰问金额", 2022, 120, "万元"],
        ["张掖市", "走访慰问金额", 2023, 130, "万元"],
        ["芜湖市", "悬挂光荣牌数", 2023, 9100, "块"],
    ]


def xlsx(grid: Grid, name: str = "报表", change: Callable[[Any, Any], None] | None = None) -> bytes:
    """A workbook of one sheet; ``change`` gets workbook and sheet before it is closed."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "nan_inf_to_errors": True})
    sheet = book.add_worksheet(name)
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, cells in enumerate(grid):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, dates)
            elif isinstance(cell, str):
                sheet.write_string(row, column, cell)
            else:
                sheet.write(row, column, cell)
    if change:
        change(book, sheet)
    book.close()
    return stream.getvalue()


def csv(grid: Grid, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """The same as CSV."""
    return "\n".join(delimiter.join(map(str, row)) for row in grid).encode(encoding)


def put(grid: Grid, **cells: Any) -> Grid:
    """The grid with cells changed: ``C3=-5``."""
    for address, value in cells.items():
        row, column = openpyxl.utils.cell.coordinate_to_tuple(address)
        while len(grid) < row:
            grid.append([""] * len(grid[0]))
        grid[row - 1][column - 1] = value
    return grid


@dataclass(frozen=True)
class Case:
    """A return, the faults that it must give, and words that must stand in the first one's sentences."""

    name: str
    data: bytes
    faults: Sequence[tuple[str, Fault]]
    says: str = ""
    file: str = "报表.xlsx"
    sheet: str = "报表"


def merged(book: Any, sheet: Any) -> None:
    sheet.merge_range("C3:D3", 100)


def unsolved(book: Any, sheet: Any) -> None:
    sheet.write_formula("C3", "=D3-20", None, "")


def broken(book: Any, sheet: Any) -> None:
    sheet.write_formula("C3", "=1/0", None, "#DIV/0!")


def hide_row(book: Any, sheet: Any) -> None:
    sheet.set_row(3, None, None, {"hidden": True})


def hide_columns(book: Any, sheet: Any) -> None:
    sheet.set_column("D:E", None, None, {"level": 1, "hidden": True})


def hide_sheet(book: Any, sheet: Any) -> None:
    book.add_worksheet("封面").activate()
    sheet.hide()


def no_reference() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(years())))
    book["报表"]["D4"] = "#REF!"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def swapped(grid: Grid, row: int, other: int) -> Grid:
    grid[row], grid[other] = grid[other], grid[row]
    return grid


CASES = (
    Case("unknown indicator", xlsx(put(years(), A4="悬挂光荣牌匾数")), [("A4", Fault.UNKNOWN_INDICATOR)], "相近的有“悬挂光荣牌数”"),
    Case("indicator unlike any", xlsx(put(years(), A4="甲乙丙")), [("A4", Fault.UNKNOWN_INDICATOR)], "没有名为“甲乙丙”的指标"),
    Case("unknown place", xlsx(put(places(), A4="不存在市")), [("A4", Fault.UNKNOWN_PLACE)], "六位代码"),
    Case("unknown place above the headings", xlsx(put(years(), A1="地方：不存在市")), [("A1", Fault.UNKNOWN_PLACE)]),
    Case("ambiguous place", xlsx(put(places(), A4="鼓楼区")), [("A4", Fault.AMBIGUOUS_PLACE)], "南京市鼓楼区"),
    Case("ambiguous name of a sheet", xlsx(put(years(), A1=""), "鼓楼区"), [("", Fault.AMBIGUOUS_PLACE)], "南京市鼓楼区", sheet="鼓楼区"),
    Case("ambiguous place in a title", xlsx([["朝阳区2023年双拥工作报表", ""], ["指标", "2023年"], ["悬挂光荣牌数", 8200]]), [("", Fault.AMBIGUOUS_PLACE)], "北京市朝阳区"),
    Case("districts of two cities beside it", xlsx(put(places(), A3="玄武区", A4="云龙区", A5="鼓楼区")), [("A5", Fault.AMBIGUOUS_PLACE)], "徐州市鼓楼区"),
    Case("a title of another city than the districts below", xlsx(put(places(), A1="徐州市2023年双拥工作报表", A3="玄武区", A4="鼓楼区", A5="秦淮区")), [("A4", Fault.AMBIGUOUS_PLACE)], "徐州市鼓楼区"),
    Case("no total but a label", xlsx(put(years(), A4="累计悬挂光荣牌")), [("A4", Fault.UNKNOWN_INDICATOR)]),
    Case("row without place", xlsx(put(places(), A4="")), [("A4", Fault.NO_PLACE)]),
    Case("sheet without place", xlsx(put(years(), A1="")), [("", Fault.NO_PLACE)], "用地名作工作表名"),
    Case("unknown unit", xlsx(put(years(), B3="元宝")), [("B3", Fault.UNKNOWN_UNIT)], "请改为“万元”"),
    Case("unit of another dimension", xlsx(put(years(), B3="人")), [("B3", Fault.OTHER_UNIT)], "“人”不能换算为“万元”"),
    Case("unit of another dimension in a cell", xlsx(put(years(), C3="5人")), [("C3", Fault.OTHER_UNIT)]),
    Case("two units in a row", xlsx(put(years(), A3="走访慰问金额（元）")), [("B3", Fault.TWO_UNITS)], "万元、元"),
    Case("万 in a row of 万元", xlsx(put(years(), C3="1.2万")), [("C3", Fault.TWO_UNITS)]),
    Case("words for a number", xlsx(put(years(), C3="见附件")), [("C3", Fault.NOT_A_NUMBER)], "“见附件”不是数字"),
    Case("words behind a number", xlsx(put(years(), C3="100（含企业）")), [("C3", Fault.NOT_A_NUMBER)]),
    Case("a tick", xlsx(put(years(), C3=True)), [("C3", Fault.NOT_A_NUMBER)]),
    Case("several numbers", xlsx(put(years(), C3="3万元、5万元")), [("C3", Fault.SEVERAL_NUMBERS)], "一格只填一个数"),
    Case("negative", xlsx(put(years(), C3=-5)), [("C3", Fault.NEGATIVE)], "-5"),
    Case("negative in words", xlsx(put(years(), C3="－5万元")), [("C3", Fault.NEGATIVE)]),
    Case("impossibly large", xlsx(put(years(), C3=1e12)), [("C3", Fault.TOO_LARGE)]),
    Case("share above 100 %", xlsx(put(years(), C5=108)), [("C5", Fault.SHARE_ABOVE_100)], "108"),
    Case("share as a fraction", xlsx(put(years(), C5=0.93)), [("C5", Fault.SHARE_AS_FRACTION)], "请写 93 或 93%"),
    Case("share as a fraction in text", xlsx(put(years(), C5="0.93")), [("C5", Fault.SHARE_AS_FRACTION)]),
    Case("no year", xlsx(put(listed(), C3="")), [("C3", Fault.NO_YEAR)]),
    Case("no year anywhere", xlsx(put(places(), A1="")), [("B2", Fault.NO_YEAR), ("C2", Fault.NO_YEAR), ("D2", Fault.NO_YEAR)]),
    Case("half a year in a title", xlsx(put(places(), A1="2023年上半年双拥工作报表")), [("A1", Fault.PART_OF_YEAR)], "说的不是整年"),
    Case("half a year below a title of the year", xlsx([["2023年双拥工作报表", "", "", ""], ["截至2023年6月底", "", "", ""], *places()[1:]]), [("A2", Fault.PART_OF_YEAR)]),
    Case("months in the name of the file", xlsx(put(places(), A1="")), [("", Fault.PART_OF_YEAR)], "2023年1—6月", file="2023年1—6月报表.xlsx"),
    Case("a quarter in the name of a sheet", xlsx(put(places(), A1=""), "2023年第三季度"), [("", Fault.PART_OF_YEAR)], sheet="2023年第三季度"),
    Case("year in words", xlsx(put(listed(), C3="前年")), [("C3", Fault.UNREADABLE_YEAR)], "四位数"),
    Case("year out of range", xlsx(put(listed(), C3=1903)), [("C3", Fault.YEAR_OUT_OF_RANGE)]),
    Case("year out of range in a heading", xlsx(put(years(), C2=1023)), [("C2", Fault.YEAR_OUT_OF_RANGE)]),
    Case("year in the future", xlsx(put(years(), E2="2025年")), [("E2", Fault.FUTURE_YEAR)], "2025 年还没有到"),
    Case("row repeated", xlsx(put(listed(), A5="张掖市", B5="走访慰问金额", C5=2023, D5=130, E5="万元")), [("D5", Fault.REPEATED_ROW)], "与 D3 重复"),
    Case("row contradicts", xlsx(put(listed(), A5="张掖市", B5="走访慰问金额", C5=2023, D5=131, E5="万元")), [("D5", Fault.CONTRADICTING_ROW)], "那里是 130，这里是 131"),
    Case("formula without a value", xlsx(years(), change=unsolved), [("C3", Fault.FORMULA_WITHOUT_VALUE)], "=D3-20"),
    Case("division by zero", xlsx(years(), change=broken), [("C3", Fault.ERROR_VALUE)], "#DIV/0!"),
    Case("lost reference", no_reference(), [("D4", Fault.ERROR_VALUE)], "#REF!"),
    Case("date for a number", xlsx(put(years(), C3=date(1900, 4, 9))), [("C3", Fault.DATE_AS_NUMBER)], "1900-04-09"),
    Case("year for a number", xlsx(put(years(), C3="2021年")), [("C3", Fault.DATE_AS_NUMBER)]),
    Case("headings missing", xlsx(years()[2:]), [("", Fault.NO_HEADING)], "请加标题行"),
    Case("merged values", xlsx(put(years(), C3="", D3=""), change=merged), [("C3", Fault.MERGED_VALUE)], "取消合并"),
    Case("headings only", xlsx(years()[:2]), [("", Fault.NO_VALUES)]),
    Case("nothing filled in", xlsx([*years()[:2], *[[*row[:2], "", "—", "", ""] for row in years()[2:]]]), [("", Fault.NO_VALUES)]),
    Case("hidden row", xlsx(years(), change=hide_row), [("A4", Fault.HIDDEN_VALUES)], "第 4 行里有数值。请在选中的上下两行上点右键"),
    Case("hidden row below the names of places", xlsx([*places()[:1], ["指标", "张掖市", "芜湖市"], ["走访慰问金额", 1, 2], ["悬挂光荣牌数", 3, 4]], change=hide_row), [("A4", Fault.HIDDEN_VALUES)]),
    Case("hidden columns", xlsx(years(), change=hide_columns), [("D2", Fault.HIDDEN_VALUES), ("E2", Fault.HIDDEN_VALUES)], "隐藏的 D 列里有数值。请在选中的左右两列上点右键"),
    Case("hidden sheet", xlsx(years(), change=hide_sheet), [("", Fault.HIDDEN_VALUES)], "请在任一工作表标签上点右键，选“取消隐藏”后核对，或删去"),
    Case("total differs", xlsx(put(places(), A6="合计", B6=700, C6=24500)), [("B6", Fault.TOTAL_DIFFERS)], "各行相加为 680"),
    Case("heading unknown", xlsx(put(places(), D2="拥军热度")), [("D2", Fault.UNKNOWN_HEADING)], "拥军热度"),
    Case("layout unknown", xlsx([["甲", "乙"], [1, 2]]), [("", Fault.UNKNOWN_LAYOUT)], "空白报表"),
    Case("text in GB18030", csv(put(years(), C3="见附件"), encoding="gb18030"), [("C3", Fault.NOT_A_NUMBER)], file="报表.csv"),
    Case("semicolons", csv(put(places(), B3=-1), ";"), [("B3", Fault.NEGATIVE)], file="报表.csv"),
)  # fmt: skip
