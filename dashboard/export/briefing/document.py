"""Briefing -> DOCX: numbered headings, contents, captions, footnotes with the evidence, tables that flow."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Emu, Pt, RGBColor

from dashboard import palette
from dashboard.export import picture, slide, word
from dashboard.export.briefing import document_table
from dashboard.export.briefing.model import (
    Block,
    Briefing,
    Empty,
    Figure,
    Grid,
    Heading,
    Paragraph,
    captions,
    numbered,
)

_CONTENTS: Final = "{{contents}}"
_BODY: Final = "{{body}}"


def docx(brief: Briefing, template: bytes) -> bytes:
    """The whole document in the template."""
    return _Writer(brief, template).bytes()


class _Writer:
    """Writes blocks before the place where the template wants the body."""

    def __init__(self, brief: Briefing, template: bytes) -> None:
        self.brief = brief
        self.document: Any = Document(io.BytesIO(template))
        self.notes = word.Footnotes(self.document)
        self.captions = captions(brief)
        self.styles = {s.name: s for s in self.document.styles}
        self.last: Any = None
        self.here = self._fill_placeholders()
        section: Any = self.document.sections[0]
        self.width = Emu(section.page_width - section.left_margin - section.right_margin).inches

    def bytes(self) -> bytes:
        """Write everything and return the file."""
        for i, section in enumerate(self.brief.sections, start=1):
            heading = self.paragraph(numbered(self.brief, 1, i, section.title), "Heading 1")
            heading.paragraph_format.page_break_before = section.own_page or None
            word.bookmark(heading, f"s{i}", i)
            inner = 0
            self.notes.section()
            for block in section.blocks:
                if isinstance(block, Figure) and self.last is not None:
                    self.last.paragraph_format.keep_with_next = True  # a chart stands with its sentence
                inner += isinstance(block, Heading)
                self.block(block, inner)
        self.here._p.getparent().remove(self.here._p)
        self.notes.store()
        properties = self.document.core_properties
        properties.title, properties.author = self.brief.title[:250], ""
        properties.created = properties.modified = datetime.fromisoformat(self.brief.date)
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()

    def _fill_placeholders(self) -> Any:
        """Fill the template's words; returns the paragraph before which the body goes."""
        brief = self.brief
        words = {
            "{{title}}": brief.title,
            "{{subtitle}}": f"{brief.subtitle}",
            "{{date}}": brief.date,
            "{{edition}}": brief.edition_id,
        }
        places: dict[str, Any] = {}
        for paragraph in self._all_paragraphs():
            if paragraph.text.strip() in (_CONTENTS, _BODY):
                places[paragraph.text.strip()] = paragraph
            else:
                _replace(paragraph, words)
        self.here = places.get(_BODY) or self.document.add_paragraph()
        if _CONTENTS in places:
            self._contents(places[_CONTENTS])
        return self.here

    def _all_paragraphs(self) -> list[Any]:
        """Paragraphs of the body, of its tables, and of headers and footers."""
        found = list(self.document.paragraphs)
        found += [
            p
            for table in self.document.tables
            for row in table.rows
            for cell in row.cells
            for p in cell.paragraphs
        ]
        for section in self.document.sections:
            found += [*section.header.paragraphs, *section.footer.paragraphs]
        return found

    def _contents(self, place: Any) -> None:
        """A contents field whose entries stand already; page numbers come when Word updates it (F9)."""
        place.text = ""
        lines = [place.insert_paragraph_before() for _ in self.brief.sections]
        for kind in ("begin", "instr", "separate"):
            run = lines[0].add_run() if lines else place.add_run()
            if kind == "instr":
                code = word.element("instrText")
                code.text = ' TOC \\o "1-2" \\h \\z \\u '
                run._r.append(code)
            else:
                run._r.append(word.element("fldChar", fldCharType=kind))
        for i, (line, section) in enumerate(zip(lines, self.brief.sections, strict=True), start=1):
            line.paragraph_format.space_after = Pt(2)
            word.add_link(line, numbered(self.brief, 1, i, section.title), f"s{i}")
        place.add_run()._r.append(word.element("fldChar", fldCharType="end"))

    def paragraph(self, text: str = "", style_name: str = "Normal") -> Any:
        """A paragraph before the end of the body; a style the template lacks falls back to Normal."""
        made = self.here.insert_paragraph_before()
        if style_name != "Normal" and style_name in self.styles:
            made.style = self.styles[style_name]
        if text:
            made.add_run(text)
        self.last = made
        return made

    def block(self, block: Block, inner: int) -> None:
        """One block of a section."""
        if isinstance(block, Heading):
            self.paragraph(numbered(self.brief, 2, inner, block.text), "Heading 2")
        elif isinstance(block, Empty):
            self.paragraph(block.text).paragraph_format.first_line_indent = Pt(24)
        elif isinstance(block, Paragraph):
            self._sentences(block)
        elif isinstance(block, Figure):
            self._figure(block)
        else:
            self._grid(block)

    def _sentences(self, block: Paragraph) -> None:
        """Sentences with their footnotes; a listed one is a paragraph of its own."""
        line = None
        for sentence in block.sentences:
            if line is None or block.listed:
                line = self.paragraph()
                line.paragraph_format.first_line_indent = Pt(24)
            line.add_run(sentence.text)
            for i, reference in enumerate(sentence.references):
                self.notes.add(line, reference, first=i == 0)

    def _figure(self, block: Figure) -> None:
        """The picture with its caption and source line."""
        self.paragraph(self.captions[id(block)], "Caption")
        line = self.paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.line_spacing = 1.0
        line.paragraph_format.keep_with_next = True
        shape = line.add_run().add_picture(io.BytesIO(picture.png(block.table, titled=False)))
        shape.width, shape.height = _within(shape.width, shape.height, self.width, 7.5)
        shape._inline.docPr.set("descr", block.table.title)
        foot = self.paragraph("；".join([slide.source_line(block.table), *block.table.notes]))
        for run in foot.runs:
            run.font.size = Pt(9)
            run.font.color.rgb = RGBColor.from_string(palette.INK_SOFT.lstrip("#"))

    def _grid(self, block: Grid) -> None:
        """A table whose heading row stands again on each page."""
        self.paragraph(self.captions[id(block)], "Caption")
        if block.frame.empty:
            return
        plain = self.styles.get("Table Grid")
        self.here._p.addprevious(
            document_table.table(block.frame, self.width, plain.style_id if plain is not None else "")
        )
        self.paragraph().paragraph_format.space_after = Pt(2)


def _within(width: int, height: int, most_wide: float, most_high: float) -> tuple[int, int]:
    """A picture's size, no wider and higher than these inches."""
    scale = min(1.0, most_wide * 914_400 / width, most_high * 914_400 / height)
    return round(width * scale), round(height * scale)


def _replace(paragraph: Any, words: Mapping[str, str]) -> None:
    """Fill words in, also where Word split them over runs; the first run's look stays."""
    text = paragraph.text
    if not any(w in text for w in words):
        return
    for w, value in words.items():
        text = text.replace(w, value)
    paragraph.runs[0].text = text
    for run in paragraph.runs[1:]:
        run.text = ""
