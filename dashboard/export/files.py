"""The one door of a chart's files: ``write`` gives the bytes, ``name_of`` the file's name."""

from __future__ import annotations

from dashboard.export.spec import ChartTable, Format, file_name


def write(table: ChartTable, target: Format, template: bytes | None = None) -> bytes:
    """The file of a chart; what is displayed is what is in it.

    ``template`` is an office's own PPTX; without, the neutral one.

    The libraries are loaded at the first file of their kind: together they take 0.7 s,
    which no page that merely shows a chart should pay.
    """
    if target in (Format.CSV, Format.XLSX):
        from dashboard.export import sheet

        return sheet.csv(table) if target is Format.CSV else sheet.xlsx(table)
    if target is Format.PPTX:
        from dashboard.export import draw_pptx, slide

        return slide.pptx(table, template or draw_pptx.draw())
    from dashboard.export import picture

    return picture.png(table) if target is Format.PNG else picture.svg(table).encode()


def name_of(table: ChartTable, target: Format) -> str:
    """File name with place, indicator, edition and date."""
    return file_name(table.name_parts, table.edition_id, table.date, target.value)
