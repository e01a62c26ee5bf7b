"""Tables of a document, written as XML: rows keep together, the heading row repeats on each page."""

from __future__ import annotations

from typing import Any, Final
from xml.sax.saxutils import escape

import pandas as pd
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dashboard import palette
from dashboard.export import style
from dashboard.export.deck_table import fitted, natural_widths, texts

_LINES: Final = "".join(
    f'<w:{side} w:val="{"single" if width else "nil"}" w:sz="{width}" w:space="0" w:color="{tint[1:]}"/>'
    for side, width, tint in (
        ("top", 6, palette.INK_SOFT),
        ("left", 0, palette.RULE),
        ("bottom", 6, palette.INK_SOFT),
        ("right", 0, palette.RULE),
        ("insideH", 4, palette.RULE),
        ("insideV", 0, palette.RULE),
    )
)
"""Light lines below each row, as on the slides and in the PDF."""


def table(frame: pd.DataFrame, room: float, style_id: str) -> Any:
    """A table with widths from its contents, as XML: cell by cell, python-docx takes ten times as long."""
    size = 9.0
    widths = [round(w * 1440) for w in fitted(natural_widths(frame, size), room)]
    right = [pd.api.types.is_numeric_dtype(frame.iloc[:, j]) for j in range(len(frame.columns))]
    rows = []
    for i, cells in enumerate([[str(c) for c in frame.columns], *texts(frame)]):
        made = "".join(_cell(text, w, r, size) for text, w, r in zip(cells, widths, right, strict=True))
        rows.append(f"<w:tr><w:trPr><w:cantSplit/>{'' if i else '<w:tblHeader/>'}</w:trPr>{made}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    look = f'<w:tblStyle w:val="{style_id}"/>' if style_id else ""
    look += f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
    look += f'<w:tblBorders>{_LINES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _cell(text: str, width: int, right: bool, size: float) -> str:
    """One cell."""
    align = '<w:jc w:val="right"/>' if right else '<w:jc w:val="left"/>'
    spacing = '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
    words = escape(style.legible(text))
    run = f'<w:rPr><w:sz w:val="{round(size * 2)}"/></w:rPr><w:t xml:space="preserve">{words}</w:t>'
    wide = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
    return f"<w:tc>{wide}<w:p><w:pPr>{spacing}{align}</w:pPr><w:r>{run}</w:r></w:p></w:tc>"
