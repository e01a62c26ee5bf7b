"""CSV and XLSX of a chart: the table as displayed, a native chart, definitions and sources."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
from xlsxwriter.utility import xl_range_abs

from dashboard import palette
from dashboard.export import style
from dashboard.export.book import Book
from dashboard.export.native import POSITION_END, Native, Series, Shape, native
from dashboard.export.spec import ChartTable
from dashboard.text import Text

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv(table: ChartTable) -> bytes:
    """The displayed table with a byte-order mark, so that Excel reads Chinese.

    A text that a spreadsheet would take for a formula gets an apostrophe before it: CSV has
    no other way to say that it is text.
    """
    return plain_csv(table.shown)


def plain_csv(frame: pd.DataFrame) -> bytes:
    """Any table as CSV; lists are joined by semicolons."""
    safe = frame.apply(lambda column: column.map(_harmless)) if len(frame) else frame
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _harmless(cell: Any) -> Any:
    """A cell that no spreadsheet runs."""
    if isinstance(cell, list | tuple) or (hasattr(cell, "tolist") and cell.ndim > 0):
        cell = ";".join(map(str, cell))
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell


def xlsx(table: ChartTable) -> bytes:
    """Sheets: data as displayed, native chart with its data, definitions and sources."""
    t = Text(table.language)
    book = Book(table.title, table.date)
    years = [table.heading(r) for r in ("x", "start", "end") if r in table.roles]
    book.table(t("export.sheet_data"), table.shown, years)
    chart_sheet(book, t("export.sheet_chart"), table)
    notes_sheet(book, t, table)
    return book.bytes()


def notes_sheet(book: Book, t: Text, table: ChartTable) -> None:
    """What each column means, where the figures come from and the sentences behind them."""
    rows = [
        (t("export.title"), table.title),
        (t("export.edition"), table.edition_id),
        (t("export.date"), table.date),
    ]
    rows += [(c.heading(table.language), c.definition) for c in table.columns if c.definition]
    rows += [(t("export.note"), one) for one in table.notes]
    rows += [(t("export.source"), one) for one in table.sources]
    rows += [(t("export.quote"), one) for one in table.quotes]
    book.table(t("export.sheet_notes"), pd.DataFrame(rows, columns=[t("export.item"), t("export.content")]))


def chart_sheet(book: Book, name: str, table: ChartTable) -> None:
    """A sheet with the chart's own figures and the chart beside them."""
    data = native(table)
    sheet = book.book.add_worksheet(name)
    book.for_print(sheet)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, max(2, len(data.series)), 20)
    drawn = (
        _scatter(book, sheet, name, data)
        if data.shape is Shape.SCATTER
        else _categories(book, sheet, name, data)
    )
    horizontal = data.shape in (Shape.BAR, Shape.STACKED)
    rows = len(data.categories) if horizontal else 0
    drawn.set_title(
        {
            "name": "\n".join([*style.wrapped(table.title, 40), *([data.caption] if data.caption else [])]),
            "name_font": _font(12),
            "overlay": False,
        }
    )
    drawn.set_size(
        {
            "width": 760,
            "height": max(
                380, 90 + (22 if len(data.series) == 1 or data.shape is Shape.STACKED else 36) * rows
            ),
        }
    )
    value_axis: dict[str, Any] = {
        "num_font": _font(9),
        "num_format": data.axis_format,
        "major_gridlines": {"visible": True, "line": {"color": palette.RULE}},
    }
    if data.few:
        value_axis["major_unit"] = 1
    value_axis |= {
        "label_position": "high" if horizontal else "next_to",
        "line": {"none": True},
        "name": table.heading("value"),
        "name_font": {**_font(9), "bold": False},
    }
    if horizontal:
        drawn.set_x_axis(value_axis | _ends(data))
        drawn.set_y_axis(
            {
                "reverse": True,
                "num_font": _font(9),
                "line": {"color": palette.RULE},
                "interval_unit": 1,
                "label_position": "low" if data.two_sided else "next_to",
            }
        )
    else:
        drawn.set_y_axis(value_axis)
        drawn.set_x_axis(
            {
                "num_font": _font(9),
                "line": {"color": palette.RULE},
                "num_format": "0",
                "major_gridlines": {"visible": False},
            }
        )
    plain = len(data.series) == 1 or data.shape is Shape.STACKED
    drawn.set_legend({"none": True} if plain else {"position": "bottom", "font": _font(9)})
    sheet.insert_chart(0, max(3, len(data.series) + 2), drawn)


def _ends(data: Native) -> dict[str, float]:
    """Where the axis of bars begins and ends, where that is not left to the office program."""
    if data.positions:
        return {"min": 0, "max": POSITION_END, "major_unit": 25}
    return {"min": 0} if data.shape is Shape.BAR and not data.two_sided else {}


def _font(size: int) -> dict[str, Any]:
    return {"name": style.OFFICE_SANS, "size": size, "color": palette.INK, "bold": False}


def _categories(book: Book, sheet: Any, name: str, data: Native) -> Any:
    """Categories in column A, a series a column; returns the chart over them."""
    kinds = {
        Shape.BAR: {"type": "bar"},
        Shape.STACKED: {"type": "bar", "subtype": "stacked"},
        Shape.LINE: {"type": "line"},
    }
    chart = book.book.add_chart(kinds[data.shape])
    for i, label in enumerate(data.categories, start=1):
        book.cell(sheet, i, 0, label)
    for j, series in enumerate(data.series, start=1):
        sheet.write_string(0, j, series.name, book.head_right)
        for i, value in enumerate(series.values, start=1):
            book.cell(sheet, i, j, value)
        rows = max(1, len(data.categories))
        where = {"name": [name, 0, j], "categories": [name, 1, 0, rows, 0], "values": [name, 1, j, rows, j]}
        chart.add_series({**where, **_look(data, series)})
    return chart


def _scatter(book: Book, sheet: Any, name: str, data: Native) -> Any:
    """Name, x and y a row; one series of one or two points a row pair."""
    chart = book.book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    row = 0
    for series in data.series:
        for x, y in zip(series.x, series.values, strict=True):
            book.cell(sheet, row, 0, series.name)
            book.cell(sheet, row, 1, x, plain=True)
            book.cell(sheet, row, 2, y)
            row += 1
        first, last = row - len(series.x), row - 1
        at = f"'{name}'!"
        x_range, y_range = (f"={at}{xl_range_abs(first, c, last, c)}" for c in (1, 2))
        where = {"name": [name, first, 0], "categories": x_range, "values": y_range}
        chart.add_series({**where, **_look(data, series)})
    return chart


def _look(data: Native, series: Series) -> dict[str, Any]:
    """Colours, gaps and labels of one series."""
    if data.shape in (Shape.LINE, Shape.SCATTER):
        colour = series.colour or palette.GROUP
        marker = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
        return {"line": {"color": colour, "width": 2.0}, "marker": marker}
    fill = {"none": True} if series.colour is None else {"color": series.colour}
    look: dict[str, Any] = {"fill": fill, "border": {"none": True}, "gap": 50}
    points: list[dict[str, Any] | None] = [None] * len(data.categories)
    for i, colour in series.marked:
        points[i] = {"fill": {"color": colour}}
    if series.marked:
        look["points"] = points
    if series.labelled:
        look["data_labels"] = {"value": True, "font": _font(9), "num_format": data.number_format}
    return look
