"""The one door of a briefing's files."""

from __future__ import annotations

from enum import StrEnum

from dashboard.export.briefing.model import Briefing
from dashboard.export.spec import file_name


class BriefFormat(StrEnum):
    """The files of a briefing."""

    PPTX = "pptx"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


MEDIA = {
    BriefFormat.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    BriefFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    BriefFormat.PDF: "application/pdf",
    BriefFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media type of each format."""


def render(brief: Briefing, target: BriefFormat, template: bytes | None = None) -> bytes:
    """The file of a briefing. ``template`` is an office's own PPTX or DOCX; without, the neutral one."""
    if target is BriefFormat.PPTX:
        from dashboard.export import draw_pptx
        from dashboard.export.briefing.slides import pptx

        return pptx(brief, template or draw_pptx.draw())
    if target is BriefFormat.DOCX:
        from dashboard.export import draw_docx
        from dashboard.export.briefing.document import docx

        return docx(brief, template or draw_docx.draw())
    if target is BriefFormat.PDF:
        from dashboard.export.briefing.typeset import pdf

        return pdf(brief)
    from dashboard.export.briefing.workbook import xlsx

    return xlsx(brief)


def name_of(brief: Briefing, target: BriefFormat) -> str:
    """File name with place, edition and date."""
    return file_name(brief.name_parts, brief.edition_id, brief.date, target.value)
