"""ChartTable -> Vega-Lite as plain dicts: what all charts share.

Rows keep the order of the table: the vertical axis carries row numbers and the labels are
looked up, so that two places of one name stay two bars.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Final

import pandas as pd

from dashboard import numbers, palette
from dashboard.export import style
from dashboard.export.spec import ChartKind, ChartTable
from dashboard.text import Text

Spec = dict[str, Any]

PLOT_WIDTH: Final = 620
ROW: Final = 24
"""Plot width and height of a row, in pixels."""

_FEW: Final = 8
"""Steps of one that an axis has room for."""
_TITLE_EMS: Final = 46


def spec(table: ChartTable, titled: bool = True) -> Spec:
    """The whole picture: title, chart and source lines. Maps are made in ``vega_map``."""
    from dashboard.export import vega_bars, vega_spine, vega_time  # they build on this module

    drawers: dict[ChartKind, Callable[[ChartTable], Spec]] = {
        ChartKind.BAR: vega_bars.bars,
        ChartKind.INTERVAL: vega_bars.intervals,
        ChartKind.LINE: vega_time.lines,
        ChartKind.SPAN: vega_time.spans,
        ChartKind.SPINE: vega_spine.spine,
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": palette.CARD,
        "padding": 20,
        "title": _title(table) if titled else None,
        "spacing": 14,
        "vconcat": [drawers[table.kind](table), *([footer(table)] if titled else [])],
        "config": config(),
    }


def config() -> Spec:
    """The house style of every picture."""
    axis: Spec = {
        "labelColor": palette.INK,
        "titleColor": palette.INK_SOFT,
        "gridColor": palette.RULE,
        "domainColor": palette.RULE,
    }
    axis |= {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "labelLimit": 0,
        "tickColor": palette.RULE,
    }
    return {
        "font": style.PICTURE_FONTS,
        "view": {"stroke": None},
        "axis": axis,
        "text": {"fontSize": 13, "fill": palette.INK},
    }


def _title(table: ChartTable) -> Spec:
    """The title, broken into lines that fit the picture."""
    lines = style.wrapped(table.title, _TITLE_EMS)
    plain = {"fontSize": 17, "fontWeight": "normal", "color": palette.INK, "lineHeight": 24}
    return {"text": lines, "anchor": "start", "offset": 16, **plain}


def footer(table: ChartTable) -> Spec:
    """Source and note lines under the chart."""
    t = Text(table.language)
    given = [
        *table.sources,
        *table.notes,
        t("export.edition_line", edition=table.edition_id, date=table.date),
    ]
    lines = [part for line in given for part in style.wrapped(line, 62)]
    rows = [{"line": line, "row": i} for i, line in enumerate(lines)]
    return {
        "data": {"values": rows},
        "width": PLOT_WIDTH,
        "height": 17 * len(rows),
        "mark": {"type": "text", "align": "left", "fontSize": 12, "fill": palette.INK_SOFT},
        "encoding": {
            "x": {"value": 0},
            "y": {"field": "row", "type": "ordinal", "axis": None},
            "text": {"field": "line"},
        },
    }


def rows(table: ChartTable, roles: Sequence[str]) -> list[Spec]:
    """Records of the roles' columns with row number, lead mark and printed value."""
    frame = pd.DataFrame({role: table.column(role) for role in roles}).reset_index(drop=True)
    records = []
    for i, record in enumerate(frame.to_dict("records")):
        clean = {str(k): None if pd.isna(v) else v for k, v in record.items()}
        value = clean.get("value")
        printed = "—" if value is None else numbers.significant(float(value))
        records.append(
            {
                **clean,
                "row": i,
                "lead": bool(table.lead) and clean.get("label") == table.lead,
                "printed": printed,
            }
        )
    return records


def row_axis(labels: Sequence[str], **extra: Any) -> Spec:
    """A vertical axis of row numbers that prints ``labels``."""
    axis = {
        "labelExpr": f"{json.dumps(list(labels))}[datum.value]",
        "title": None,
        "ticks": False,
        "domain": False,
    }
    return {"field": "row", "type": "ordinal", "axis": {**axis, "labelPadding": 8, **extra}}


def lead_colour(others: str = palette.GROUP) -> Spec:
    """Red for the lead place, grey for the rest."""
    return {"condition": {"test": "datum.lead", "value": palette.LEAD}, "value": others}


def horizontal(table: ChartTable, records: list[Spec], layers: list[Spec]) -> Spec:
    """Layers over one row a record."""
    return {
        "data": {"values": records},
        "width": PLOT_WIDTH,
        "height": {"step": ROW},
        "layer": layers,
        "resolve": {"scale": {"x": "shared", "y": "shared"}},
    }


def value_axis(table: ChartTable, field: str, zero: bool = True) -> Spec:
    """The horizontal or vertical axis of the values; a few whole things get no step of a half."""
    axis: Spec = {"title": table.heading("value"), "tickCount": 6, "domain": False, "ticks": False}
    columns = [pd.to_numeric(table.column(r)) for r in ("value", "low", "high") if r in table.roles]
    seen = [float(v) for v in pd.concat(columns).dropna()]
    if seen and all(v.is_integer() for v in seen):
        axis["tickMinStep"] = 1
        start, end = (min(seen), max(seen)) if not zero else (min(0.0, *seen), max(0.0, *seen))
        if end - start < _FEW:
            axis |= {"values": list(range(int(start), int(end) + 1)), "format": "d"}
    return {"field": field, "type": "quantitative", "axis": axis, "scale": {"zero": zero, "nice": True}}
