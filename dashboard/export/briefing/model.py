"""What a briefing consists of, before it becomes slides, a document, a PDF or a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from dashboard.export.spec import ChartTable
from dashboard.text import Language


@dataclass(frozen=True, slots=True)
class Sentence:
    """A true statement with the references that bear it out."""

    text: str
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together; ``listed`` sets each on a line of its own."""

    sentences: tuple[Sentence, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its caption (the chart's title)."""

    table: ChartTable


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its caption; ``lead`` is the cell text whose row is marked."""

    caption: str
    frame: pd.DataFrame
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """Says that there is nothing to show, and why."""

    text: str


Block = Paragraph | Heading | Figure | Grid | Empty


@dataclass(frozen=True, slots=True)
class Section:
    """One section: heading for documents, ``headline`` (a sentence) for slides."""

    section_id: str
    title: str
    headline: str
    blocks: tuple[Block, ...]
    own_page: bool = False
    """Whether a document begins it on a new page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """A whole briefing in one language. ``sheets`` are the tables of its workbook by name."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    sheets: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    edition_id: str
    date: str
    name_parts: tuple[str, ...]
    language: Language = Language.ZH


_DIGITS = "零一二三四五六七八九十"


def chinese_number(n: int) -> str:
    """1 to 99 in Chinese figures, for headings: 一, 十二, 二十."""
    tens, ones = divmod(n, 10)
    if tens == 0:
        return _DIGITS[ones]
    head = "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def numbered(brief: Briefing, level: int, n: int, text: str) -> str:
    """A heading with its number: 一、 and （一） in Chinese, 1. and 1) in English."""
    if brief.language is Language.EN:
        return f"{n}. {text}" if level == 1 else f"{n}) {text}"
    return f"{chinese_number(n)}、{text}" if level == 1 else f"（{chinese_number(n)}）{text}"


def captions(brief: Briefing) -> dict[int, str]:
    """Caption with running number by ``id`` of each figure and grid: 图1, 表1."""
    counts = {Figure: 0, Grid: 0}
    words = (
        {Figure: "图", Grid: "表"} if brief.language is Language.ZH else {Figure: "Figure ", Grid: "Table "}
    )
    found: dict[int, str] = {}
    for section in brief.sections:
        for block in section.blocks:
            if isinstance(block, Figure | Grid):
                counts[type(block)] += 1
                text = block.table.title if isinstance(block, Figure) else block.caption
                found[id(block)] = f"{words[type(block)]}{counts[type(block)]}  {text}"
    return found
