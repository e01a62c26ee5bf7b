"""Tables on slides: widths from the contents, pages by the height that the text needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
from lxml import etree
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from dashboard import numbers
from dashboard.export import style
from dashboard.export.deck import Deck, colour, set_face

_PLAIN: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""Id of PowerPoint's built-in style without lines or fills."""

_PADDING: Final = 0.16
_ROW: Final = 0.27
_LATIN: Final = 0.66
"""Ems of a Latin letter: an office without the named face prints a wider one."""


def printed(value: Any, heading: str = "") -> str:
    """A cell as text: full figures, years without commas, missing as a dash."""
    if isinstance(value, list | tuple):
        return "；".join(map(str, value))
    if isinstance(value, str):
        return value
    if value is None or pd.isna(value):
        return "—"
    if isinstance(value, bool) or "年" in heading or "year" in heading.lower():
        return str(int(value)) if not isinstance(value, bool) else str(value)
    return numbers.full(float(value))


def texts(frame: pd.DataFrame) -> list[list[str]]:
    """All cells as text."""
    headings = [str(c) for c in frame.columns]
    rows = frame.astype(object).itertuples(index=False)
    return [[printed(v, h) for v, h in zip(row, headings, strict=True)] for row in rows]


def natural_widths(frame: pd.DataFrame, size: float = 10) -> list[float]:
    """Inches that each column would take on one line, at most 4."""
    cells = [[str(c) for c in frame.columns], *texts(frame)]
    em = size / 72
    return [min(4.0, max(style.width_of(row[j], _LATIN) for row in cells) * em * 1.04 + _PADDING) for j in range(len(frame.columns))]


def fitted(widths: list[float], room: float) -> list[float]:
    """Widths that fill the room at most: the widest columns give way first."""
    total = sum(widths)
    if total <= room:
        return widths
    floor = room / len(widths) * 0.6
    kept = [min(w, max(floor, w * room / total)) for w in widths]
    scale = room / sum(kept)
    return [w * scale for w in kept]


def _lines(text: str, width: float, size: float) -> int:
    ems = max(1.0, (width - _PADDING) / (size / 72) / 1.08)
    return sum(len(style.wrapped(part, ems)) for part in text.split("\n"))


def pages(frame: pd.DataFrame, widths: list[float], height: float, size: float = 10) -> Iterator[pd.DataFrame]:
    """Cut a table so that each part fits the height with its heading row."""
    line = size / 72 * 1.25

    def tall(cells: list[str]) -> float:
        return max(_ROW, max((_lines(c, w, size) for c, w in zip(cells, widths, strict=True)), default=1) * line + 0.07)

    head = tall([str(c) for c in frame.columns])
    start, used = 0, head
    for i, cells in enumerate(texts(frame)):
        need = tall(cells)
        if i > start and used + need > height:
            yield frame.iloc[start:i]
            start, used = i, head
        used += need
    yield frame.iloc[start:]


def place(slide: Any, frame: pd.DataFrame, widths: list[float], left: float, top: float, lead: str = "", size: float = 10) -> None:
    """Put a table on a slide; the lead place's row is red."""
    rows, columns = len(frame) + 1, len(frame.columns)
    shape = slide.shapes.add_table(rows, columns, Inches(left), Inches(top), Inches(sum(widths)), Inches(_ROW * rows))
    table = shape.table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN
    for j, width in enumerate(widths):
        table.columns[j].width = Inches(width)
    numeric = [pd.api.types.is_numeric_dtype(frame.iloc[:, j]) for j in range(columns)]
    for i, cells in enumerate([[str(c) for c in frame.columns], *texts(frame)]):
        table.rows[i].height = Inches(_ROW)
        tint = style.LEAD if i and lead and lead in cells else style.INK if i else style.INK_SOFT
        for j, text in enumerate(cells):
            _cell(table.cell(i, j), text, tint, right=numeric[j], head=i == 0, size=size)


def _cell(cell: Any, text: str, tint: str, right: bool, head: bool, size: float) -> None:
    cell.margin_left = cell.margin_right = Inches(_PADDING / 2)
    cell.margin_top = cell.margin_bottom = Inches(0.025)
    paragraph = cell.text_frame.paragraphs[0]
    properties = paragraph._p.get_or_add_pPr()
    properties.set("algn", "r" if right else "l")
    run = paragraph.add_run()
    run.text = text
    run.font.size = Pt(size)
    run.font.color.rgb = colour(tint)
    set_face(run.font)
    _rule(cell, style.INK_SOFT if head else style.RULE)


def _rule(cell: Any, tint: str) -> None:
    """A light line below the cell."""
    properties = cell._tc.get_or_add_tcPr()
    line = etree.SubElement(properties, qn("a:lnB"))
    line.set("w", "9525")
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr")).set("val", tint.lstrip("#"))


def table_slides(deck: Deck, title: str, frame: pd.DataFrame, source: str, lead: str = "", size: float = 10) -> list[Any]:
    """As many slides as a table needs, each with the heading row."""
    room = deck.width - 1.2
    widths = fitted(natural_widths(frame, size), room)
    cut = list(pages(frame, widths, deck.height - 2.35, size))
    slides = []
    for i, one in enumerate(cut, start=1):
        slide = deck.slide(title if len(cut) == 1 else f"{title}（{i}/{len(cut)}）")
        place(slide, one, widths, 0.6, 1.45, lead, size)
        deck.source_line(slide, source)
        slides.append(slide)
    return slides
