"""Briefing -> PDF by typst: A4, embedded subset of the bundled fonts, bookmarks, footnotes.

The words go in as JSON, never as markup: a name with ``#`` or ``<`` is only a name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd
import typst

from dashboard import palette
from dashboard.export import picture, slide, style
from dashboard.export.briefing.model import (
    Briefing,
    Empty,
    Figure,
    Grid,
    Heading,
    Paragraph,
    captions,
    numbered,
)
from dashboard.export.deck_table import fitted, natural_widths, texts
from dashboard.text import Language, Text

_TABLE_SIZE: Final = 7.5
_ROOM: Final = 156 / 25.4
"""Points of a table's text and inches of the page between its margins."""

_SOURCE: Final = """
#let data = json("data.json")
#set document(title: data.title)
#set page(paper: "a4", margin: (top: 37mm, bottom: 30mm, left: 28mm, right: 26mm),
  header: context if counter(page).get().first() > 1 { text(9pt, fill: soft)[#data.title] },
  footer: context align(center, text(9pt, fill: soft)[— #counter(page).display() —]))
#set text(font: (SERIF, SANS), size: 11pt, lang: data.lang, region: data.region, fill: ink)
#set smartquote(enabled: false)
#set par(leading: 0.9em, spacing: 1.1em, justify: true)
#show heading: it => block(above: 1.6em, below: 1em, text(font: SANS, weight: "regular",
  size: if it.level == 1 { 15pt } else { 12.5pt }, it.body))
#show footnote.entry: set text(8pt, fill: soft)
#show outline.entry: set block(above: 0.75em)
#set table(
  stroke: (x, y) => (bottom: if y == 0 { 0.8pt + soft } else { 0.4pt + rule }),
  inset: (x: 3pt, y: 3.5pt))
#let caption(words) = block(above: 1.2em, below: 0.7em, sticky: true, width: 100%,
  align(center, text(font: SANS, 10pt, words)))
#let cell(words) = { set par(justify: false, leading: 0.55em); text(font: SANS, 7.5pt, words) }

#align(center)[
  #v(12mm) #text(font: SANS, 21pt, data.title) #v(2mm)
  #text(12pt, fill: soft, data.subtitle) #linebreak() #text(10pt, fill: soft, data.foot) #v(6mm)
]
#outline(title: text(font: SANS, 13pt, data.contents), depth: 1, indent: 0pt)
#v(4mm)
#for section in data.sections [
  #if section.own-page { pagebreak(weak: true) }
  #heading(level: 1, section.title)
  #for block-item in section.blocks {
    if block-item.kind == "heading" {
      heading(level: 2, outlined: false, bookmarked: true, block-item.text)
    }
    else if block-item.kind == "text" {
      let said = par(first-line-indent: (amount: 2em, all: true), {
        for sentence in block-item.sentences {
          sentence.text
          for (i, note) in sentence.notes.enumerate() {
            if i > 0 { super[,] }
            if note.again { footnote(label(note.id)) } else [#footnote(note.text)#label(note.id)]
          }
        }
      })
      if block-item.sticky { block(sticky: true, said) } else { said }
    }
    else if block-item.kind == "figure" {
      block(breakable: false, {
        caption(block-item.caption)
        align(center, image(block-item.file, width: 100%, height: block-item.height * 1mm,
          fit: "contain", alt: block-item.caption))
        block(above: 0.6em, { set par(justify: false); text(8pt, fill: soft, block-item.foot) })
      })
    }
    else {
      caption(block-item.caption)
      table(columns: block-item.widths.map(w => w * 1fr),
        align: (x, y) => if block-item.right.at(x) { right } else { left },
        table.header(..block-item.head.map(cell)), ..block-item.cells.map(cell))
    }
  }
]
"""


def pdf(brief: Briefing) -> bytes:
    """The whole document."""
    files: dict[str, bytes] = {}
    data = _data(brief, files)
    look = f'#let SERIF = "{style.SERIF}"\n#let SANS = "{style.SANS}"\n#let ink = rgb("{palette.INK}")\n'
    look += f'#let soft = rgb("{palette.INK_SOFT}")\n#let rule = rgb("{palette.RULE}")\n'
    files["main.typ"] = (look + _SOURCE).encode()
    files["data.json"] = json.dumps(data, ensure_ascii=False).encode()
    compile_files: Any = typst.compile  # its types know no dict of files
    made: bytes = compile_files(
        files,
        font_paths=[str(style.font_folder())],
        ignore_system_fonts=True,
        timestamp=datetime.fromisoformat(brief.date).replace(tzinfo=UTC),
    )
    return made


def _data(brief: Briefing, files: dict[str, bytes]) -> dict[str, Any]:
    """The briefing as JSON; pictures are put into ``files``."""
    t = Text(brief.language)
    named = captions(brief)
    chinese = brief.language is Language.ZH
    sections = []
    for i, section in enumerate(brief.sections, start=1):
        blocks: list[dict[str, Any]] = []
        inner, notes = 0, _Notes(i)
        for block in section.blocks:
            if isinstance(block, Heading):
                inner += 1
                blocks.append({"kind": "heading", "text": numbered(brief, 2, inner, block.text)})
            elif isinstance(block, Empty):
                blocks.append({"kind": "text", "sentences": [{"text": block.text, "notes": []}]})
            elif isinstance(block, Paragraph):
                blocks += _paragraphs(block, notes)
            elif isinstance(block, Figure):
                blocks.append(_figure(block, named[id(block)], files))
            elif len(block.frame):
                blocks.append(_grid(block, named[id(block)]))
        title = numbered(brief, 1, i, section.title)
        for made, below in zip(blocks, [*blocks[1:], {"kind": ""}], strict=True):
            made["sticky"] = below["kind"] == "figure"  # a chart stands with the sentence it shows
        sections.append({"title": title, "blocks": blocks, "own-page": section.own_page})
    return {
        "title": brief.title,
        "subtitle": brief.subtitle,
        "foot": t("export.edition_line", edition=brief.edition_id, date=brief.date),
        "contents": t("brief.contents"),
        "lang": "zh" if chinese else "en",
        "region": "cn" if chinese else "gb",
        "sections": sections,
    }


class _Notes:
    """The footnotes of a section: a reference given again points at its first number."""

    def __init__(self, section: int) -> None:
        self._section = section
        self._seen: dict[str, str] = {}

    def of(self, references: Iterable[str]) -> list[dict[str, Any]]:
        """The notes of one sentence."""
        made = []
        for text in references:
            again = text in self._seen
            name = self._seen.setdefault(text, f"note-{self._section}-{len(self._seen)}")
            made.append({"id": name, "text": text, "again": again})
        return made


def _paragraphs(block: Paragraph, notes: _Notes) -> list[dict[str, Any]]:
    """One paragraph, or one a sentence."""
    said = [{"text": s.text, "notes": notes.of(s.references)} for s in block.sentences]
    groups = [[one] for one in said] if block.listed else [said]
    return [{"kind": "text", "sentences": group} for group in groups]


def _figure(block: Figure, caption: str, files: dict[str, bytes]) -> dict[str, Any]:
    """A picture as SVG, at most 200 mm high."""
    drawn = picture.svg(block.table, titled=False)
    name = f"figure{len(files)}.svg"
    files[name] = drawn.encode()
    width, height = picture.size(drawn)
    foot = "；".join([slide.source_line(block.table), *block.table.notes])
    return {
        "kind": "figure",
        "caption": caption,
        "file": name,
        "height": min(200.0, 156 * height / width),
        "foot": foot,
    }


def _grid(block: Grid, caption: str) -> dict[str, Any]:
    """A table; widths as shares of the page."""
    right = [pd.api.types.is_numeric_dtype(block.frame.iloc[:, j]) for j in range(len(block.frame.columns))]
    cells = [c for row in texts(block.frame) for c in row]
    widths = fitted([max(0.4, w) for w in natural_widths(block.frame, _TABLE_SIZE)], _ROOM)
    return {
        "kind": "grid",
        "caption": caption,
        "head": [str(c) for c in block.frame.columns],
        "cells": cells,
        "widths": widths,
        "right": right,
    }
