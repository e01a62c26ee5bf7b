"""Draws the neutral default slides; ``python -m dashboard.briefing templates`` writes them."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from dashboard import palette
from dashboard.export import style
from dashboard.export.deck import COVER, FIGURE, colour

_DRAWN: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""A fixed day: the same program draws the same template."""

_ACCENTS: Final = (
    palette.GROUP,
    palette.LEAD,
    palette.TEAL[4],
    palette.TITLE,
    palette.TEAL[2],
    palette.OTHERS,
)


def draw() -> bytes:
    """16:9, warm paper, titles as sentences, layouts ``cover`` and ``figure``."""
    show: Any = Presentation()
    show.slide_width, show.slide_height = Inches(13.333), Inches(7.5)
    cover, figure = show.slide_layouts[0], show.slide_layouts[5]
    for layout in list(show.slide_layouts):
        if layout not in (cover, figure):
            show.slide_layouts.remove(layout)
    cover.name, figure.name = COVER, FIGURE
    _theme(show)
    master = show.slide_master
    master.background.fill.solid()
    master.background.fill.fore_color.rgb = colour(palette.PAPER)
    boxes = {
        0: (0.6, 0.35, 12.13, 0.9),
        1: (0.6, 1.4, 12.13, 5.3),
        10: (0.6, 6.95, 3, 0.35),
        11: (4.5, 6.95, 4, 0.35),
        12: (11.7, 6.95, 1.03, 0.35),
    }
    for layout in (master, figure):
        _arrange(layout, boxes)
    _arrange(cover, {**boxes, 0: (0.9, 2.2, 11.5, 1.6), 1: (0.9, 4.2, 11.5, 2.0)})
    _title_style(master, cover)
    _rule(figure)
    show.core_properties.created = show.core_properties.modified = _DRAWN
    show.core_properties.author = show.core_properties.title = ""
    return _saved(show)


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _arrange(layout: Any, boxes: dict[int, tuple[float, float, float, float]]) -> None:
    """Put placeholders where a 16:9 slide wants them."""
    kinds = {"DATE": 10, "FOOTER": 11, "SLIDE_NUMBER": 12}
    for shape in layout.placeholders:
        name = shape.placeholder_format.type.name
        index = kinds.get(name, 0 if "TITLE" in name and "SUB" not in name else 1)
        shape.left, shape.top, shape.width, shape.height = (Inches(v) for v in boxes[index])


def _theme(show: Any) -> None:
    """Faces and colours of the theme."""
    part = show.slide_master.part.part_related_by(RT.THEME)
    text = part.blob.decode()
    text = re.sub(
        r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*("[^>]*/>\s*<a:ea typeface=")[^"]*"',
        rf'\g<1>{style.OFFICE_SANS}\g<2>{style.OFFICE_SANS}"',
        text,
    )
    for i, accent in enumerate(_ACCENTS, start=1):
        swatch = f'<a:accent{i}><a:srgbClr val="{accent.lstrip("#")}"/></a:accent{i}>'
        text = re.sub(rf"<a:accent{i}>.*?</a:accent{i}>", swatch, text, flags=re.S)
    part._blob = text.encode()


def _title_style(master: Any, cover: Any) -> None:
    """Titles left, 24 points, ink."""
    level = master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    level.set("algn", "l")
    properties = level.find(qn("a:defRPr"))
    properties.set("sz", "2400")
    for shape in cover.placeholders:
        title = shape.placeholder_format.type.name in ("CENTER_TITLE", "TITLE")
        frame = shape.text_frame
        frame.word_wrap = True
        for paragraph in frame.paragraphs:
            paragraph.font.size = Pt(36 if title else 16)
        size = etree.SubElement(frame._txBody.find(qn("a:lstStyle")), qn("a:lvl1pPr"))
        size.set("algn", "l")
        size.set("marL", "0")
        size.set("indent", "0")
        etree.SubElement(size, qn("a:buNone"))
        etree.SubElement(size, qn("a:defRPr")).set("sz", "3600" if title else "1600")


def _rule(figure: Any) -> None:
    """A light line under the title."""
    line = figure.shapes._spTree
    head = '<p:nvCxnSpPr><p:cNvPr id="90" name="rule"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/></p:nvCxnSpPr>'
    place = f'<a:off x="{Inches(0.6)}" y="{Inches(1.32)}"/><a:ext cx="{Inches(12.13)}" cy="0"/>'
    ink = f'<a:solidFill><a:srgbClr val="{palette.RULE.lstrip("#")}"/></a:solidFill>'
    form = f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525">{ink}</a:ln>'
    line.append(
        parse_xml(
            f"<p:cxnSp {nsdecls('p', 'a')}>{head}<p:spPr><a:xfrm>{place}</a:xfrm>{form}</p:spPr></p:cxnSp>"
        )
    )
