"""How large a workbook is, found before it is parsed: the parser lays out every cell at once.

A file of 5 kB can hold one cell in A1 and one in XFD1048576, between which the parser would lay out
17 billion empty ones. What a sheet says of its own size (``dimension``) is not believed: the cells'
own addresses are looked at.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Final

import numpy as np
from lxml import etree

from etl.containers import reopened
from etl.records import At

MAX_CELLS: Final = 4_000_000
"""200 places x 90 indicators x 10 years one value a row are 1.4 million cells; parsed, 4 million
cells take about 250 MB."""
_ADDRESS: Final = re.compile(rb"""[ \t\r\n]r\s*=\s*["']([A-Za-z]{0,3})(\d{1,10})["']""")
_BLANKS: Final = np.frombuffer(b" \t\r\n", np.uint8)
_WHOLE_ADDRESS: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,10})")
MOST_LETTERS, MOST_DIGITS = 3, 10
_ROW: Final = re.compile(rb"<(?:[^\s<>:/]+:)?row(?=[\s/>])")
_CELL: Final = re.compile(rb"<(?:[^\s<>:/]+:)?c(?=[\s/>])")
Span = tuple[np.ndarray, np.ndarray]
"""Rows and columns of all addresses; column 0 is that of a row's own."""
_ODS_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def unpacked(data: bytes) -> dict[str, bytes]:
    """The XML parts of a zipped workbook by name; its container was checked before (``etl.formats``)."""
    with reopened(data) as container:
        names = [name for name in container.namelist() if name.endswith((".xml", ".rels"))]
        return {name: container.read(name) for name in names}


def cells_of(parts: dict[str, bytes]) -> int:
    """Cells that the sheets of an XLSX or ODS workbook span, filled or not."""
    sheets = [content for name, content in parts.items() if name.startswith("xl/worksheets/")]
    return sum(map(_spanned, sheets)) + (_ods_cells(parts["content.xml"]) if "content.xml" in parts else 0)


def _spanned(content: bytes) -> int:
    """Rows times columns up to the last address of an XLSX sheet; what has none stands behind the last."""
    rows, columns = _addresses(content)
    of_cells = int(np.count_nonzero(columns))
    of_rows = len(columns) - of_cells
    last_row, last_column = int(rows.max(initial=0)), int(columns.max(initial=0))
    if _most(content, b"row", b"rowB") > of_rows:
        last_row += max(len(_ROW.findall(content)) - of_rows, 0)
    if _most(content, b"c", b"col") > of_cells and len(_CELL.findall(content)) > of_cells:
        last_column += max(len(_CELL.findall(row)) for row in _ROW.split(content))
    return last_row * max(last_column, 1)


def _most(content: bytes, tag: bytes, other: bytes) -> int:
    """Elements of a name or more, but for those of another that begins alike; fast, by counting bytes."""
    return content.count(b"<" + tag) + content.count(b":" + tag) - content.count(b"<" + other)


def _addresses(content: bytes) -> Span:
    """Rows and columns of all addresses ``r="C5"``: a million in 0.2 s, by a pattern 1.5 s.

    An address not so written (``r='C5'`` is as good in XML, and no program writes it) calls for the pattern.
    """
    text = np.frombuffer(content + b"\0" * (MOST_LETTERS + MOST_DIGITS), np.uint8)
    at = np.flatnonzero(text[: len(content)] == ord("r"))
    at = at[np.isin(text[at - 1], _BLANKS)]
    equals, quote = text[at + 1], text[at + 2]
    usual = (equals == ord("=")) & (quote == ord('"'))
    if np.any(~usual & ((equals == ord("=")) | np.isin(equals, _BLANKS))):
        found = [(int(row), column_number(letters.decode())) for letters, row in _ADDRESS.findall(content)]
        rows, columns = (np.array([pair[n] for pair in found], np.int64) for n in (0, 1))
        return rows, columns
    return _read_addresses(text, at[usual] + 3)


def _read_addresses(text: np.ndarray, at: np.ndarray) -> Span:
    """Rows and columns of the addresses that begin at the places ``at``."""
    columns, rows = np.zeros(len(at), np.int64), np.zeros(len(at), np.int64)
    for _ in range(MOST_LETTERS):
        letter = (text[at] & ~np.uint8(32)).astype(np.int64) - ord("A") + 1  # upper case
        here = (letter >= 1) & (letter <= 26)
        if not here.any():
            break
        columns, at = np.where(here, columns * 26 + letter, columns), at + here
    for _ in range(MOST_DIGITS):
        digit = text[at].astype(np.int64) - ord("0")
        here = (digit >= 0) & (digit <= 9)
        if not here.any():
            break
        rows, at = np.where(here, rows * 10 + digit, rows), at + here
    return rows, columns


def column_number(letters: str) -> int:
    """``A`` -> 1, ``AB`` -> 28, nothing -> 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def at_of(address: str) -> At | None:
    """``C5`` -> (4, 2); None for what is no address."""
    found = _WHOLE_ADDRESS.fullmatch(address)
    return (int(found[2]) - 1, column_number(found[1]) - 1) if found else None


def _ods_cells(content: bytes) -> int:
    """Rows times columns up to the last filled cell of each ODS table, repeats counted."""
    tables = etree.iterparse(
        io.BytesIO(content), tag=f"{_ODS_TABLE}table", resolve_entities=False, no_network=True
    )
    total = 0
    try:
        for _, table in tables:
            total += _ods_table(table.iter(f"{_ODS_TABLE}table-row"))
            table.clear()
    except etree.XMLSyntaxError:
        return 0  # the parser says so
    return total


def _ods_table(rows: Iterable[etree._Element]) -> int:
    at = last_row = last_column = 0
    for row in rows:
        at += int(row.get(f"{_ODS_TABLE}number-rows-repeated", 1))
        across = 0
        for cell in row:
            across += int(cell.get(f"{_ODS_TABLE}number-columns-repeated", 1))
            if len(cell):
                last_row, last_column = at, max(last_column, across)
    return last_row * last_column
