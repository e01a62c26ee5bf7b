"""Bars and intervals as Vega-Lite, one row a place."""

from __future__ import annotations

from dashboard import numbers, palette
from dashboard.export import vega
from dashboard.export.spec import ChartTable
from dashboard.text import Text


def _median(table: ChartTable) -> list[vega.Spec]:
    """The group's median as a line with its name and value above the plot."""
    if table.median is None:
        return []
    word = Text(table.language)("export.median_label", value=numbers.significant(table.median))
    x = {"datum": table.median, "type": "quantitative"}
    mark = {"type": "text", "align": "center", "dy": -9, "fontSize": 12, "fill": palette.INK_SOFT}
    return [
        {"mark": {"type": "rule", "strokeDash": [4, 3], "stroke": palette.INK_SOFT}, "encoding": {"x": x}},
        {"mark": mark, "encoding": {"x": x, "y": {"value": 0}, "text": {"value": word}}},
    ]


def bars(table: ChartTable) -> vega.Spec:
    """Bars from zero with their values; with ``low`` and ``high`` a thin line between them."""
    ranged = [r for r in ("low", "high") if r in table.roles]
    records = vega.rows(table, ["label", "value", *ranged])
    y, x = vega.row_axis([str(r["label"]) for r in records]), vega.value_axis(table, "value")
    two_sided = any((r["value"] or 0) < 0 for r in records)
    colour = _side_colour() if two_sided else vega.lead_colour()
    if two_sided:
        seen = [float(r["value"]) for r in records if r["value"] is not None]
        x["scale"]["domainMin"] = min(seen) - 0.12 * (max(0.0, *seen) - min(seen))  # room for its figure
    ends = {
        "x": {"field": "high" if ranged else "value", "type": "quantitative"},
        "y": y,
        "text": {"field": "printed"},
    }
    layers: list[vega.Spec] = [
        {"mark": {"type": "bar", "height": 14}, "encoding": {"x": x, "y": y, "color": colour}}
    ]
    if ranged:
        layers.append(_whisker(y))
    layers += _beyond(ends)
    return vega.horizontal(table, records, [*layers, *_median(table)])


def _side_colour() -> vega.Spec:
    """Differences: one colour a side, as on the screen."""
    return {"condition": {"test": "datum.value < 0", "value": palette.BELOW}, "value": palette.ABOVE}


def _beyond(ends: vega.Spec) -> list[vega.Spec]:
    """Each figure at the outer end of its bar: left of a negative one."""
    sides = (("datum.value >= 0 || datum.value == null", "left", 5), ("datum.value < 0", "right", -5))
    return [
        {
            "transform": [{"filter": test}],
            "mark": {"type": "text", "align": align, "dx": dx},
            "encoding": ends,
        }
        for test, align, dx in sides
    ]


def _whisker(y: vega.Spec) -> vega.Spec:
    """A thin line from low to high."""
    ends = {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}, "y": y}
    return {"mark": {"type": "rule", "stroke": palette.INK, "strokeWidth": 1}, "encoding": ends}


def intervals(table: ChartTable) -> vega.Spec:
    """A dot at the value on a line from low to high."""
    records = vega.rows(table, ["label", "value", "low", "high"])
    y, x = (
        vega.row_axis([str(r["label"]) for r in records], grid=True),
        vega.value_axis(table, "low", zero=False),
    )
    rule = {"x": x, "x2": {"field": "high"}, "y": y, "color": vega.lead_colour()}
    dot = {"x": {"field": "value", "type": "quantitative"}, "y": y, "color": vega.lead_colour()}
    text = {"x": {"field": "high", "type": "quantitative"}, "y": y, "text": {"field": "printed"}}
    layers: list[vega.Spec] = [
        {"mark": {"type": "rule", "strokeWidth": 1.5}, "encoding": rule},
        {"mark": {"type": "point", "filled": True, "size": 70, "opacity": 1}, "encoding": dot},
        {"mark": {"type": "text", "align": "left", "dx": 9}, "encoding": text},
    ]
    return vega.horizontal(table, records, [*layers, *_median(table)])
