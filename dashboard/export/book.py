"""Workbooks: typed cells, heading rows that stay, pages that print on A4.

Text is written as text: a cell that begins with ``=`` is never a formula.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import pandas as pd
import xlsxwriter

from dashboard import palette
from dashboard.export import style

_WIDEST: Final = 44
_A4: Final = 190
_LINE: Final = 15.0
"""Widest column, and what A4 holds in legible type, in characters; points of a line, given as not
every office program works it out."""


class Book:
    """A workbook in memory with the few formats of the house."""

    def __init__(self, title: str, date: str) -> None:
        self._buffer = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": False,
        }
        self.book = xlsxwriter.Workbook(self._buffer, options)
        self.book.set_properties({"title": title[:250], "created": datetime.fromisoformat(date)})
        base = {"font_name": style.OFFICE_SANS, "font_size": 10, "valign": "top"}
        self.text = self.book.add_format({**base, "text_wrap": True})
        head = {**base, "bold": True, "bottom": 1, "bg_color": palette.LEVEL, "text_wrap": True}
        self.head = self.book.add_format(head)
        self.head_right = self.book.add_format({**head, "align": "right"})
        self.number = self.book.add_format({**base, "num_format": "#,##0.####"})
        self.whole = self.book.add_format({**base, "num_format": "#,##0"})
        self.year = self.book.add_format({**base, "num_format": "0"})

    def bytes(self) -> bytes:
        """Close the book and return it."""
        self.book.close()
        return self._buffer.getvalue()

    def cell(self, sheet: Any, row: int, column: int, value: Any, plain: bool = False) -> None:
        """Write one value by its kind; missing is an empty cell, ``plain`` a number without commas."""
        if isinstance(value, list | tuple):
            value = "；".join(map(str, value))
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value, self.text)
        elif isinstance(value, str):
            sheet.write_string(row, column, value[:32_767], self.text)
        elif value is None or pd.isna(value):
            sheet.write_blank(row, column, None, self.text)
        else:
            whole = float(value).is_integer()
            sheet.write_number(
                row, column, float(value), self.year if plain else self.whole if whole else self.number
            )

    def table(self, name: str, frame: pd.DataFrame, years: Sequence[str] = ()) -> Any:
        """A sheet with a heading row that stays and repeats in print; ``years`` get no commas."""
        sheet = self.book.add_worksheet(name)
        for j, heading in enumerate(frame.columns):
            numeric = pd.api.types.is_numeric_dtype(frame.iloc[:, j])
            sheet.write_string(0, j, str(heading), self.head_right if numeric else self.head)
        widths = [_width(heading, frame.iloc[:, j]) for j, heading in enumerate(frame.columns)]
        for j, width in enumerate(widths):
            sheet.set_column(j, j, width)
        for i, row in enumerate(frame.astype(object).itertuples(index=False), start=1):
            sheet.set_row(i, _LINE * max((_lines(v, w) for v, w in zip(row, widths, strict=True)), default=1))
            for j, value in enumerate(row):
                self.cell(sheet, i, j, value, plain=str(frame.columns[j]) in years)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        self.for_print(sheet, wide=sum(widths) > _A4)
        if len(frame):
            sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
        return sheet

    def for_print(self, sheet: Any, wide: bool = False) -> None:
        """A4 across, as wide as the page; A3 where that would be too small to read."""
        sheet.set_landscape()
        sheet.set_paper(8 if wide else 9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")


def _lines(value: object, width: float) -> int:
    """Lines that a text takes in a column; at most 20."""
    return min(20, len(style.wrapped(value, (width - 1) / 2))) if isinstance(value, str) else 1


def _width(heading: object, column: pd.Series) -> float:
    """Column width in characters from the heading and the first 200 cells."""
    seen = [style.width_of(str(heading)) + 1, *(style.width_of(str(v)) for v in column.head(200))]
    return min(_WIDEST, max(8.0, max(seen) * 2 + 2))
