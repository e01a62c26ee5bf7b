"""A return's sheets as HTML, as they stand: letters and numbers at the edges, its figures marked.

The text of a return is tab-separated: a line of a form feed and the name begins each sheet, then line
``n`` is row ``n`` and its fields are the columns A, B, C … (``etl.returns.written``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dashboard.charts import document, markup
from dashboard.charts.document import Span
from dashboard.charts.markup import tag

SHEET_MARK: Final = "\f"
ROWS: Final = 200
"""Rows that are drawn at once: a sheet of 18,000 would take a browser minutes."""
COLUMNS: Final = 60
LONG: Final = 24
"""Characters of a cell beyond which it is cut, and shown in full beside the pointer."""


@dataclass(frozen=True, slots=True)
class Window:
    """Some rows of one sheet: its name, the number of the first row, and each row's offset in the text."""

    sheet: str
    first: int
    rows: tuple[tuple[int, str], ...]

    @property
    def start(self) -> int:
        """Offset at which the window's rows begin."""
        return self.rows[0][0] if self.rows else 0

    @property
    def end(self) -> int:
        """Offset at which they end."""
        at, line = self.rows[-1] if self.rows else (0, "")
        return at + len(line)


def windows(text: str) -> list[Window]:
    """All sheets of a return's text, in windows of at most ``ROWS`` rows."""
    sheets: list[tuple[str, list[tuple[int, str]]]] = []
    at = 0
    for line in text.split("\n"):
        if line.startswith(SHEET_MARK):
            sheets.append((line.removeprefix(SHEET_MARK), []))
        elif sheets:
            sheets[-1][1].append((at, line))
        at += len(line) + 1
    return [
        Window(name, first, tuple(rows[first : first + ROWS]))
        for name, rows in sheets
        for first in range(0, max(len(rows), 1), ROWS)
    ]


def html(window: Window, spans: list[Span]) -> str:
    """The rows of a window as a table; a figure is a button that picks it."""
    figures = {span.start: span for span in spans}
    lines = [(at, line.split("\t")[:COLUMNS]) for at, line in window.rows]
    width = max((len(fields) for _, fields in lines), default=0)
    letters = "".join(tag("th", letter(column), scope="col") for column in range(width))
    body = "".join(
        _row(number, at, fields, width, figures)
        for number, (at, fields) in enumerate(lines, window.first + 1)
    )
    corner = tag("th", "", scope="col")
    content = tag("thead", tag("tr", corner + letters)) + tag("tbody", body)
    return tag("table", content, class_="sy-sheet", lang="zh")


def _row(number: int, at: int, fields: list[str], width: int, figures: Mapping[int, Span]) -> str:
    cells = [tag("th", str(number), scope="row")]
    for field in fields:
        span = figures.get(at)
        content = markup.text(field) if span is None else document.figure(field, span)
        full = field if len(field) > LONG else None
        cells.append(tag("td", content, class_=None if span is None else "sy-num", title=full))
        at += len(field) + 1
    return tag("tr", "".join(cells) + "<td></td>" * (width - len(fields)))


def letter(column: int) -> str:
    """``A`` for column 0, ``AA`` for 26."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
