"""Bytes to sheets: XLSX, XLS and ODS by calamine, CSV whatever its delimiter. No judgement of content."""

from __future__ import annotations

import csv
import gc
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import python_calamine as calamine

from etl.records import CellValue, Sheet
from etl.returns.extent import MAX_CELLS, cells_of, unpacked
from etl.returns.marks import Marks, marks
from etl.schema import Problem

_ZIP: Final = b"PK\x03\x04"
_DELIMITERS: Final = ",\t;|"
_SAMPLE_LINES: Final = 30
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]+)?")
"""A plain number in CSV, which has no other types; one of more digits is a code, kept as text."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for cycles, of which 180,000 rows have none: it takes a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@uncollected()
def read_workbook(data: bytes) -> tuple[Sheet, ...] | Problem:
    """The sheets of an XLSX, XLS or ODS file checked by ``etl.formats``; or why it cannot be read."""
    found: dict[str, Marks] = {}
    if data.startswith(_ZIP):
        parts = unpacked(data)
        if cells_of(parts) > MAX_CELLS:
            return Problem.TOO_MANY_CELLS
        found = marks(parts)
        del parts
    try:
        with calamine.load_workbook(io.BytesIO(data)) as book:
            sheets = tuple(
                _sheet(book.get_sheet_by_name(about.name), about, found.get(about.name, Marks()))
                for about in book.sheets_metadata
                if about.typ is calamine.SheetTypeEnum.WorkSheet
            )
    except (calamine.CalamineError, ValueError):
        return Problem.UNREADABLE
    return sheets if any(sheet.rows for sheet in sheets) else Problem.EMPTY


def _sheet(sheet: calamine.CalamineSheet, about: calamine.SheetMetadata, found: Marks) -> Sheet:
    rows = sheet.to_python(skip_empty_area=False)
    for (row, column), text in found.unread.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    return Sheet(
        about.name,
        tuple(map(tuple, rows)),
        hidden=about.visible is not calamine.SheetVisibleEnum.Visible,
        hidden_rows=frozenset(found.hidden_rows),
        hidden_columns=frozenset(found.hidden_columns),
        merged=tuple(sheet.merged_cell_ranges or ()),
        formulas=frozenset(found.formulas),
        percents=frozenset(found.percents),
        comments=found.comments,
    )


def read_csv(name: str, text: str) -> tuple[Sheet, ...] | Problem:
    """A CSV file's text as one sheet of the name given."""
    delimiter = _delimiter(text.splitlines()[:_SAMPLE_LINES])
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return Problem.UNREADABLE
    width = max(map(len, lines), default=0)
    if width * len(lines) > MAX_CELLS:
        return Problem.TOO_MANY_CELLS
    return (Sheet(name, tuple((*map(_typed, line), *[""] * (width - len(line))) for line in lines)),)


def _delimiter(sample: Sequence[str]) -> str:
    """The delimiter that parts most lines into the same number of fields, more than one."""

    def fit(delimiter: str) -> int:
        widths = Counter(len(line) for line in csv.reader(sample, delimiter=delimiter) if len(line) > 1)
        return max((width * lines for width, lines in widths.items()), default=0)

    return max(_DELIMITERS, key=fit)


def _typed(field: str) -> CellValue:
    field = field.strip()
    return float(field) if _NUMBER.fullmatch(field) else field
