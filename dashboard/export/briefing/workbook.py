"""Briefing -> XLSX: its tables, and each figure as a native chart with its data."""

from __future__ import annotations

import re

from dashboard.export.book import Book
from dashboard.export.briefing.model import Briefing, Figure, captions
from dashboard.export.sheet import chart_sheet
from dashboard.export.spec import ChartKind

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def xlsx(brief: Briefing) -> bytes:
    """One sheet a table, then one a figure; maps stay out, a workbook has no map chart of China."""
    book = Book(brief.title, brief.date)
    for name, frame in brief.sheets.items():
        years = [c for c in frame.columns if "年" in str(c) or "year" in str(c).lower()]
        book.table(sheet_name(name), frame, years)
    named = captions(brief)
    for section in brief.sections:
        for block in section.blocks:
            if isinstance(block, Figure) and block.table.kind is not ChartKind.MAP:
                chart_sheet(book, sheet_name(named[id(block)].split("  ")[0]), block.table)
    return book.bytes()


def sheet_name(name: str) -> str:
    """A name that Excel accepts: 31 characters, no brackets, colon, star, question mark or slash."""
    return _FORBIDDEN.sub("_", name)[:31]
