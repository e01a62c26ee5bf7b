"""Runs of a PDF page to lines in reading order: two columns are known by a gutter that few lines cross."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from etl.documents.blocks import Grid
from etl.documents.glyphs import Run

CROSSING: Final = 0.4
"""Share of lines that may cross the gutter: titles and tables over both columns."""
COLUMN_LINES: Final = 3
MIRRORED: Final = 4
"""Pages from which on odd and even ones are measured apart, since their margins may be mirrored."""
WIDTHS: Final = 150
"""Points by which pages differ that are not of one width: upright and across."""
_WHOLE: Final = (0, 0, 0)
APART: Final = 1.5
"""A gap between lines so many times the usual one parts paragraphs."""
CLOSED: Final = re.compile(r"[。！？；：…][”’）》」』】]*$")
"""How a sentence or its introduction ends."""
_HAN: Final = r"[\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”‘’—…·]"
_SET_SPACE: Final = re.compile(rf"(?<={_HAN}) +| +(?={_HAN})|(?<=\d) +(?=%)")
"""Space that the setting puts between Chinese and other characters."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or a table in the place of one.

    ``column`` tells lines that share their edges: whole, left or right; width; odd or even pages.
    """

    page: int
    column: tuple[int, int, int]
    left: float
    right: float
    bottom: float
    top: float
    size: float
    text: str
    table: Grid | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page's runs without those of its tables, its tables with the height of their top edge."""

    number: int
    left: float
    right: float
    bottom: float
    top: float
    runs: Sequence[Run]
    tables: Sequence[tuple[float, Grid]]


def set_tight(text: str) -> str:
    """Text without the space that the setting puts between Chinese and other characters."""
    return _SET_SPACE.sub("", text)


def lines_of(pages: Sequence[Page]) -> Iterator[Line]:
    """The lines of all pages in reading order, tables in their place."""
    for page in pages:
        width = round((page.right - page.left) / WIDTHS)
        parity = page.number % 2 if len(pages) >= MIRRORED else 0
        for side, lines in _columns(page):
            yield from (replace(line, column=(side, width, parity)) for line in lines)


def _columns(page: Page) -> Iterator[tuple[int, list[Line]]]:
    """(0 whole, 1 left, 2 right; lines) part by part in reading order."""
    lines = _lines(page, page.runs)
    tables = [Line(page.number, _WHOLE, 0, 0, top, top, 0, "", grid) for top, grid in page.tables]
    gutter = _gutter(page.runs)
    if gutter is None:
        yield 0, sorted([*lines, *tables], key=lambda line: -line.top)
        return
    across = [run for run in page.runs if run.left < gutter < run.right]
    wide = sorted([*_lines(page, across), *tables], key=lambda line: -line.top)
    sides = [
        _lines(page, [run for run in page.runs if run.right <= gutter]),
        _lines(page, [run for run in page.runs if run.left >= gutter]),
    ]
    above = float("inf")
    for line in [*wide, None]:
        below = line.top if line else float("-inf")
        for side, own in enumerate(sides, 1):
            yield side, [x for x in own if below <= x.top < above]
        if line:
            yield 0, [line]
            above = line.top


def _gutter(runs: Sequence[Run]) -> float | None:
    """Where two columns part; None for one column."""
    if not runs:
        return None
    left, right = min(r.left for r in runs), max(r.right for r in runs)
    best: tuple[int, float] | None = None
    for step in range(30, 71):
        x = left + (right - left) * step / 100
        crossing = sum(r.left < x < r.right for r in runs)
        if best is None or (crossing, abs(step - 50)) < (best[0], abs(best[1] - (left + right) / 2)):
            best = (crossing, x)
    crossing, x = best or (len(runs), 0.0)
    sides = (
        {round(r.middle) for r in runs if r.right <= x},
        {round(r.middle) for r in runs if r.left >= x},
    )
    beside = min(map(len, sides))
    return x if beside >= COLUMN_LINES and crossing <= CROSSING * 2 * beside else None


def _lines(page: Page, runs: Sequence[Run]) -> list[Line]:
    """Runs of one column to lines, from the top; runs side by side on one line become one."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: -r.middle):
        if rows and abs(rows[-1][0].middle - run.middle) < min(rows[-1][0].size, run.size) * 0.5:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_line(page, sorted(row, key=lambda r: r.left)) for row in rows]


def _line(page: Page, row: list[Run]) -> Line:
    text = set_tight(" ".join(r.text.strip() for r in row))
    return Line(
        page.number,
        _WHOLE,
        row[0].left,
        max(r.right for r in row),
        min(r.bottom for r in row),
        max(r.top for r in row),
        max(row, key=lambda r: len(r.text)).size,
        text.strip(),
    )


def usual_step(lines: Sequence[Line]) -> float:
    """Points from one line to the next, as most are set."""
    steps = [a.bottom - b.bottom for a, b in pairwise(lines) if a.page == b.page]
    return median([step for step in steps if step > 0] or [0.0])
