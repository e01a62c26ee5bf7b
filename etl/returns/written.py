"""The sheets of a return as one text: tab-separated lines, so that an offset points at a cell.

A sheet begins with a line of a form feed and its name; then line ``n`` is row ``n``, and its fields
are columns A, B, C …. A cell's own tabs and line breaks become spaces, so that this holds always.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from etl.records import CellValue, Sheet

SHEET_MARK: Final = "\f"
_BREAKS: Final = re.compile(r"[\t\f\v\r\n\x1c-\x1e\x85\u2028\u2029]")


def cell_text(value: CellValue) -> str:
    """A cell as text of one line: 12.0 -> ``12``."""
    if isinstance(value, str):
        return value if value.isprintable() else _BREAKS.sub(" ", value)
    return _number_text(value) if isinstance(value, float) else str(value)


@lru_cache(maxsize=65536)
def _number_text(value: float) -> str:
    text = repr(value + 0.0)  # -0.0 is one key with 0.0: the same text, whichever came first
    return text[:-2] if text.endswith(".0") else text


def sheets_text(sheets: Iterable[Sheet]) -> str:
    """All sheets as one text."""
    return "\n".join(line for sheet in sheets for line in _lines(sheet))


def _lines(sheet: Sheet) -> Iterable[str]:
    yield SHEET_MARK + cell_text(sheet.name)
    for row in sheet.rows:
        yield "\t".join(map(cell_text, row)).rstrip("\t")


class Written:
    """A text of sheets, to ask where each cell stands in it and what is written there."""

    def __init__(self, text: str) -> None:
        self._sheets: list[list[tuple[int, str]]] = []
        at = 0
        for line in text.split("\n"):
            if line.startswith(SHEET_MARK):
                self._sheets.append([])
            else:
                self._sheets[-1].append((at, line))
            at += len(line) + 1

    def cell(self, sheet: int, row: int, column: int) -> tuple[int, str]:
        """Offset and text of a cell."""
        start, line = self._sheets[sheet][row]
        before = line.split("\t", column + 1)
        if column >= len(before):
            return start, ""
        return start + sum(map(len, before[:column])) + column, before[column]


def address(row: int, column: int) -> str:
    """``C5`` for row 4 and column 2, both counted from 0."""
    return f"{letters(column)}{row + 1}"


@lru_cache(maxsize=16384)
def letters(column: int) -> str:
    """``C`` for column 2, counted from 0."""
    name, column = "", column + 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
