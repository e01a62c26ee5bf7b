"""Download buttons of a panel: the one seam between the screen and the exporters.

Every file is made on the click and outside the script, so nothing here may call
Streamlit then. What is displayed is what is in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import briefing
from dashboard.charts import markup
from dashboard.charts.mapdata import MapData
from dashboard.charts.markup import tag
from dashboard.charts.table import Table
from dashboard.components.view import View
from dashboard.export.files import name_of, write
from dashboard.export.spec import WRITTEN, ChartKind, ChartTable, ColumnMeta, Format

TABLES = (Format.CSV, Format.XLSX)
CHARTS = (Format.PNG, Format.SVG, Format.CSV, Format.XLSX, Format.PPTX)


@dataclass(frozen=True)
class Picture:
    """How the exporters draw a table: kind of chart and the columns that play its roles.

    ``more`` holds what only some charts need: median, boundaries, layer, breaks.
    """

    kind: ChartKind
    roles: Mapping[str, str]
    more: Mapping[str, Any] = field(default_factory=dict)


def chart_table(view: View, table: Table, picture: Picture) -> ChartTable:
    """The table as the exporters read it."""
    columns = tuple(
        ColumnMeta(c.key, c.label, c.label, c.unit, figures=c.figures, decimals=c.decimals)
        for c in table.columns
    )
    return ChartTable(
        kind=picture.kind,
        title=table.title,
        frame=table.rows,
        columns=columns,
        roles=picture.roles,
        edition_id=view.edition.edition_id,
        date=datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat(),
        name_parts=(view.place_name(view.lead), table.title),
        language=view.t.language,
        sources=(view.t("panel.sources", edition=view.edition.edition_id, sources=table.sources),),
        notes=table.notes,
        **{"lead": view.place_name(table.lead), **picture.more},
    )


def show(view: View, key: str, table: Table, picture: Picture | None = None) -> None:
    """One button a format; a table without a chart leaves as CSV and XLSX."""
    given = picture or _plain(table)
    if given is None or table.rows.empty:
        return
    made = chart_table(view, table, given)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"downloads-{key}"):
        st.html(tag("span", markup.text(view.t("panel.downloads")), class_="sy-caption"), width="content")
        for form in CHARTS if picture else TABLES if _has_numbers(table) else TABLES[:1]:
            st.download_button(
                view.t("download.file", format=form.value.upper()),
                data=partial(_file, made, form),
                file_name=name_of(made, form),
                mime=WRITTEN[form],
                key=f"{form.value}-{key}",
                on_click="ignore",
            )


def _file(made: ChartTable, form: Format) -> bytes:
    """The file; slides take the office's own template where there is one."""
    return write(made, form, briefing.template("pptx") if form is Format.PPTX else None)


def map_picture(view: View, data: MapData) -> Picture:
    """A map's picture; its table has ``name``, ``place_code`` and ``shown``."""
    more = {"boundaries": view.edition.boundaries, "layer": data.layer, "breaks": data.classes.edges[1:]}
    return Picture(ChartKind.MAP, {"label": "name", "code": "place_code", "value": "shown"}, more)


def _has_numbers(table: Table) -> bool:
    """Whether a sheet with a chart makes sense."""
    return any(c.numeric for c in table.columns)


def _plain(table: Table) -> Picture | None:
    """Roles for a table that has no chart of its own: its first words and first numbers."""
    label = next((c.key for c in table.columns if not c.numeric), None)
    value = next((c.key for c in table.columns if c.numeric), label)
    return Picture(ChartKind.BAR, {"label": label, "value": value}) if label and value else None
