"""The sheets of a return as one text: tab-separated lines, so that an offset points at a cell.

A sheet begins with a line of a form feed and its name; then line ``n`` is row ``n``, and its fields
are columns A, B, C …. A cell's own tabs and line breaks become spaces, so that this holds always.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from itertools import accumulate
from typing import Final

from etl.records import CellValue, Sheet

SHEET_MARK: Final = "\f"
_BREAKS: Final = re.compile(r"[\t\f\v\r\n\x1c-\x1e\x85\u2028\u2029]")


def cell_text(value: CellValue) -> str:
    """A cell as text of one line: 12.0 -> ``12``."""
    if isinstance(value, str):
        return _BREAKS.sub(" ", value) if value else value
    if isinstance(value, float) and not isinstance(value, bool):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def sheets_text(sheets: Iterable[Sheet]) -> str:
    """All sheets as one text."""
    return "\n".join(line for sheet in sheets for line in _lines(sheet))


def _lines(sheet: Sheet) -> Iterable[str]:
    yield SHEET_MARK + cell_text(sheet.name)
    for row in sheet.rows:
        yield "\t".join(map(cell_text, row)).rstrip("\t")


def cell_starts(sheets: Iterable[Sheet]) -> list[list[list[int]]]:
    """Offset of each cell in ``sheets_text``: by sheet, row and column."""
    at = 0
    found = []
    for sheet in sheets:
        at += len(SHEET_MARK) + len(cell_text(sheet.name)) + 1
        rows = []
        for row in sheet.rows:
            texts = list(map(cell_text, row))
            starts = list(accumulate((len(text) + 1 for text in texts), initial=at))
            rows.append(starts)
            at += len("\t".join(texts).rstrip("\t")) + 1
        found.append(rows)
    return found


def address(row: int, column: int) -> str:
    """``C5`` for row 4 and column 2, both counted from 0."""
    letters, column = "", column + 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"
