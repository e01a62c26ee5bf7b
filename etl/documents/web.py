"""A web page saved from a site: its article, without menus, side bars, footers, scripts and styles.

What belongs to the article is found by trafilatura. Title and date of the page's own metadata are
written above the text where it does not begin with them, as a report begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import trafilatura
from trafilatura.settings import use_config

from etl.documents.blocks import INDENT, Block, Content, Grid, Paragraph
from etl.schema import Problem

_SIZES: Final = ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE", "MIN_EXTRACTED_COMM_SIZE", "MIN_OUTPUT_COMM_SIZE")
_PUBLISHERS: Final = ("contentsource", "source", "publisher", "sitename", "og:site_name")
_TITLES: Final = ("articletitle", "og:title")
_DATES: Final = ("pubdate", "article:published_time", "publishdate", "firstpublishedtime", "dc.date", "date")
"""Names of metadata, those of the standard for government sites first."""
_DATE: Final = re.compile(r"(?:19|20)\d\d\s*[年\-/.]\s*\d{1,2}\s*[月\-/.]\s*\d{1,2}")
_SITE: Final = re.compile(r"\s*[_|｜].*|\s+[-—–]\s+.*", re.S)
"""The name of the site behind a page's title."""
_LEADS_ON: Final = re.compile(
    r"\s*(?:[上下]一[篇条则]|相关(?:链接|新闻|阅读|文章|信息|稿件)|延伸阅读|推荐阅读|热点推荐|版权所有)"
    r"\s*[:：]?"
)
"""Lines below an article that name others, whose figures are not of this place, or the site's footer."""
MAX_TAGS: Final = 200_000
"""Tags of a page; a long report has some thousands."""
MAX_DEPTH: Final = 200
"""Tags within tags; libxml2 itself stops at 256."""
TITLES: Final = 3
"""Paragraphs without punctuation at the very beginning: title, subtitle and date."""
HEAD_BLOCKS: Final = 6
"""Where a page that states its title in the text does so."""


def read_web(text: str) -> Content | Problem:
    """The blocks of a page's article, and title, date and publisher of its metadata."""
    if text.count("<") > MAX_TAGS:
        return Problem.TOO_COMPLEX
    page = trafilatura.load_html(text)
    if page is None:
        return Problem.DAMAGED_FILE
    if _depth(page) > MAX_DEPTH:
        return Problem.TOO_COMPLEX
    said = _metadata(page)
    found: Any = trafilatura.bare_extraction(
        page,
        fast=True,  # the slower way looks for other articles on the page when this one is short
        favor_recall=True,
        include_comments=False,
        config=_config(),
    )
    blocks = [] if found is None else _without_links(list(_Walk().blocks(found.body)))
    if not blocks:
        return Problem.EMPTY
    publisher = _first(said, _PUBLISHERS)
    return Content((*_head(said, blocks), *blocks), publisher=publisher)


def _without_links(blocks: list[Block]) -> list[Block]:
    """Blocks up to the first line that leads on to other pages, unless half the text stands behind it."""
    texts = [b.text if isinstance(b, Paragraph) else "" for b in blocks]
    lengths = [
        len(b.text) if isinstance(b, Paragraph) else sum(len(c) for r in b.rows for c in r) for b in blocks
    ]
    first = next((at for at, text in enumerate(texts) if _LEADS_ON.match(text)), len(blocks))
    if sum(lengths[:first]) >= sum(lengths[first:]):
        return blocks[:first]
    return [b for b, text in zip(blocks, texts, strict=True) if not _LEADS_ON.match(text)]


def _config() -> Any:
    """Settings of trafilatura, with no least size: a short report is a report too."""
    config = use_config()
    for name in _SIZES:
        config["DEFAULT"][name] = "1"
    return config


def _depth(page: Any) -> int:
    """How deep tags stand within tags; no recursion, since this is what guards against it."""
    deepest = 0
    level = [page]
    while level and deepest <= MAX_DEPTH:
        deepest += 1
        level = [child for element in level for child in element]
    return deepest


def _metadata(page: Any) -> dict[str, str]:
    """What the head of a page says; trafilatura's own dates are guessed where none is stated."""
    said = {
        (meta.get("name") or meta.get("property") or "").lower(): (meta.get("content") or "").strip()
        for meta in page.iter("meta")
    }
    headings = ["".join(h1.itertext()).strip() for h1 in page.iter("h1")]
    shown = _SITE.sub("", page.findtext(".//title") or "").strip()
    said.setdefault(_TITLES[0], _first(said, _TITLES) or (headings[0] if len(headings) == 1 else shown))
    return said


def _first(said: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((said[name] for name in names if said.get(name)), None)


def _head(said: dict[str, str], blocks: list[Block]) -> Iterator[Paragraph]:
    """Title and date lines out of the metadata, where the article does not begin with them."""
    opening = [b.text for b in blocks[:HEAD_BLOCKS] if isinstance(b, Paragraph)]
    title, date = _first(said, _TITLES), _DATE.search(_first(said, _DATES) or "")
    if title and _bare(title) not in map(_bare, opening):
        yield Paragraph(_spaced(title), "¶1")
    if date and not any(map(_DATE.search, opening[:TITLES])):
        yield Paragraph(date[0], "¶1")


def _bare(title: str) -> str:
    return re.sub(r"\s+", "", title)


class _Walk:
    """Goes through the article that trafilatura found and counts its paragraphs."""

    def __init__(self) -> None:
        self._count = 0

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Paragraphs, headings, items and tables, in order; text that stands between them too."""
        yield from self._lines(parent.text or "", "")
        for element in parent:
            if element.tag == "table":
                yield from self._table(element)
            elif element.tag in ("head", "p", "item", "quote", "code"):
                mark = {"head": "# ", "item": "- "}.get(element.tag, INDENT)
                yield from self._lines(_text(element), mark)
                yield from (b for table in element.iter("table") for b in self._table(table))
            else:
                yield from self.blocks(element)
            yield from self._lines(element.tail or "", "")

    def _lines(self, text: str, mark: str) -> Iterator[Paragraph]:
        """A paragraph for each line: sites break paragraphs by ``<br>`` too."""
        for line in filter(None, map(str.strip, text.split("\n"))):
            self._count += 1
            titled = self._count <= TITLES and mark == INDENT and not re.search("[。；，]", line)
            yield Paragraph(line, f"¶{self._count}", "" if titled else mark)

    def _table(self, element: Any) -> Iterator[Block]:
        """A table; one with a single cell a row is a frame around prose."""
        rows = [tuple(_text(cell).strip() for cell in row.iter("cell")) for row in element.iter("row")]
        if max(map(len, rows), default=0) <= 1:
            for row in rows:
                yield from self._lines("".join(row), INDENT)
            return
        self._count += 1
        yield Grid(tuple(rows), f"¶{self._count}")


def _text(element: Any) -> str:
    """The text of an element without its tables, line breaks kept, spaces of the layout joined."""
    tables = {id(part) for table in element.iter("table") for part in table.iter()}
    pieces = [_spaced(element.text)]
    for child in element.iter():
        if child is not element and (id(child) not in tables or child.tag == "table"):
            broken = child.tag in ("lb", "p", "head", "item", "row", "table")
            own = "" if child.tag == "table" else _spaced(child.text)
            pieces += ["\n" if broken else "", own, _spaced(child.tail)]
    return "".join(pieces)


def _spaced(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\xa0]+", " ", text or "")
