"""The empty return: a workbook made from the catalogue, one sheet a place, ready to fill in and print.

It holds what its reader needs to know of each row (id, unit) beside what a person reads, and keeps
what must not change from being changed by mistake: locked without a password.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from etl.catalog import Catalog, Indicator
from etl.records import Place
from etl.schema import Measure, PlaceLevel

FACE: Final = "Microsoft YaHei"
HEADINGS: Final = ("指标编号 ID", "指标 Indicator", "口径 Definition", "单位 Unit")
TAIL: Final = ("数据来源 Source", "备注 Remarks")
TITLE: Final = "双拥工作指标报表"
FIRST: Final = ("context.population", "policy.veterans_total")
"""What other values are divided by: asked first."""
HEAD_ROWS: Final = 5
"""Title, instructions, two rows of who and when, and the headings: the indicators begin below."""
LISTS: Final = "名单"
"""The hidden sheet with the names that the drop-down of places offers."""
_INSTRUCTIONS: Final = (
    "只填白色格，每格一个数；没有的请留空，不要填 0。单位不同可连单位写，如 1.2亿元；约数可写 约300。"
    "\nReturn of Shuangyong indicators. Fill in the white cells, one number each; leave blank"
    " what is not known, no zeros. Another unit may be written with the figure (1.2亿元),"
    " and so may 约 (about)."
)
_WIDTHS: Final = (24, 34, 46, 10)
_YEAR_WIDTH, _SOURCE_WIDTH, _REMARK_WIDTH = 12, 22, 26


def template(catalog: Catalog, years: Sequence[int], places: Sequence[Place] = ()) -> bytes:
    """An empty return for the years: a sheet for each place, or one whose place is chosen from a list.

    Raises ``ValueError`` when no year or one place twice is asked for.
    """
    if not years or len(set(years)) < len(years) or len({p.code for p in places}) < len(places):
        raise ValueError("年份不能为空，年份和地方不能重复 / years are needed, and none twice, nor a place")
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        formats = _formats(book)
        indicators = sorted(catalog.indicators.values(), key=lambda i: _rank(i.indicator_id))
        for place in places or (None,):
            _sheet(book, formats, indicators, years, place)
        if not places:
            _names(book, catalog)
    return stream.getvalue()


def _rank(indicator_id: str) -> int:
    return FIRST.index(indicator_id) if indicator_id in FIRST else len(FIRST)


def _formats(book: xlsxwriter.Workbook) -> dict[str, Any]:
    base = {"font_name": FACE, "font_size": 10, "valign": "vcenter", "text_wrap": True}
    boxed = {**base, "border": 1, "border_color": "#E5E1D8"}
    fixed = {**boxed, "bg_color": "#FAF9F6"}
    return {
        "title": book.add_format({**base, "font_size": 16, "bold": True, "text_wrap": False}),
        "words": book.add_format({**base, "font_color": "#5B616B"}),
        "label": book.add_format({**base, "bold": True}),
        "open": book.add_format({**boxed, "locked": False}),
        "date": book.add_format({**boxed, "locked": False, "num_format": "yyyy-mm-dd", "align": "left"}),
        "heading": book.add_format({**fixed, "bold": True, "align": "center"}),
        "id": book.add_format({**fixed, "font_color": "#8A93A0", "font_size": 8}),
        "fixed": book.add_format(fixed),
        "number": book.add_format({**boxed, "locked": False, "num_format": "#,##0.######", "align": "right"}),
    }


def _sheet(
    book: xlsxwriter.Workbook,
    formats: dict[str, Any],
    indicators: Sequence[Indicator],
    years: Sequence[int],
    place: Place | None,
) -> None:
    sheet = book.add_worksheet(place.name[:31] if place else "报表")
    last = len(HEADINGS) + len(years) + len(TAIL) - 1
    sheet.write_string(0, 0, TITLE, formats["title"])
    sheet.merge_range(1, 0, 1, last, _INSTRUCTIONS, formats["words"])
    _head(sheet, formats, place)
    headings = [*HEADINGS, *(f"{year}年" for year in years), *TAIL]
    for column, heading in enumerate(headings):
        sheet.write_string(HEAD_ROWS - 1, column, heading, formats["heading"])
    for row, indicator in enumerate(indicators, HEAD_ROWS):
        _row(sheet, formats, row, indicator, len(years))
    _arrange(sheet, last, HEAD_ROWS + len(indicators) - 1, len(years))


def _head(sheet: Any, formats: dict[str, Any], place: Place | None) -> None:
    """Place, office and date: labels with cells to fill in."""
    sheet.write_string(2, 0, "地方 Place", formats["label"])
    sheet.write_string(2, 1, place.name if place else "", formats["fixed" if place else "open"])
    sheet.write_string(2, 2, "填报单位 Office", formats["label"])
    sheet.merge_range(2, 3, 2, 5, "", formats["open"])
    sheet.write_string(3, 0, "填报日期 Date", formats["label"])
    sheet.write_blank(3, 1, None, formats["date"])
    if place is None:
        sheet.data_validation(2, 1, 2, 1, _list_of_places())


def _list_of_places() -> dict[str, Any]:
    return {
        "validate": "list",
        "source": f"={LISTS}!$A:$A",
        "input_title": "地方 Place",
        "input_message": "请选择或输入全称 choose, or type the full name",
        "error_type": "warning",
        "error_title": "地方 Place",
        "error_message": "名单中没有，请核对全称 not in the list: check the full name",
    }


def _row(sheet: Any, formats: dict[str, Any], row: int, indicator: Indicator, years: int) -> None:
    """One indicator: what it is, and its cells to fill in."""
    name = f"{indicator.name_zh}\n{indicator.name_en}"
    counts = f"{indicator.counts}\n{indicator.counts_en}"
    sheet.write_string(row, 0, indicator.indicator_id, formats["id"])
    for column, words in enumerate((name, counts, indicator.unit), 1):
        sheet.write_string(row, column, words, formats["fixed"])
    first = len(HEADINGS)
    for column in range(first, first + years):
        sheet.write_blank(row, column, None, formats["number"])
    for column in range(first + years, first + years + len(TAIL)):
        sheet.write_blank(row, column, None, formats["open"])
    sheet.data_validation(row, first, row, first + years - 1, _number_check(indicator, row))
    sheet.set_row(row, 15 * max(2, -(-len(indicator.counts) // 22) + -(-len(indicator.counts_en) // 44)))


def _number_check(indicator: Indicator, row: int) -> dict[str, Any]:
    """Numbers from 0 (shares to 100), or figures in words, which the reader checks."""
    cell = xl_rowcol_to_cell(row, len(HEADINGS))
    share = indicator.measure is Measure.RATE
    most = f",{cell}<=100" if share else ""
    return {
        "validate": "custom",
        "value": f"=OR(ISTEXT({cell}),AND(ISNUMBER({cell}),{cell}>=0{most}))",
        "error_title": "请核对 Check",
        "error_message": f"应为 0 到 100 的数 a number from 0 to 100 ({indicator.unit})"
        if share
        else f"应为不小于 0 的数 a number of at least 0 ({indicator.unit})",
    }


def _arrange(sheet: Any, last: int, bottom: int, years: int) -> None:
    """Widths, frozen headings, print on A4 across, and the lock."""
    tail = (_SOURCE_WIDTH, _REMARK_WIDTH)
    for column, width in enumerate((*_WIDTHS, *[_YEAR_WIDTH] * years, *tail)):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 28)
    sheet.set_row(1, 48)
    sheet.set_row(HEAD_ROWS - 1, 24)
    sheet.freeze_panes(HEAD_ROWS, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROWS - 1)
    sheet.print_area(0, 0, bottom, last)
    sheet.set_footer("&L&A&R&P / &N")
    sheet.autofilter(HEAD_ROWS - 1, 0, bottom, last)
    free = ("format_columns", "format_rows", "format_cells", "autofilter", "sort")
    sheet.protect("", dict.fromkeys(free, True))


def _names(book: xlsxwriter.Workbook, catalog: Catalog) -> None:
    """The places that the drop-down offers, provinces and prefectures first, in a sheet of their own."""
    sheet = book.add_worksheet(LISTS)
    order = sorted(catalog.places.values(), key=lambda p: (p.level == PlaceLevel.COUNTY, p.code))
    for row, place in enumerate(order):
        sheet.write_string(row, 0, place.name)
    sheet.hide()
