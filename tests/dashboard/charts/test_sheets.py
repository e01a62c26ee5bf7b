"""A return's text as a table: rows and columns as in the file, figures marked, everything escaped."""

from __future__ import annotations

from dashboard.charts import sheets
from dashboard.charts.document import Span
from etl.records import Sheet
from etl.returns.written import SHEET_MARK, address, sheets_text

TEXT = sheets_text([Sheet("甲", (("指标", "2022年"), ("a<b", 12.0))), Sheet("乙", (("", "", 3.5),) * 450)])


def test_the_mark_of_a_sheet_is_that_of_the_etl() -> None:
    assert sheets.SHEET_MARK == SHEET_MARK
    assert [sheets.letter(n) + "1" for n in (0, 25, 26, 701, 702)] == [
        address(0, n) for n in (0, 25, 26, 701, 702)
    ]


def test_long_sheets_come_in_windows() -> None:
    found = [(one.sheet, one.first, len(one.rows)) for one in sheets.windows(TEXT)]
    assert found == [("甲", 0, 2), ("乙", 0, 200), ("乙", 200, 200), ("乙", 400, 50)]
    assert all(TEXT[at : at + len(line)] == line for one in sheets.windows(TEXT) for at, line in one.rows)


def test_a_figure_is_a_button_in_its_cell_and_text_is_escaped() -> None:
    start = TEXT.index("12")
    html = sheets.html(sheets.windows(TEXT)[0], [Span(start, start + 2, "id", "shown", "<tip>")])
    assert (
        '<td>a&lt;b</td><td class="sy-num"><button type="button" class="sy-figure-shown" data-pick="id"'
        in html
    )
    assert 'data-tip="&lt;tip&gt;"' in html
    assert html.count("<tr>") == 3
