"""Headers, footers and page numbers of a PDF: what repeats or stands apart, from the edge inwards.

A line of the running text that looks the same on two pages by chance is none: those between it and the
edge would have to be running heads too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby, pairwise, takewhile
from typing import Final

from etl.documents.lines import APART, CLOSED, Line, Page, usual_step

EDGE: Final = 0.065
"""Share of a page's height above or below which stand headers and footers only (2 cm of A4)."""
MARGIN: Final = 0.14
"""Share in which a line that repeats on other pages is a header or footer."""
EDGE_LINES: Final = 4
"""Lines from the edge among which headers and footers are."""
_NUMBER: Final = re.compile(
    r"(?!(?:19|20)\d\d[-年])[-—–·\s第共页/]*\d{1,4}[-—–·\s第共页/]*(?:\d{1,4}[-—–·\s页]*)?"
)
"""A page number; 2023-06 is a date."""
Stamp = tuple[int, str]
"""Height on the page and text of what may be a header or a footer."""


def edges_of(lines: Sequence[Line], pages: Sequence[Page]) -> set[Line]:
    """Headers, footers and page numbers: what repeats or stands apart, from the edge of a page inwards."""
    repeated, usual = _repeated(lines, pages), usual_step(lines)
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
    alone = (_within(line, page, EDGE) and not CLOSED.search(line.text)) or _NUMBER.fullmatch(line.text)
    return bool(repeated.intersection(_stamps(line)) or (line in apart and alone))
