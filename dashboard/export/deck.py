"""Slides: a presentation from a template, with titles, native charts, tables, pictures and notes.

python-pptx sets the Latin face only; every text here names the East Asian face too.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from dashboard import palette
from dashboard.export import style

COVER: Final = "cover"
FIGURE: Final = "figure"
"""Names of the layouts that a template may define; see data/templates/README.md."""

_FALLBACKS: Final[Mapping[str, tuple[str, ...]]] = {
    COVER: (COVER, "封面", "Title Slide", "标题幻灯片"),
    FIGURE: (FIGURE, "图表", "Title Only", "仅标题"),
}


def colour(hex_code: str) -> RGBColor:
    """``#A61B1B`` as python-pptx wants it."""
    made: RGBColor = RGBColor.from_string(hex_code.lstrip("#"))
    return made


def set_face(font: Any, face: str = style.OFFICE_SANS) -> None:
    """Name the Latin and the East Asian face of a font."""
    font.name = face
    properties = font._element if hasattr(font, "_element") else font._rPr
    for tag in ("a:ea", "a:cs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    latin = properties.find(qn("a:latin"))
    for tag in ("a:cs", "a:ea"):
        one = etree.SubElement(properties, qn(tag))
        one.set("typeface", face)
        latin.addnext(one)


def part_title(title: str, i: int, n: int) -> str:
    """A title with its part's number where there are several; full-width marks beside Chinese."""
    if n == 1:
        return title
    chinese = any(style.width_of(letter) == 1 for letter in title)
    return f"{title}（{i}/{n}）" if chinese else f"{title} ({i}/{n})"


class Deck:
    """A presentation that grows slide by slide. Lengths in inches."""

    def __init__(self, template: bytes, title: str, date: str) -> None:
        show: Any = Presentation(io.BytesIO(template))
        self.show = show
        self.width: float = Emu(show.slide_width).inches
        self.height: float = Emu(show.slide_height).inches
        self._empty()
        properties = self.show.core_properties
        properties.title, properties.author, properties.language = title[:250], "", ""
        properties.created = properties.modified = datetime.fromisoformat(date)

    def _empty(self) -> None:
        """Drop the slides that a template may hold; its layouts stay."""
        ids = self.show.slides._sldIdLst
        for one in list(ids):
            self.show.part.drop_rel(one.rId)
            ids.remove(one)

    def layout(self, wanted: str) -> Any:
        """The template's layout of that name, or the nearest thing it has."""
        named = {layout.name: layout for layout in self.show.slide_layouts}
        known = next((named[n] for n in _FALLBACKS[wanted] if n in named), None)
        return known or self.show.slide_layouts[0 if wanted == COVER else min(5, len(named) - 1)]

    def slide(self, title: str, layout: str = FIGURE) -> Any:
        """A new slide with its title; placeholders that stay empty are taken away."""
        slide = self.show.slides.add_slide(self.layout(layout))
        if slide.shapes.title is None:
            self.text(slide, [title], (0.6, 0.35, self.width - 1.2, 0.9), size=24)
        else:
            frame = slide.shapes.title.text_frame
            frame.text = title
            for run in frame.paragraphs[0].runs:
                set_face(run.font)
                if layout == FIGURE:
                    run.font.size = Pt(
                        24 if style.width_of(title) < 34 else 20 if style.width_of(title) < 82 else 16
                    )
        for placeholder in list(slide.placeholders):
            if placeholder.placeholder_format.idx != 0 and layout == FIGURE:
                placeholder._element.getparent().remove(placeholder._element)
        return slide

    def cover(self, title: str, lines: Sequence[str]) -> Any:
        """The first slide: title and lines in the subtitle's place."""
        slide = self.slide(title, COVER)
        others = [p for p in slide.placeholders if p.placeholder_format.idx != 0]
        if others:
            self.fill(others[0].text_frame, lines)
        else:
            self.text(slide, lines, (0.9, 4.2, self.width - 1.8, 2), size=16)
        return slide

    def text(
        self,
        slide: Any,
        lines: Sequence[str],
        box: tuple[float, float, float, float],
        size: float = 14,
        tint: str = palette.INK,
        heads: Collection[str] = (),
    ) -> Any:
        """A text box: one paragraph a line, wrapped; lines among ``heads`` are bold."""
        shape = slide.shapes.add_textbox(*(Inches(v) for v in box))
        shape.text_frame.word_wrap = True
        self.fill(shape.text_frame, lines, size, tint, heads)
        return shape

    def fill(
        self,
        frame: Any,
        lines: Sequence[str],
        size: float | None = None,
        tint: str | None = None,
        heads: Collection[str] = (),
    ) -> None:
        """Write paragraphs into a text frame."""
        frame.text = ""
        for i, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = line
            set_face(run.font)
            if line in heads:
                run.font.bold = True
            if size is not None:
                run.font.size = Pt(size)
                paragraph.space_after = Pt(size * 0.35)
            if tint is not None:
                run.font.color.rgb = colour(tint)

    def source_line(self, slide: Any, line: str) -> None:
        """The small line at the foot of a slide, cut to what two lines hold; the notes have all of it."""
        most = (self.width - 2.2) * 72 / 10 * 2 - 2
        while style.width_of(line) > most:
            line = line[: int(len(line) * 0.95) - 1] + "…"
        self.text(
            slide, [line], (0.6, self.height - 0.72, self.width - 2.2, 0.5), size=10, tint=palette.INK_SOFT
        )

    def notes(self, slide: Any, lines: Sequence[str]) -> None:
        """The speaker notes."""
        self.fill(slide.notes_slide.notes_text_frame, lines)

    def picture(self, slide: Any, png: bytes, box: tuple[float, float, float, float], alt: str) -> None:
        """A picture as large as the box allows, with its alternative text."""
        left, top, width, height = box
        picture = slide.shapes.add_picture(io.BytesIO(png), Inches(left), Inches(top), height=Inches(height))
        if picture.width > Inches(width):
            picture.height = int(picture.height * Inches(width) / picture.width)
            picture.width = Inches(width)
        picture._element.nvPicPr.cNvPr.set("descr", alt)

    def bytes(self) -> bytes:
        """The file."""
        buffer = io.BytesIO()
        self.show.save(buffer)
        return buffer.getvalue()
