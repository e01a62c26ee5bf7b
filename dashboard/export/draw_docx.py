"""Draws the neutral default document: A4 with the margins of GB/T 9704—2012, 仿宋 body, 黑体 headings."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dashboard import palette
from dashboard.export import style
from dashboard.export.word import add_field, set_face

_DRAWN: Final = datetime(2026, 1, 1, tzinfo=UTC)
_STYLES: Final = (
    ("Normal", style.OFFICE_BODY, 12, palette.INK),
    ("Title", style.OFFICE_HEAD, 22, palette.INK),
    ("Subtitle", style.OFFICE_BODY, 14, palette.INK_SOFT),
    ("Heading 1", style.OFFICE_HEAD, 16, palette.INK),
    ("Heading 2", "楷体", 14, palette.INK),
    ("Heading 3", style.OFFICE_BODY, 12, palette.INK),
    ("Caption", style.OFFICE_HEAD, 10.5, palette.INK),
)
"""Style, face, points, colour."""


def draw() -> bytes:
    """The document with its placeholders; see data/templates/README.md."""
    document: Any = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(20)
    for name, face, size, tint in _STYLES:
        _style(document.styles[name], face, size, tint)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    document.add_paragraph("{{title}}", style="Title")
    document.add_paragraph("{{subtitle}}", style="Subtitle")
    document.add_paragraph("{{contents}}")
    document.add_paragraph("{{body}}")
    _line(section.header.paragraphs[0], "{{title}}", WD_ALIGN_PARAGRAPH.LEFT)
    foot = section.footer.paragraphs[0]
    _line(foot, "— ", WD_ALIGN_PARAGRAPH.CENTER)
    add_field(foot, "PAGE", "1")
    foot.add_run(" —")
    properties = document.core_properties
    properties.created = properties.modified = _DRAWN
    properties.author = properties.title = properties.comments = ""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _style(named: Any, face: str, size: float, tint: str) -> None:
    """Face, size, colour and spacing of a style; no italics in Chinese, no theme faces."""
    named.font.size = Pt(size)
    named.font.color.rgb = RGBColor.from_string(tint.lstrip("#"))
    named.font.bold = named.font.italic = False
    set_face(named, face)
    spacing = named.paragraph_format
    spacing.space_before = Pt(size * 0.8 if named.name.startswith("Heading") else 0)
    spacing.space_after = Pt(6)
    spacing.line_spacing = 1.4 if named.name == "Normal" else 1.2
    borders = named.element.find(f".//{qn('w:pBdr')}")
    if borders is not None:
        borders.getparent().remove(borders)
    if named.name in ("Title", "Subtitle"):
        spacing.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if named.name == "Caption":
        spacing.alignment = WD_ALIGN_PARAGRAPH.CENTER
        spacing.keep_with_next = True


def _line(paragraph: Any, text: str, alignment: Any) -> None:
    """A small grey line of the header or footer."""
    paragraph.alignment = alignment
    run = paragraph.add_run(text)
    run.font.size = Pt(9)
    run.font.color.rgb = RGBColor.from_string(palette.INK_SOFT.lstrip("#"))
