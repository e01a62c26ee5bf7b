"""ChartTable -> Vega-Lite: bars, intervals, lines and spans as plain dicts.

Rows keep the order of the table: the vertical axis carries row numbers and the labels are
looked up, so that two places of one name stay two bars.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Final

import pandas as pd

from dashboard import numbers
from dashboard.export import style
from dashboard.export.spec import ChartKind, ChartTable
from dashboard.text import Text

Spec = dict[str, Any]

PLOT_WIDTH: Final = 620
ROW: Final = 24
"""Plot width and height of a row, in pixels."""

_TITLE_EMS: Final = 46


def spec(table: ChartTable, titled: bool = True) -> Spec:
    """The whole picture: title, chart and source lines. Maps are made in ``vega_map``."""
    from dashboard.export.vega_spine import spine  # it builds on this module

    drawers: dict[ChartKind, Callable[[ChartTable], Spec]] = {
        ChartKind.BAR: _bars,
        ChartKind.INTERVAL: _intervals,
        ChartKind.LINE: _lines,
        ChartKind.SPAN: _spans,
        ChartKind.SPINE: spine,
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": style.CARD,
        "padding": 20,
        "title": _title(table) if titled else None,
        "spacing": 14,
        "vconcat": [drawers[table.kind](table), *([footer(table)] if titled else [])],
        "config": config(),
    }


def config() -> Spec:
    """The house style of every picture."""
    axis = {"labelColor": style.INK, "titleColor": style.INK_SOFT, "gridColor": style.RULE, "domainColor": style.RULE}
    axis |= {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "labelLimit": 0, "tickColor": style.RULE}
    return {
        "font": style.PICTURE_FONTS,
        "view": {"stroke": None},
        "axis": axis,
        "text": {"fontSize": 13, "fill": style.INK},
    }


def _title(table: ChartTable) -> Spec:
    """The title, broken into lines that fit the picture."""
    lines = style.wrapped(table.title, _TITLE_EMS)
    plain = {"fontSize": 17, "fontWeight": "normal", "color": style.INK, "lineHeight": 24}
    return {"text": lines, "anchor": "start", "offset": 16, **plain}


def footer(table: ChartTable) -> Spec:
    """Source and note lines under the chart."""
    t = Text(table.language)
    given = [*table.sources, *table.notes, t("export.edition_line", edition=table.edition_id, date=table.date)]
    lines = [part for line in given for part in style.wrapped(line, 62)]
    rows = [{"line": line, "row": i} for i, line in enumerate(lines)]
    return {
        "data": {"values": rows},
        "width": PLOT_WIDTH,
        "height": 17 * len(rows),
        "mark": {"type": "text", "align": "left", "fontSize": 12, "fill": style.INK_SOFT},
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
        records.append({**clean, "row": i, "lead": bool(table.lead) and clean.get("label") == table.lead, "printed": printed})
    return records


def row_axis(labels: Sequence[str], **extra: Any) -> Spec:
    """A vertical axis of row numbers that prints ``labels``."""
    axis = {"labelExpr": f"{json.dumps(list(labels))}[datum.value]", "title": None, "ticks": False, "domain": False}
    return {"field": "row", "type": "ordinal", "axis": {**axis, "labelPadding": 8, **extra}}


def lead_colour(others: str = style.GROUP) -> Spec:
    """Red for the lead place, grey for the rest."""
    return {"condition": {"test": "datum.lead", "value": style.LEAD}, "value": others}


def _median(table: ChartTable) -> list[Spec]:
    """The group's median as a line with its name and value above the plot."""
    if table.median is None:
        return []
    word = Text(table.language)("export.median_label", value=numbers.significant(table.median))
    x = {"datum": table.median, "type": "quantitative"}
    mark = {"type": "text", "align": "center", "dy": -9, "fontSize": 12, "fill": style.INK_SOFT}
    return [
        {"mark": {"type": "rule", "strokeDash": [4, 3], "stroke": style.INK_SOFT}, "encoding": {"x": x}},
        {"mark": mark, "encoding": {"x": x, "y": {"value": 0}, "text": {"value": word}}},
    ]


def horizontal(table: ChartTable, records: list[Spec], layers: list[Spec]) -> Spec:
    """Layers over one row a record."""
    return {
        "data": {"values": records},
        "width": PLOT_WIDTH,
        "height": {"step": ROW},
        "layer": layers,
        "resolve": {"scale": {"x": "shared", "y": "shared"}},
    }


def _value_axis(table: ChartTable, field: str, zero: bool = True) -> Spec:
    axis = {"title": table.heading("value"), "tickCount": 6, "domain": False, "ticks": False}
    return {"field": field, "type": "quantitative", "axis": axis, "scale": {"zero": zero, "nice": True}}


def _bars(table: ChartTable) -> Spec:
    ranged = [r for r in ("low", "high") if r in table.roles]
    records = rows(table, ["label", "value", *ranged])
    y, x = row_axis([str(r["label"]) for r in records]), _value_axis(table, "value")
    ends = {"x": {"field": "high" if ranged else "value", "type": "quantitative"}, "y": y, "text": {"field": "printed"}}
    layers: list[Spec] = [{"mark": {"type": "bar", "height": 14}, "encoding": {"x": x, "y": y, "color": lead_colour()}}]
    if ranged:
        layers.append(_whisker(y))
    layers.append({"mark": {"type": "text", "align": "left", "dx": 5}, "encoding": ends})
    return horizontal(table, records, [*layers, *_median(table)])


def _whisker(y: Spec) -> Spec:
    """A thin line from low to high."""
    ends = {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}, "y": y}
    return {"mark": {"type": "rule", "stroke": style.INK, "strokeWidth": 1}, "encoding": ends}


def _intervals(table: ChartTable) -> Spec:
    records = rows(table, ["label", "value", "low", "high"])
    y, x = row_axis([str(r["label"]) for r in records], grid=True), _value_axis(table, "low", zero=False)
    rule = {"x": x, "x2": {"field": "high"}, "y": y, "color": lead_colour()}
    dot = {"x": {"field": "value", "type": "quantitative"}, "y": y, "color": lead_colour()}
    text = {"x": {"field": "high", "type": "quantitative"}, "y": y, "text": {"field": "printed"}}
    layers: list[Spec] = [
        {"mark": {"type": "rule", "strokeWidth": 1.5}, "encoding": rule},
        {"mark": {"type": "point", "filled": True, "size": 70, "opacity": 1}, "encoding": dot},
        {"mark": {"type": "text", "align": "left", "dx": 9}, "encoding": text},
    ]
    return horizontal(table, records, [*layers, *_median(table)])


def _years(records: list[Spec], first: str, last: str) -> Spec:
    """A scale of whole years with a tick a year where they are few."""
    start = min((int(r[first]) for r in records if r[first] is not None), default=2000)
    end = max((int(r[last]) for r in records if r[last] is not None), default=start)
    ticks = list(range(start, end + 1, 1 + (end - start) // 16))
    axis = {"format": "d", "values": ticks, "title": None, "grid": False}
    return {"type": "quantitative", "axis": axis, "scale": {"domain": [start - 0.5, end + 0.5], "nice": False}}


def _over_time(table: ChartTable, records: list[Spec], layers: list[Spec]) -> Spec:
    return {"data": {"values": records}, "width": PLOT_WIDTH, "height": 340, "layer": layers}


def _level_median(table: ChartTable) -> list[Spec]:
    """The group's median as a horizontal line."""
    if table.median is None:
        return []
    word = Text(table.language)("export.median_label", value=numbers.significant(table.median))
    y = {"datum": table.median, "type": "quantitative"}
    mark = {"type": "text", "align": "left", "dy": -8, "fontSize": 12, "fill": style.INK_SOFT}
    return [
        {"mark": {"type": "rule", "strokeDash": [4, 3], "stroke": style.INK_SOFT}, "encoding": {"y": y}},
        {"mark": mark, "encoding": {"x": {"value": 4}, "y": y, "text": {"value": word}}},
    ]


def _lines(table: ChartTable) -> Spec:
    records = rows(table, ["label", "x", "value"])
    x = {"field": "x", **_years(records, "x", "x")}
    at = {"x": x, "y": _value_axis(table, "value"), "color": lead_colour(), "detail": {"field": "label", "type": "nominal"}}
    last = {r["label"]: r["row"] for r in records if r["value"] is not None}
    ends = {"transform": [{"filter": {"field": "row", "oneOf": list(last.values())}}]}
    text = {"mark": {"type": "text", "align": "left", "dx": 8}, "encoding": {**at, "text": {"field": "label"}}, **ends}
    line = {"mark": {"type": "line", "point": {"size": 50, "filled": True}, "strokeWidth": 2}, "encoding": at}
    return _over_time(table, records, [line, text, *_level_median(table)])


def _spans(table: ChartTable) -> Spec:
    records = rows(table, ["label", "start", "end", "value"])
    x = {"field": "start", **_years(records, "start", "end")}
    at = {"x": x, "y": _value_axis(table, "value"), "color": lead_colour()}
    marked = {**at, "x2": {"field": "end"}}
    single = [{"filter": "datum.start == datum.end"}]
    layers: list[Spec] = [
        {"mark": {"type": "rule", "strokeWidth": 5, "strokeCap": "round"}, "encoding": marked},
        {"transform": single, "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1}, "encoding": at},
        {
            "mark": {"type": "text", "align": "left", "dy": -12},
            "encoding": {**at, "text": {"field": "caption"}},
            "transform": [{"calculate": "datum.label + ' ' + datum.printed", "as": "caption"}],
        },
    ]
    return _over_time(table, records, [*layers, *_level_median(table)])
