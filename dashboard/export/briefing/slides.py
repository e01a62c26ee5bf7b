"""Briefing -> PPTX: a cover, then per section its statements, native charts and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dashboard.export import deck_table, slide, style
from dashboard.export.briefing.model import (
    Block,
    Briefing,
    Empty,
    Figure,
    Grid,
    Heading,
    Paragraph,
    Section,
    Sentence,
)
from dashboard.export.deck import Deck, part_title
from dashboard.text import Text

_SIZES: Final = (14.0, 13.0, 12.0)
"""Sizes of type for statements: the largest that needs fewest slides."""

_AROUND: Final = 2.35
"""Inches above and below the statements."""

_LONGEST_TITLE: Final = 96


def pptx(brief: Briefing, template: bytes) -> bytes:
    """The whole presentation."""
    t = Text(brief.language)
    deck = Deck(template, brief.title, brief.date)
    foot = t("export.edition_line", edition=brief.edition_id, date=brief.date)
    deck.cover(brief.title, [brief.subtitle, foot])
    for section in brief.sections:
        _section(deck, section, foot, t)
    return deck.bytes()


def _section(deck: Deck, section: Section, foot: str, t: Text) -> None:
    """Statements together, then each chart and table on slides of its own."""
    text = [b for b in section.blocks if isinstance(b, Paragraph | Heading | Empty)]
    drawn = [b for b in section.blocks if isinstance(b, Figure | Grid)]
    title = section.headline if style.width_of(section.headline) <= _LONGEST_TITLE else section.title
    repeated = _says_only(text, section.headline, drawn)
    if text and not repeated:
        _statements(deck, title, section.headline, text, foot, t)
    for block in drawn:
        if isinstance(block, Figure):
            _figure(deck, block, title, _references(text, t))
        else:
            _grid(deck, block, title if repeated else block.caption, foot)


def _says_only(text: Sequence[Block], headline: str, drawn: Sequence[Block]) -> bool:
    """Whether the statements are no more than the title of what follows."""
    said = [s.text for b in text if isinstance(b, Paragraph) for s in b.sentences]
    plain = not any(isinstance(b, Heading | Empty) for b in text)
    return plain and said == [headline] and bool(drawn)


def _figure(deck: Deck, block: Figure, title: str, references: list[str]) -> None:
    for one in slide.add(deck, block.table, title):
        frame = one.notes_slide.notes_text_frame if one.has_notes_slide else None
        written = [p.text for p in frame.paragraphs] if frame is not None else slide.notes(block.table)
        deck.notes(one, [*written, *references])


def _grid(deck: Deck, block: Grid, title: str, foot: str) -> None:
    if block.frame.empty:
        return
    for one in deck_table.table_slides(deck, title, block.frame, foot, block.lead):
        deck.notes(one, [block.caption, foot])


def _lines(blocks: Sequence[Block]) -> Iterator[Sentence]:
    """The statements of a section, one a line."""
    for block in blocks:
        if isinstance(block, Heading | Empty):
            yield Sentence(block.text)
        elif isinstance(block, Paragraph):
            yield from block.sentences


def _statements(deck: Deck, title: str, headline: str, blocks: Sequence[Block], foot: str, t: Text) -> None:
    """As few slides as the statements need; their references stand in the notes.

    What the title says is not said again below it.
    """
    lines = list(_lines(blocks))
    heads = {block.text for block in blocks if isinstance(block, Heading)}
    tried = [(size, _pages(lines, deck, size)) for size in _SIZES]
    size, pages = min(tried, key=lambda one: len(one[1]))
    for i, page in enumerate(pages, start=1):
        made = deck.slide(part_title(title, i, len(pages)))
        below = [line.text for line in page if (line.text, title) != (headline, headline)]
        box = (0.6, 1.45, deck.width - 1.2, deck.height - _AROUND)
        deck.text(made, below or [headline], box, size=size, heads=heads)
        deck.source_line(made, foot)
        deck.notes(made, _noted(page, t) or [foot])


def _pages(lines: Sequence[Sentence], deck: Deck, size: float) -> list[list[Sentence]]:
    """Lines cut so that each page holds what it can at a size of type."""
    ems = (deck.width - 1.5) / (size / 72) / 1.04
    pages: list[list[Sentence]] = [[]]
    used = 0.0
    for line in lines:
        need = (len(style.wrapped(line.text, ems)) * 1.2 + 0.4) * size / 72
        if pages[-1] and used + need > deck.height - _AROUND:
            pages.append([])
            used = 0.0
        pages[-1].append(line)
        used += need
    return pages


def _noted(page: Sequence[Sentence], t: Text) -> list[str]:
    """The statements of a slide, each with its references."""
    lines = []
    for said in page:
        if said.references:
            lines += [said.text, *(t("brief.noted", reference=r) for r in said.references)]
    return lines


def _references(blocks: Sequence[Block], t: Text) -> list[str]:
    """All references of a section's statements, each once."""
    every = (r for b in blocks if isinstance(b, Paragraph) for s in b.sentences for r in s.references)
    return [t("brief.noted", reference=r) for r in dict.fromkeys(every)]
