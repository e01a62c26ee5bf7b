"""A source's text as HTML with its figures marked: each mark is a button that picks it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.charts import markup
from dashboard.charts.markup import tag


@dataclass(frozen=True, slots=True)
class Span:
    """A figure in the text: offsets into it, what a click sends, and its look.

    ``kind`` is ``used`` (accepted), ``not`` (rejected) or ``shown`` (the one being read).
    """

    start: int
    end: int
    pick: str
    kind: str
    tip: str


_MARKDOWN = re.compile(r"^(#{1,6} |[-*] )")
_HEADER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
"""What a digest says of itself; the page shows it elsewhere."""


def html(text: str, spans: list[Span]) -> str:
    """The text by lines: headings, list items and paragraphs; spans that overlap keep the first."""
    apart = list(_apart(spans, len(text)))
    return "".join(_line(text, start, end, apart) for start, end in _lines(text))


def _apart(spans: list[Span], length: int) -> Iterator[Span]:
    """Spans inside the text in order, without overlaps; the one being read wins."""
    taken = -1
    first = {s.start: s for s in spans if s.kind == "shown"}
    for span in sorted(spans, key=lambda s: (s.start, s.kind != "shown", s.kind != "used")):
        if taken <= span.start < span.end <= length:
            taken = span.end
            yield first.get(span.start, span)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line after the header that is not blank."""
    header = _HEADER.match(text)
    for match in re.compile(r"[^\r\n]+").finditer(text, header.end() if header else 0):
        if match.group().strip(" \u3000\t"):
            yield match.span()


def _line(text: str, start: int, end: int, spans: list[Span]) -> str:
    """One line as a paragraph or heading."""
    mark = _MARKDOWN.match(text[start:end])
    name = "h4" if mark and mark.group().startswith("#") else "p"
    at = start + (mark.end() if mark else 0)
    parts = []
    for span in (s for s in spans if at <= s.start and s.end <= end):
        parts += [markup.text(text[at : span.start]), figure(text[span.start : span.end], span)]
        at = span.end
    return tag(name, "".join(parts) + markup.text(text[at:end]), class_="sy-line")


def figure(words: str, span: Span) -> str:
    """One figure as a button; the one being read is scrolled to."""
    return tag(
        "button",
        markup.text(words),
        type="button",
        class_=f"sy-figure-{span.kind}",
        data_pick=span.pick,
        data_tip=span.tip,
        data_show=span.pick if span.kind == "shown" else None,
    )
