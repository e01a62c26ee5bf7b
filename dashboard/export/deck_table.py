"""Tables on slides: widths from the contents, pages by the height that the text needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from xml.sax.saxutils import escape

import pandas as pd
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from dashboard import numbers, palette
from dashboard.export import style
from dashboard.export.deck import Deck, part_title
from dashboard.export.style import legible

_PLAIN: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""Id of PowerPoint's built-in style without lines or fills."""

_PADDING: Final = 0.16
_ROW: Final = 0.27
_BETWEEN: Final = 0.4
_SIZES: Final = (9.0, 10.5, 12.0, 14.0)
"""Points of a table that has slides of its own."""
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
    if isinstance(value, bool):
        return str(value)
    number = float(value)
    is_year = number.is_integer() and 1900 <= number < 2200
    if is_year and ("年" in heading or "year" in heading.lower()):  # not a mean a year (年均)
        return str(int(number))
    return numbers.full(number)


def texts(frame: pd.DataFrame) -> list[list[str]]:
    """All cells as text."""
    headings = [str(c) for c in frame.columns]
    rows = frame.astype(object).itertuples(index=False)
    return [[printed(v, h) for v, h in zip(row, headings, strict=True)] for row in rows]


def natural_widths(frame: pd.DataFrame, size: float = 10) -> list[float]:
    """Inches that each column would take on one line, at most 4 (more in larger type)."""
    cells = [[str(c) for c in frame.columns], *texts(frame)]
    em = size / 72
    return [
        min(max(4.0, 0.4 * size), max(style.width_of(row[j], _LATIN) for row in cells) * em * 1.12 + _PADDING)
        for j in range(len(frame.columns))
    ]


def fitted(widths: list[float], room: float) -> list[float]:
    """Widths that fill the room at most: narrow columns stay, the wider a column the more it gives way.

    Each column gets ``k * width ** 0.6`` at most, ``k`` by bisection.
    """
    if sum(widths) <= room:
        return widths
    low, high = 0.0, room

    def capped(k: float) -> list[float]:
        return [min(w, k * w**0.6) for w in widths]

    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(capped(middle)) < room else (low, middle)
    return capped(low)


def _lines(text: str, width: float, size: float) -> int:
    ems = max(1.0, (width - _PADDING) / (size / 72) / 1.08)
    return sum(len(style.wrapped(part, ems)) for part in text.split("\n"))


def pages(
    frame: pd.DataFrame, widths: list[float], height: float, size: float = 10
) -> Iterator[pd.DataFrame]:
    """Cut a table into the fewest parts that fit the height with their heading row, about equally tall."""
    line = size / 72 * 1.25

    def tall(cells: list[str]) -> float:
        return max(
            _ROW,
            max((_lines(c, w, size) for c, w in zip(cells, widths, strict=True)), default=1) * line + 0.07,
        )

    needs = [tall(cells) for cells in texts(frame)]
    starts = _balanced(needs, height - tall([str(c) for c in frame.columns]))
    for start, stop in zip(starts, [*starts[1:], len(frame)], strict=True):
        yield frame.iloc[start:stop]


def _balanced(needs: list[float], height: float) -> list[int]:
    """First rows of the fewest parts; by bisection the least height that needs no more parts."""
    fewest = len(_starts(needs, height))
    low, high = 0.0, height
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (low, middle) if len(_starts(needs, middle)) <= fewest else (middle, high)
    return _starts(needs, high)


def _starts(needs: list[float], height: float) -> list[int]:
    """First rows of the parts when each is filled as far as the height goes."""
    starts, used = [0], 0.0
    for i, need in enumerate(needs):
        if i > starts[-1] and used + need > height:
            starts.append(i)
            used = 0.0
        used += need
    return starts


def place(
    slide: Any,
    frame: pd.DataFrame,
    widths: list[float],
    left: float,
    top: float,
    lead: str = "",
    size: float = 10,
) -> None:
    """Put a table on a slide; the lead place's row is red.

    The rows are written as XML: cell by cell, python-pptx takes ten times as long.
    """
    columns = len(frame.columns)
    box = (Inches(left), Inches(top), Inches(sum(widths)), Inches(_ROW * (len(frame) + 1)))
    table = slide.shapes.add_table(1, columns, *box).table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN
    for j, width in enumerate(widths):
        table.columns[j].width = Inches(width)
    table._tbl.remove(table._tbl.tr_lst[0])
    numeric = [pd.api.types.is_numeric_dtype(frame.iloc[:, j]) for j in range(columns)]
    for i, cells in enumerate([[str(c) for c in frame.columns], *texts(frame)]):
        tint = palette.LEAD if i and lead and lead in cells else palette.INK if i else palette.INK_SOFT
        row = "".join(
            _cell(text, tint, right, i == 0, size) for text, right in zip(cells, numeric, strict=True)
        )
        table._tbl.append(parse_xml(f'<a:tr {nsdecls("a")} h="{Inches(_ROW)}">{row}</a:tr>'))


def _cell(text: str, tint: str, right: bool, head: bool, size: float) -> str:
    """A cell with a light line below it."""
    side, above = Inches(_PADDING / 2), Inches(0.025)
    face = "".join(f'<a:{tag} typeface="{style.OFFICE_SANS}"/>' for tag in ("latin", "ea", "cs"))
    look = f'sz="{round(size * 100)}"><a:solidFill><a:srgbClr val="{tint[1:]}"/></a:solidFill>{face}'
    rule = (palette.INK_SOFT if head else palette.RULE)[1:]
    run = f"<a:r><a:rPr {look}</a:rPr><a:t>{escape(legible(text))}</a:t></a:r>"
    line = f'<a:lnB w="9525"><a:solidFill><a:srgbClr val="{rule}"/></a:solidFill></a:lnB>'
    inner = f'<a:p><a:pPr algn="{"r" if right else "l"}"/>{run}</a:p>'
    margins = f'marL="{side}" marR="{side}" marT="{above}" marB="{above}"'
    body = f"<a:txBody><a:bodyPr/><a:lstStyle/>{inner}</a:txBody>"
    return f"<a:tc>{body}<a:tcPr {margins}>{line}</a:tcPr></a:tc>"


def _cut(deck: Deck, frame: pd.DataFrame, size: float) -> tuple[list[float], list[list[pd.DataFrame]]]:
    """Widths of the columns, and the parts that stand side by side on each slide."""
    room = deck.width - 1.2
    widths = fitted(natural_widths(frame, size), room)
    cut = list(pages(frame, widths, deck.height - 2.35, size))
    beside = max(1, int((room + _BETWEEN) // (sum(widths) + _BETWEEN)))
    return widths, [cut[i : i + beside] for i in range(0, len(cut), beside)]


def table_slides(deck: Deck, title: str, frame: pd.DataFrame, source: str, lead: str = "") -> list[Any]:
    """As many slides as a table needs, each with the heading row; narrow tables stand side by side.

    A table of one slide is set in the largest type that keeps it there.
    """
    size = _SIZES[0]
    widths, groups = _cut(deck, frame, size)
    for larger in _SIZES[1:] if len(groups) == 1 else ():
        tried = _cut(deck, frame, larger)
        if len(tried[1]) == 1 and len(tried[1][0]) == len(groups[0]):
            size, (widths, groups) = larger, tried
    slides = []
    for i, group in enumerate(groups, start=1):
        slide = deck.slide(part_title(title, i, len(groups)))
        for j, one in enumerate(group):
            place(slide, one, widths, 0.6 + j * (sum(widths) + _BETWEEN), 1.45, lead, size)
        deck.source_line(slide, source)
        slides.append(slide)
    return slides
