"""Opening what was written: text, charts and faces out of Office files."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from openpyxl import load_workbook
from pptx import Presentation


def slides(data: bytes) -> Any:
    """A presentation."""
    return Presentation(io.BytesIO(data))


def slide_text(slide: Any) -> str:
    """All words of a slide: boxes and tables."""
    words = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
    tables = [s.table for s in slide.shapes if s.has_table]
    words += [cell.text for table in tables for row in table.rows for cell in row.cells]
    return "\n".join(words)


def native_charts(show: Any) -> list[Any]:
    """The native charts of a presentation."""
    return [s.chart for slide in show.slides for s in slide.shapes if s.has_chart]


def table_rows(show: Any) -> int:
    """Rows of all tables without their heading rows."""
    tables = [s.table for slide in show.slides for s in slide.shapes if s.has_table]
    return sum(len(table.rows) - 1 for table in tables)


def runs_without_east_asian_face(data: bytes) -> list[str]:
    """Text runs of the slides that do not name an East Asian face."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"ppt/(slides|notesSlides)/[^/]+\.xml", name):
                xml = archive.read(name).decode()
                found += [r for r in re.findall(r"<a:r>.*?</a:r>", xml, re.S) if "<a:ea " not in r]
    return found


def part(data: bytes, name: str) -> str:
    """One part of an Office file as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def book(data: bytes) -> Any:
    """A workbook."""
    return load_workbook(io.BytesIO(data))
