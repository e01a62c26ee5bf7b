"""A Word document: paragraphs, headings, lists, tables, text boxes and notes in reading order.

A footnote or endnote stands after the paragraph or table that refers to it; one of a title or heading
after the first sentences below it, or it would pass for a part of the title. What is deleted in a
tracked change is not read, what is inserted is. Headers, footers, comments, hidden text, the table
of contents and pictures are not read. The date in a file's properties is that of a template or of
the last saving, so it is not taken for the report's.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import docx
from docx.exceptions import PythonDocxError
from docx.oxml.ns import qn

from etl.containers import reopened
from etl.documents.blocks import INDENT, Block, Content, Grid, Paragraph
from etl.documents.notes import SKIPPED, Notes, hidden
from etl.schema import Problem

MAX_XML: Final = 30_000_000
"""Bytes of one XML part; as a tree it takes some ten times as much."""
_PARTS: Final = frozenset(
    map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag"))
)
"""What may stand around paragraphs and runs and is read through."""
_CHARACTERS: Final = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_HEADINGS: Final = ("heading", "标题", "title", "subtitle")
_CONTENTS: Final = ("toc", "目录")
_SENTENCE_ENDS: Final = ("。", "！", "？", "；", "…")
MAX_DEPTH: Final = 8
"""Tables within tables."""


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says of the role of its paragraphs."""

    name: str = ""
    heading: bool = False
    listed: bool = False
    indented: bool = False


def read_word(data: bytes) -> Content | Problem:
    """The blocks of a DOCX, whose container was checked before (``etl.formats``)."""
    with reopened(data) as container:
        if any(m.file_size > MAX_XML for m in container.infolist() if m.filename.endswith(".xml")):
            return Problem.TOO_COMPLEX
    try:
        document = docx.Document(io.BytesIO(data))
        walk = _Walk(document.styles, Notes(document.part))
        blocks = (*walk.blocks(document.element.body), *walk.held_back())
    except (KeyError, ValueError, AttributeError, SyntaxError, RecursionError, PythonDocxError):
        return Problem.DAMAGED_FILE  # lxml's errors are SyntaxErrors
    title = (document.core_properties.title or "").strip()
    return Content(blocks, title=title or None)


class _Walk:
    """Goes through a document's elements and counts its paragraphs."""

    def __init__(self, styles: Any, notes: Notes) -> None:
        self._named = {style.style_id: style for style in styles}
        self._notes, self._held = notes, list[Block]()
        self._roles: dict[str | None, _Style] = {}
        self._count = 0

    def blocks(self, parent: Any, depth: int = 0) -> Iterator[Block]:
        """Paragraphs and tables below an element, in order; text boxes after their paragraph."""
        for element in parent:
            if element.tag == qn("w:p"):
                yield from self._paragraph(element, depth)
            elif element.tag == qn("w:tbl"):
                yield from self._table(element, depth)
            elif element.tag in _PARTS:
                yield from self.blocks(element, depth)
            if self._held and depth == 0 and _ends_a_sentence(element):
                yield from self.held_back()

    def held_back(self) -> Iterator[Block]:
        """The notes that were referred to and wait for the end of a paragraph or table."""
        held, self._held = self._held, []
        yield from held

    def _hold_back(self, element: Any, depth: int) -> None:
        """Read the notes that a paragraph refers to; their paragraphs are not counted."""
        counted = self._count
        for locator, note in self._notes.referred_to(element):
            inner = self.blocks(note, depth + 1)
            self._held += [replace(block, locator=locator) for block in inner]
        self._count = counted

    def _paragraph(self, element: Any, depth: int) -> Iterator[Block]:
        self._count += 1
        locator = f"¶{self._count}"
        style = self._style(element.style)
        text = "".join(_text(element)).strip("\n\t ")
        if text.strip() and not style.name.startswith(_CONTENTS):
            yield Paragraph(text, locator, _mark(element, style, text))
        if depth < MAX_DEPTH:
            self._hold_back(element, depth)
            for box in _boxes(element):
                yield from self.blocks(box, depth + 1)

    def _style(self, style_id: str | None) -> _Style:
        """The role of a style; looked up once, and only for styles that are used."""
        if style_id not in self._roles:
            named = self._named.get(style_id)
            self._roles[style_id] = _style(named) if named is not None else _Style()
        return self._roles[style_id]

    def _table(self, element: Any, depth: int) -> Iterator[Block]:
        """A table, then what is nested in its cells; a table of one cell is a frame around prose."""
        rows, nested = [], []
        locator = f"¶{self._count + 1}"
        cells = [_cells(row) for row in element.iter(qn("w:tr")) if _owner(row) is element]
        if max(map(len, cells), default=0) == 1:
            for cell in (c for row in cells for _, c in row if c is not None):
                yield from self.blocks(cell, depth) if depth < MAX_DEPTH else ()
            return
        for row in cells:
            texts: list[str] = []
            for column, cell in row:
                read = cell is not None and depth < MAX_DEPTH
                inner = list(self.blocks(cell, depth + 1)) if read else []
                own = [b.text for b in inner if isinstance(b, Paragraph)]
                texts += [""] * (column - len(texts)) + ["\n".join(own)]
                nested += [b for b in inner if isinstance(b, Grid)]
            rows.append(tuple(texts))
        yield Grid(tuple(rows), locator)
        yield from nested


def _ends_a_sentence(element: Any) -> bool:
    """Whether something may be put in behind an element: a table, or a paragraph of prose."""
    return element.tag == qn("w:tbl") or "".join(_text(element)).rstrip().endswith(_SENTENCE_ENDS)


def _owner(row: Any) -> Any:
    """The table that a row belongs to, through content controls and tracked changes."""
    return next(row.iterancestors(qn("w:tbl")))


def _cells(row: Any) -> list[tuple[int, Any]]:
    """(column, cell) of a row; a cell that goes on over columns stands once, one from above is None."""
    found: list[tuple[int, Any]] = []
    column = 0
    for cell in (c for c in row.iter(qn("w:tc")) if next(c.iterancestors(qn("w:tr"))) is row):
        found.append((column, None if cell.vMerge == "continue" else cell))
        column += max(1, min(cell.grid_span, 200))
    return found


def _text(element: Any) -> Iterator[str]:
    """The characters of a paragraph that are shown, without those of text boxes in it."""
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag == qn("w:r") and hidden(child):
            continue
        elif child.tag not in SKIPPED and child.tag != qn("w:txbxContent"):
            yield from _text(child)


def _boxes(element: Any) -> Iterator[Any]:
    """Text boxes anchored in a paragraph; of an alternative for old programs, none."""
    for child in element:
        if child.tag == qn("w:txbxContent"):
            yield child
        elif child.tag not in SKIPPED:
            yield from _boxes(child)


def _mark(element: Any, style: _Style, text: str) -> str:
    properties = element.pPr
    level = properties.find(qn("w:outlineLvl")) if properties is not None else None
    if style.heading or (level is not None and level.get(qn("w:val")) != "9"):
        return "# "
    if style.listed or (properties is not None and properties.numPr is not None):
        return "- "
    if style.indented or _indented(properties) or text.startswith("\u3000"):
        return INDENT if not text.startswith("\u3000") else ""
    return ""


def _indented(properties: Any) -> bool:
    """Whether the first line is set in, in points or in characters."""
    indent = properties.find(qn("w:ind")) if properties is not None else None
    sizes: Sequence[str | None] = (
        [] if indent is None else [indent.get(qn(f"w:{name}")) for name in ("firstLine", "firstLineChars")]
    )
    return any(size and size.lstrip("-").isdigit() and int(size) > 0 for size in sizes)


def _style(style: Any) -> _Style:
    """A style with what it takes over from the styles that it is based on."""
    name = (style.name or "").lower()
    properties = style.element.find(qn("w:pPr"))
    base = getattr(style, "base_style", None)
    above = _style(base) if base is not None and base.style_id != style.style_id else _Style()
    own = properties is not None
    level = properties.find(qn("w:outlineLvl")) if own else None
    return _Style(
        name,
        above.heading or name.startswith(_HEADINGS) or level is not None,
        above.listed or name.startswith(("list", "列表")) or (own and properties.numPr is not None),
        above.indented or _indented(properties),
    )
