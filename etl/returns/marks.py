"""What a spreadsheet says of its cells beside their values: formulas, errors, per cents, what is hidden.

The reader of cells (calamine) gives values only: a formula without a stored value and an error are
empty to it. So the XML of a sheet is gone through once more, where a quick look shows that it is
worth it: in a return as it should be nothing of this stands, and nothing is lost.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import Final

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeTree
from lxml import etree

from etl.records import At
from etl.returns.comments import comments_of
from etl.returns.extent import at_of

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORTH: Final = (b"<f", b":f", b"'", b't="e"', b"hidden=")
"""Begin of a formula, an error, a hidden row or column; ``'`` may stand for ``"``."""
_PERCENT_BUILT_IN: Final = frozenset({"9", "10"})
_ROW, _COLUMN = f"{_MAIN}row", f"{_MAIN}col"
_HIDDEN: Final = ("1", "true")
MAX_COLUMNS: Final = 16_384
"""Of a sheet, in any program."""


@dataclass(slots=True)
class Marks:
    """What one sheet's XML says of its cells."""

    formulas: set[At] = field(default_factory=set)
    unread: dict[At, str] = field(default_factory=dict)
    """What stands in cells that give no value: an error, or a formula that was never worked out."""
    percents: set[At] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    comments: dict[At, str] = field(default_factory=dict)


def marks(parts: dict[str, bytes]) -> dict[str, Marks]:
    """Marks by name of sheet, from the XML parts of an XLSX workbook; none where they do not parse."""
    try:
        sheets = _sheet_parts(parts)
        percents = _percent_styles(parts.get("xl/styles.xml"))
        found = {name: _marks(parts[part], percents) for name, part in sheets.items() if part in parts}
        for name, of_sheet in found.items():
            of_sheet.comments = comments_of(sheets[name], parts)
        return found
    except (SafeTree.ParseError, DefusedXmlException, etree.XMLSyntaxError):
        return {}


def _sheet_parts(parts: dict[str, bytes]) -> dict[str, str]:
    """Name of sheet -> name of its part."""
    workbook, relations = parts.get("xl/workbook.xml"), parts.get("xl/_rels/workbook.xml.rels")
    if workbook is None or relations is None:
        return {}
    targets = {r.get("Id"): r.get("Target", "") for r in SafeTree.fromstring(relations)}
    return {
        sheet.get("name", ""): _part(targets.get(sheet.get(_RELATION), ""))
        for sheet in SafeTree.fromstring(workbook).iter(f"{_MAIN}sheet")
    }


def _part(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _percent_styles(styles: bytes | None) -> frozenset[str]:
    """Numbers of the cell styles that show per cents."""
    if styles is None or not (b"%" in styles or re.search(rb"numFmtId=[\"'](?:9|10)[\"']", styles)):
        return frozenset()
    root = SafeTree.fromstring(styles)
    formats = {f.get("numFmtId") for f in root.iter(f"{_MAIN}numFmt") if "%" in f.get("formatCode", "")}
    cells = root.find(f"{_MAIN}cellXfs")
    found = enumerate(cells if cells is not None else ())
    return frozenset(str(n) for n, xf in found if xf.get("numFmtId") in formats | _PERCENT_BUILT_IN)


def _marks(content: bytes, percents: frozenset[str]) -> Marks:
    found = Marks()
    if not percents and not any(words in content for words in _WORTH):
        return found
    at, columns = [-1, -1], 0
    for _, row in etree.iterparse(
        io.BytesIO(content), tag=(_ROW, _COLUMN), resolve_entities=False, no_network=True, load_dtd=False
    ):
        if row.tag == _COLUMN:
            columns = _mark_columns(found, row, columns)
            continue
        at = [int(row.get("r", at[0] + 2)) - 1, -1]
        if row.get("hidden") in _HIDDEN:
            found.hidden_rows.add(at[0])
        for cell in row:
            address = at_of(cell.get("r", ""))
            at[1] = address[1] if address else at[1] + 1
            _mark(found, cell, (at[0], at[1]), percents)
        row.clear()
    return found


def _mark_columns(found: Marks, columns: etree._Element, seen: int) -> int:
    """Mark columns described in one; those ``seen`` stand before, so that none is gone through twice."""
    first, last = int(columns.get("min", 1)) - 1, min(int(columns.get("max", 1)), MAX_COLUMNS)
    if columns.get("hidden") in _HIDDEN:
        found.hidden_columns.update(range(max(first, seen), last))
    return max(seen, last)


def _mark(found: Marks, cell: etree._Element, at: At, percents: frozenset[str]) -> None:
    formula, value = cell.findtext(f"{_MAIN}f"), cell.findtext(f"{_MAIN}v")
    if formula is not None:
        found.formulas.add(at)
    if cell.get("t") == "e":
        found.unread[at] = value or "#N/A"
    elif formula is not None and not value:
        found.unread[at] = f"={formula}"
    if cell.get("s") in percents and cell.get("t", "n") == "n":
        found.percents.add(at)
