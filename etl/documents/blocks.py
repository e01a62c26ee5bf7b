"""What every kind of document comes down to: paragraphs and tables in reading order, and their text.

``compose`` writes them into one text in the form of our plain-text reports (headings marked by ``#``,
items by ``-``, a paragraph a line), so that one set of rules finds title, date, sentences and
figures in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from etl.records import Document, TextTable
from etl.schema import Problem

INDENT: Final = "\u3000\u3000"
"""How a paragraph begins in Chinese; what is not indented may be a title or a heading."""
CELL: Final = "\t"
"""Between the cells of a row."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its printed text, and the page or paragraph of the original where it begins."""

    text: str
    locator: str
    mark: str = ""
    """What stands before it: ``"# "`` a heading, ``"- "`` an item of a list, ``INDENT`` prose."""
    breaks: tuple[tuple[int, str], ...] = ()
    """(offset in the text, page) where it runs over to another page."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the printed text of its cells, row by row; a merged cell stands where it begins."""

    rows: tuple[tuple[str, ...], ...]
    locator: str


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Content:
    """A document's blocks, and what its metadata say; used where the text itself does not."""

    blocks: tuple[Block, ...]
    title: str | None = None
    publisher: str | None = None
    problems: tuple[Problem, ...] = ()
    """What was left out of it."""


class _Composer:
    """The text so far, and what lies where in it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.locators: list[tuple[int, str]] = []
        self.tables: list[TextTable] = []
        self.last: tuple[int, int] | None = None

    def write(self, text: str) -> tuple[int, int]:
        """Append; the span it takes."""
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        return start, self.length

    def locate(self, offset: int, locator: str) -> None:
        """From here on the text stands in that page or paragraph."""
        if not self.locators or self.locators[-1][1] != locator:
            self.locators.append((offset, locator))

    def paragraph(self, block: Paragraph) -> None:
        """One paragraph, a line of its own."""
        self.locate(self.length, block.locator)
        self.write(block.mark)
        self.last = self.write(block.text)
        for offset, page in block.breaks:
            self.locate(self.last[0] + offset, page)
        self.write("\n")

    def grid(self, block: Grid) -> None:
        """One table, a row a line; a blank line on each side; a row without cells of its own is none."""
        filled = [row for row in block.rows if row]
        if not filled:
            return
        self.write("\n")
        self.locate(self.length, block.locator)
        rows = []
        for row in filled:
            cells = []
            for number, cell in enumerate(row):
                cells.append(self.write(cell))
                self.write(CELL if number < len(row) - 1 else "\n")
            rows.append(tuple(cells))
        self.tables.append(TextTable(tuple(rows), self.last))
        self.write("\n")
        self.last = None


def compose(whole: Document, blocks: Iterable[Block]) -> Document:
    """The document with the text of its blocks, their locators and its tables."""
    composer = _Composer()
    for block in blocks:
        if isinstance(block, Grid):
            composer.grid(block)
        else:
            composer.paragraph(block)
    return replace(
        whole,
        text="".join(composer.pieces),
        locators=tuple(composer.locators),
        tables=tuple(composer.tables),
    )
