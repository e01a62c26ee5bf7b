"""Runs of a PDF page to lines in reading order, and lines over all pages to paragraphs.

Two columns are known by a gutter that few lines cross. What repeats at the edge of the pages is a
header or footer. A paragraph begins where a line is set in or the line before it stops short; a
sentence goes on over lines, columns and pages without a space, as Chinese is set.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, pairwise, takewhile
from statistics import median
from typing import Final

from etl.documents.blocks import INDENT, Block, Grid, Paragraph
from etl.documents.glyphs import Run

EDGE: Final = 0.065
"""Share of a page's height above or below which stand headers and footers only (2 cm of A4)."""
MARGIN: Final = 0.14
"""Share in which a line that repeats on other pages is a header or footer."""
EDGE_LINES: Final = 4
"""Lines from the edge among which headers and footers are."""
CROSSING: Final = 0.4
"""Share of lines that may cross the gutter: titles and tables over both columns."""
COLUMN_LINES: Final = 3
MIRRORED: Final = 4
"""Pages from which on odd and even ones are measured apart, since their margins may be mirrored."""
WIDTHS: Final = 150
"""Points by which pages differ that are not of one width: upright and across."""
_WHOLE: Final = (0, 0, 0)
INDENTED: Final = 1.2
SHORT: Final = 2.6
SHORT_CLOSED: Final = 1.2
"""In characters: how far a first line is set in, a line stops short, and one that ends a sentence does."""
LARGER: Final = 1.08
APART: Final = 1.5
"""A gap between lines so many times the usual one parts paragraphs."""
MAX_HEADING: Final = 42
_CLOSED: Final = re.compile(r"[。！？；：…][”’）》」』】]*$")
_NUMBER: Final = re.compile(
    r"(?!(?:19|20)\d\d[-年])[-—–·\s第共页/]*\d{1,4}[-—–·\s第共页/]*(?:\d{1,4}[-—–·\s页]*)?"
)
"""A page number; 2023-06 is a date."""
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


Stamp = tuple[int, str]
"""Height on the page and text of what may be a header or a footer."""
Frames = dict[tuple[int, int, int], tuple[float, float]]
"""Left and right edge of each kind of column."""


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


def blocks_of(pages: Sequence[Page]) -> Iterator[Block]:
    """Paragraphs and tables of a document in reading order."""
    lines = list(_read(pages))
    edges = _edges(lines, pages)
    kept = [line for line in lines if line not in edges]
    yield from _paragraphs(kept)


def _read(pages: Sequence[Page]) -> Iterator[Line]:
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


def _edges(lines: Sequence[Line], pages: Sequence[Page]) -> set[Line]:
    """Headers, footers and page numbers: what repeats or stands apart, from the edge of a page inwards."""
    repeated, usual = _repeated(lines, pages), _usual_step(lines)
    found: set[Line] = set()
    for number, group in groupby(lines, key=lambda line: line.page):
        down = sorted(group, key=lambda line: (-line.top, line.left))
        up = sorted(down, key=lambda line: (line.bottom, line.left))
        apart = {
            *_outer(down, [a.bottom - b.top for a, b in pairwise(down)], usual),
            *_outer(up, [b.bottom - a.top for a, b in pairwise(up)], usual),
        }
        judge = partial(_is_edge, page=pages[number - 1], repeated=repeated, apart=apart)
        for inwards in (down, up):
            found.update(takewhile(judge, inwards))
    return found


def _outer(inwards: Sequence[Line], gaps: Sequence[float], usual: float) -> Sequence[Line]:
    """The lines before the last wide gap among the first few, seen from the edge of the page."""
    wide = [
        number
        for number, (line, gap) in enumerate(zip(inwards, gaps, strict=False), 1)
        if number <= EDGE_LINES and not line.table and gap > max(line.size, APART * (usual - line.size))
    ]
    return [line for line in inwards[: max(wide, default=0)] if not line.table]


def _repeated(lines: Iterable[Line], pages: Sequence[Page]) -> set[Stamp]:
    """Stamps of lines near the edge that more than one page has."""
    near = [line for line in lines if not line.table and _within(line, pages[line.page - 1], MARGIN)]
    seen = Counter(stamp for _, stamp in {(line.page, stamp) for line in near for stamp in _stamps(line)})
    return {stamp for stamp, count in seen.items() if count > 1}


def _stamps(line: Line) -> tuple[Stamp, Stamp]:
    """Height and text of a line, as it is, and with its numbers counted from that of the page."""
    height = round(line.top / 3)
    counted = re.sub(r"\d{1,6}", lambda m: f"#{int(m[0]) - line.page}", line.text)
    return (height, line.text), (height, counted)


def _within(line: Line, page: Page, share: float) -> bool:
    depth = (page.top - page.bottom) * share
    return line.bottom > page.top - depth or line.top < page.bottom + depth


def _is_edge(line: Line, page: Page, repeated: set[Stamp], apart: set[Line]) -> bool:
    """Whether a line is a header, a footer or a page number, if those farther out are."""
    if line.table or not _within(line, page, MARGIN):
        return False
    alone = (_within(line, page, EDGE) and not _CLOSED.search(line.text)) or _NUMBER.fullmatch(line.text)
    return bool(repeated.intersection(_stamps(line)) or (line in apart and alone))


def _paragraphs(lines: Sequence[Line]) -> Iterator[Block]:
    """Lines joined to paragraphs, tables between them."""
    body = _body_size(lines)
    frames = {c: _frame([x for x in lines if x.column == c], body) for c in {x.column for x in lines}}
    usual = _usual_step(lines)
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


def _usual_step(lines: Sequence[Line]) -> float:
    steps = [a.bottom - b.bottom for a, b in pairwise(lines) if a.page == b.page]
    return median([step for step in steps if step > 0] or [0.0])


def _begins(last: Line, line: Line, frames: Frames, usual: float) -> bool:
    """Whether a line begins a paragraph, seen from the line before it."""
    if abs(line.size - last.size) > 0.1 * max(line.size, last.size):
        return True
    left, right = frames[line.column]
    _, last_right = frames[last.column]
    room = (last_right - last.right) / max(last.size, 1.0)
    if room > SHORT or (room > SHORT_CLOSED and _CLOSED.search(last.text)):
        return True
    if line.left > left + INDENTED * line.size:
        return not _is_rest_of_title(last, line, left, right)
    below = (last.page, last.column) == (line.page, line.column)
    return below and usual > 0 and last.bottom - line.bottom > APART * usual


def _is_rest_of_title(last: Line, line: Line, left: float, right: float) -> bool:
    """The second line of a title, set in the middle below a full first line."""
    centred = abs((line.left - left) - (right - line.right)) < line.size
    return centred and line.left - left > 3 * line.size and not _CLOSED.search(last.text)


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
    closed = _CLOSED.search(text)
    heading = first.size > body * LARGER and len(text) <= MAX_HEADING and not closed
    mark = "# " if heading else INDENT if indented and (closed or len(text) > MAX_HEADING) else ""
    return Paragraph(text, f"p{first.page}", mark, tuple(breaks))
