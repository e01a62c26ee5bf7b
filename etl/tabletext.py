"""Tables inside documents: each value cell as a sentence, put together from the words that belong to it.

Period, row labels, column heading, the cell and its unit are joined in that order, every character with
its offset in the file, so that a cell is read, quoted and found again as a sentence is: ``2022年
悬挂光荣牌 5200块``. What stands in headings and labels is read once, as headings are.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from etl.records import Document, Sentence, TextTable

Span = tuple[int, int]
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?:年(?:度|[底末初])?)?")
_STATED_YEAR: Final = re.compile(r"(?:19|20)\d\d年(?:度|[底末初])?")
_FIGURE: Final = re.compile(r"[约近超逾]?\s?\d[\d,.]*\s?[余多]?[^\d\s，。；、]{0,6}")
_UNIT: Final = re.compile(r"（(?:单位：)?([^（）\d]{1,5})）$|[/／]([^/／\d]{1,4})$")
_CAPTION_UNIT: Final = re.compile(r"单位：\s*([^\s（），、/]{1,5})")
_UNIT_HEADING: Final = ("单位", "计量单位")
_NUMBERING: Final = ("序号", "编号", "行号", "No", "No.", "NO")
_TOWNS: Final = re.compile("乡镇|镇街|镇（|街道|^[乡镇村]$|^村（|社区$|^村名")
"""Headings of a column that names towns and villages: their figures are parts of the place's."""
_TOTAL: Final = re.compile("合计|总计|小计|共计")
_REMARK: Final = re.compile("备注|说明|来源|依据")
_GOAL: Final = re.compile("目标|计划|预期|任务数")
_TO_CLEAN: Final = str.maketrans("０１２３４５６７８９％．＋－／:;()\n\t", "0123456789%.+-/：；（）  ")
HEADER_ROWS: Final = 3
MAX_LABEL: Final = 42
MAX_CELL: Final = 60
"""Characters of a cell that is read with its headings; a longer one is prose of its own."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: its clean text, and the offset in the file of its first character."""

    start: int
    text: str
    is_year: bool

    @property
    def is_figure(self) -> bool:
        return not self.is_year and _FIGURE.fullmatch(self.text) is not None

    @property
    def has_digits(self) -> bool:
        """Whether it holds a figure besides the year that it speaks of."""
        return not self.is_year and re.search(r"\d", _STATED_YEAR.sub("", self.text)) is not None

    @property
    def is_prose(self) -> bool:
        return "。" in self.text or len(self.text) > MAX_CELL


class _Writer:
    """A sentence as it is put together, with the offset of each character."""

    def __init__(self) -> None:
        self.text = ""
        self.offsets = array("i")
        self.part_named = ""

    def add(self, cell: _Cell, span: Span | None = None) -> None:
        """Characters of a cell, all of them unless a part is named."""
        start, end = span or (0, len(cell.text))
        self.text += cell.text[start:end]
        self.offsets.extend(range(cell.start + start, cell.start + end))

    def part(self, cell: _Cell, instead: str = " ") -> None:
        """What parts cells in the text (a tab or a line break), read as something else."""
        self.text += instead
        self.offsets.append(cell.start + len(cell.text))


def tables_in(document: Document) -> list[TextTable]:
    """The tables that stand in a document's own part of the file."""
    start, end = document.char_start, document.char_start + len(document.text)
    return [table for table in document.tables if start <= region(table)[0] < end]


def region(table: TextTable) -> Span:
    """Where a table begins and ends in the file's text."""
    return table.rows[0][0][0], table.rows[-1][-1][1]


def cell_sentences(
    document: Document, table: TextTable, units: Collection[str], paragraph: int, section: str
) -> Iterator[Sentence]:
    """The sentences of a table; each is a paragraph of its own, numbered from ``paragraph``."""
    reader = _Reader(document, table, units)
    for number, (writer, figures, heading, goal) in enumerate(reader.sentences(), paragraph):
        yield Sentence(
            writer.text,
            writer.offsets,
            number,
            section,
            is_heading=heading,
            is_goal=goal,
            figures=figures,
            part=writer.part_named,
        )


class _Reader:
    """Which cells of one table are headings, labels and values."""

    def __init__(self, document: Document, table: TextTable, units: Collection[str]) -> None:
        self._document, self._units = document, units
        self._rows = [[self._cell(span) for span in row] for row in table.rows]
        self._caption = self._cell(table.caption) if table.caption else None
        self._headers = self._header_rows()
        for row in self._rows[self._headers :]:
            row[1:] = [replace(c, is_year=c.is_year and "年" in c.text) for c in row[1:]]  # 2000 is a count

    def sentences(self) -> Iterator[tuple[_Writer, Span | None, bool, bool]]:
        """(text, where its figures stand, is a heading, is a goal) of each cell that states anything."""
        for row in self._rows[: self._headers]:
            yield from (self._plain(cell, True) for cell in row if re.search(r"\d", cell.text))
        for row in self._rows[self._headers :]:
            for column, cell in enumerate(row):
                if self._is_label(row, column) or self._numbers_rows(column):
                    if re.search(r"\d", cell.text):
                        yield self._plain(cell, True)
                elif cell.has_digits and not cell.is_prose and not self._is_remark(cell, column):
                    yield self._value(row, column)
                elif cell.text:
                    yield self._plain(cell, False)

    def _cell(self, span: Span) -> _Cell:
        printed = self._document.printed(range(*span))
        lead = len(printed) - len(printed.lstrip())
        text = printed.strip().translate(_TO_CLEAN)
        return _Cell(span[0] + lead, text, _YEAR.fullmatch(text) is not None)

    def _header_rows(self) -> int:
        """Rows from the top that hold headings only; a table of words has one."""
        found = 0
        for row in self._rows[:HEADER_ROWS]:
            filled = [cell for cell in row if cell.text]
            if any(cell.has_digits or len(cell.text) > MAX_LABEL for cell in filled):
                break
            found += 1
        return min(found, 1) if found == len(self._rows) or found == HEADER_ROWS else found

    def _is_label(self, row: list[_Cell], column: int) -> bool:
        """A short text to the left of a value says what the value is of."""
        cell = row[column]
        if not cell.text or cell.is_figure or cell.is_prose or len(cell.text) > MAX_LABEL:
            return False
        return any(other.is_figure for other in row[column + 1 :])

    def _numbers_rows(self, column: int) -> bool:
        return any(heading.text in _NUMBERING for heading in self._headings(column))

    def _town(self, row: list[_Cell], labels: list[_Cell]) -> str:
        """The town or village that a row is about; none for the row that sums them up."""
        for label in labels:
            over = self._headings(row.index(label))
            if not _TOTAL.search(label.text) and any(_TOWNS.search(heading.text) for heading in over):
                return label.text
        return ""

    def _is_remark(self, cell: _Cell, column: int) -> bool:
        """Words about a row that are no value of it."""
        return not cell.is_figure and any(_REMARK.search(h.text) for h in self._headings(column))

    def _labels(self, row: list[_Cell], column: int) -> list[_Cell]:
        """The nearest texts to the left of a value, from left to right."""
        at = column - 1
        while at >= 0 and not self._is_label(row, at):
            at -= 1
        first = at
        while first > 0 and self._is_label(row, first - 1):
            first -= 1
        units = [n for n in range(max(first, 0), at + 1) if self._heads_units(n)]
        return [row[n] for n in range(max(first, 0), at + 1) if n not in units]

    def _headings(self, column: int) -> list[_Cell]:
        """The headings over a column; one that goes over several columns stands at the first."""
        found: list[_Cell] = []
        for number, row in enumerate(self._rows[: self._headers]):
            at = min(column, len(row) - 1)
            while at > 0 and not row[at].text and number < self._headers - 1:
                at -= 1
            if at >= 0 and row[at].text and row[at] not in found:
                found.append(row[at])
        return found

    def _heads_units(self, column: int) -> bool:
        return any(cell.text in _UNIT_HEADING for cell in self._headings(column))

    def _plain(self, cell: _Cell, heading: bool) -> tuple[_Writer, Span | None, bool, bool]:
        writer = _Writer()
        writer.add(cell)
        return writer, None, heading, False

    def _value(self, row: list[_Cell], column: int) -> tuple[_Writer, Span | None, bool, bool]:
        cell, writer = row[column], _Writer()
        labels, headings = self._labels(row, column), self._headings(column)
        words = [*labels, *headings]
        writer.part_named = self._town(row, labels)
        unit = self._unit(row, words) if re.fullmatch(r"[约近超逾]?\s?[\d,.]+\s?[余多]?", cell.text) else None
        self._period(writer, words)
        for word in (w for w in words if not w.is_year):
            mark = self._marked_unit(word)
            writer.add(word, (0, mark[0]) if mark else None)
            writer.part(word)
        start = len(writer.text)
        writer.add(cell)
        if unit:
            writer.add(*unit)
        goal = any(_GOAL.search(heading.text) for heading in headings)
        return writer, (start, start + len(cell.text)), False, goal

    def _period(self, writer: _Writer, words: list[_Cell]) -> None:
        """The years in headings and labels first; where none has one, that of the caption."""
        years = [word for word in words if word.is_year]
        for word in years:
            writer.add(word)
            writer.part(word, " " if "年" in word.text else "年")
        stated = _YEAR.search(self._caption.text) if self._caption else None
        if self._caption and stated and "年" in stated[0] and not any(_YEAR.search(w.text) for w in words):
            writer.add(self._caption, stated.span())

    def _unit(self, row: list[_Cell], words: list[_Cell]) -> tuple[_Cell, Span] | None:
        """The unit of a bare number: in label or heading, in a column of units, or in the caption."""
        for word in words:
            mark = self._marked_unit(word)
            if mark:
                return word, mark[1]
        for column, cell in enumerate(row):
            if self._heads_units(column) and self._is_unit(cell.text):
                return cell, (0, len(cell.text))
        stated = _CAPTION_UNIT.search(self._caption.text) if self._caption else None
        if self._caption and stated and self._is_unit(stated[1]):
            return self._caption, stated.span(1)
        return None

    def _is_unit(self, text: str) -> bool:
        """Whether a word is a unit, 万元 and 万人次 too."""
        return text in self._units or text.lstrip("十百千万亿") in self._units

    def _marked_unit(self, word: _Cell) -> tuple[int, Span] | None:
        """(where the words before it end, span) of a unit in a heading: 慰问金（万元）."""
        if self._is_unit(word.text):  # 人次 alone, below 走访慰问
            return 0, (0, len(word.text))
        found = _UNIT.search(word.text)
        if found is None:
            return None
        group = 1 if found[1] else 2
        return (found.start(), found.span(group)) if self._is_unit(found[group]) else None
