"""Lines and spans over years as Vega-Lite."""

from __future__ import annotations

from dashboard import numbers, palette
from dashboard.export import vega
from dashboard.export.spec import ChartTable
from dashboard.text import Text


def _years(records: list[vega.Spec], first: str, last: str) -> vega.Spec:
    """A scale of whole years with a tick a year where they are few."""
    start = min((int(r[first]) for r in records if r[first] is not None), default=2000)
    end = max((int(r[last]) for r in records if r[last] is not None), default=start)
    ticks = list(range(start, end + 1, 1 + (end - start) // 16))
    axis = {"format": "d", "values": ticks, "title": None, "grid": False}
    return {
        "type": "quantitative",
        "axis": axis,
        "scale": {"domain": [start - 0.5, end + 0.5], "nice": False},
    }


def _over_time(table: ChartTable, records: list[vega.Spec], layers: list[vega.Spec]) -> vega.Spec:
    return {"data": {"values": records}, "width": vega.PLOT_WIDTH, "height": 200, "layer": layers}


def _level_median(table: ChartTable, right: bool) -> list[vega.Spec]:
    """The group's median as a horizontal line, its name at the end where no series has its own."""
    if table.median is None:
        return []
    word = Text(table.language)("export.median_label", value=numbers.significant(table.median))
    y = {"datum": table.median, "type": "quantitative"}
    align, x = ("right", vega.PLOT_WIDTH - 4) if right else ("left", 4)
    mark = {"type": "text", "align": align, "dy": -8, "fontSize": 12, "fill": palette.INK_SOFT}
    return [
        {"mark": {"type": "rule", "strokeDash": [4, 3], "stroke": palette.INK_SOFT}, "encoding": {"y": y}},
        {"mark": mark, "encoding": {"x": {"value": x}, "y": y, "text": {"value": word}}},
    ]


def lines(table: ChartTable) -> vega.Spec:
    """A line a series with its name at the last point; a missing year is a gap."""
    records = vega.rows(table, ["label", "x", "value"])
    x = {"field": "x", **_years(records, "x", "x")}
    at = {
        "x": x,
        "y": vega.value_axis(table, "value"),
        "color": vega.lead_colour(),
        "detail": {"field": "label", "type": "nominal"},
    }
    last = {r["label"]: r["row"] for r in records if r["value"] is not None}
    ends = {"transform": [{"filter": {"field": "row", "oneOf": list(last.values())}}]}
    text = {
        "mark": {"type": "text", "align": "left", "dx": 8},
        "encoding": {**at, "text": {"field": "label"}},
        **ends,
    }
    line = {"mark": {"type": "line", "point": {"size": 50, "filled": True}, "strokeWidth": 2}, "encoding": at}
    return _over_time(table, records, [line, text, *_level_median(table, right=False)])


def spans(table: ChartTable) -> vega.Spec:
    """A year as a point, several years as a bar at their yearly mean."""
    records = vega.rows(table, ["label", "start", "end", "value"])
    x = {"field": "start", **_years(records, "start", "end")}
    at = {"x": x, "y": vega.value_axis(table, "value"), "color": vega.lead_colour()}
    marked = {**at, "x2": {"field": "end"}}
    single = [{"filter": "datum.start == datum.end"}]
    layers: list[vega.Spec] = [
        {"mark": {"type": "rule", "strokeWidth": 5, "strokeCap": "round"}, "encoding": marked},
        {
            "transform": single,
            "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
            "encoding": at,
        },
        {
            "mark": {"type": "text", "align": "left", "dy": -12},
            "encoding": {**at, "text": {"field": "caption"}},
            "transform": [{"calculate": "datum.label + ' ' + datum.printed", "as": "caption"}],
        },
    ]
    return _over_time(table, records, [*layers, *_level_median(table, right=True)])
