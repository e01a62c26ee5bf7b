"""Lines of a PDF to paragraphs and tables.

A paragraph begins where a line is set in or the line before it stops short; a sentence goes on over
lines, columns and pages without a space, as Chinese is set.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from etl.documents.blocks import INDENT, Block, Grid, Paragraph
from etl.documents.lines import APART, CLOSED, Line, Page, lines_of, usual_step
from etl.documents.running import edges_of

INDENTED: Final = 1.2
SHORT: Final = 2.6
SHORT_CLOSED: Final = 1.2
"""In characters: how far a first line is set in, a line stops short, and one that ends a sentence does."""
LARGER: Final = 1.08
MAX_HEADING: Final = 42
Frames = dict[tuple[int, int, int], tuple[float, float]]
"""Left and right edge of each kind of column."""


def blocks_of(pages: Sequence[Page]) -> Iterator[Block]:
    """Paragraphs and tables of a document in reading order, without headers and footers."""
    lines = list(lines_of(pages))
    edges = edges_of(lines, pages)
    yield from _paragraphs([line for line in lines if line not in edges])


def _paragraphs(lines: Sequence[Line]) -> Iterator[Block]:
    """Lines joined to paragraphs, tables between them."""
    body = _body_size(lines)
    frames = {c: _frame([x for x in lines if x.column == c], body) for c in {x.column for x in lines}}
    usual = usual_step(lines)
    group: list[Line] = []
    table: Grid | None = None
    for line in lines:
        if group and (line.table or _begins(group[-1], line, frames, usual)):
            yield _paragraph(group, frames, body)
            group = []
        if line.table:
            whole = _continued(table, line.table) if table else line.table
            if table and whole is None:
                yield table
            table = whole or line.table
        elif line.text:
            if table:
                yield table
            table = None
            group.append(line)
    if table:
        yield table
    if group:
        yield _paragraph(group, frames, body)


def _continued(table: Grid, more: Grid) -> Grid | None:
    """A table that goes on overleaf, its heading left out where it is printed again; None if it does not."""
    if len(table.rows[0]) != len(more.rows[0]) or table.locator == more.locator:
        return None
    return replace(table, rows=table.rows + more.rows[more.rows[0] == table.rows[0] :])


def _body_size(lines: Iterable[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: sizes[size]) if sizes else 0.0


def _frame(lines: Sequence[Line], body: float) -> tuple[float, float]:
    """Left and right edge of a column: where at least two lines begin, and two of its running text end."""
    printed = [x for x in lines if not x.table] or list(lines)
    running = [x for x in printed if abs(x.size - body) < 0.1 * body]
    lefts = sorted(x.left for x in printed)
    rights = sorted((x.right for x in (running if len(running) > 1 else printed)), reverse=True)
    near = INDENTED * body
    return (
        min((a for a, b in pairwise(lefts) if b - a < near), default=lefts[0]),
        max((a for a, b in pairwise(rights) if a - b < near), default=rights[0]),
    )


def _begins(last: Line, line: Line, frames: Frames, usual: float) -> bool:
    """Whether a line begins a paragraph, seen from the line before it."""
    if abs(line.size - last.size) > 0.1 * max(line.size, last.size):
        return True
    left, right = frames[line.column]
    _, last_right = frames[last.column]
    room = (last_right - last.right) / max(last.size, 1.0)
    if room > SHORT or (room > SHORT_CLOSED and CLOSED.search(last.text)):
        return True
    if line.left > left + INDENTED * line.size:
        return not _is_rest_of_title(last, line, left, right)
    below = (last.page, last.column) == (line.page, line.column)
    return below and usual > 0 and last.bottom - line.bottom > APART * usual


def _is_rest_of_title(last: Line, line: Line, left: float, right: float) -> bool:
    """The second line of a title, set in the middle below a full first line."""
    centred = abs((line.left - left) - (right - line.right)) < line.size
    return centred and line.left - left > 3 * line.size and not CLOSED.search(last.text)


def _paragraph(group: Sequence[Line], frames: Frames, body: float) -> Paragraph:
    text, breaks, page = "", [], group[0].page
    for line in group:
        joint = " " if re.search(r"[A-Za-z,.]$", text) and re.match(r"[A-Za-z]", line.text) else ""
        if line.page != page:
            breaks.append((len(text), f"p{line.page}"))
            page = line.page
        text += joint + line.text
    first = group[0]
    indented = first.left > frames[first.column][0] + INDENTED * first.size
    closed = CLOSED.search(text)
    heading = first.size > body * LARGER and len(text) <= MAX_HEADING and not closed
    mark = "# " if heading else INDENT if indented and (closed or len(text) > MAX_HEADING) else ""
    return Paragraph(text, f"p{first.page}", mark, tuple(breaks))
