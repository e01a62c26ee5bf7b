"""The spine chart as Vega-Lite: one row an indicator, from the worst to the best of the group."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any, Final

from dashboard import numbers, palette
from dashboard.export import vega
from dashboard.export.spec import ChartTable, Standing
from dashboard.text import Text

_TRACK: Final = 300
_ROLES: Final = ("label", "group", "value", "worst", "lower", "median", "upper", "best", "standing")
_SHAPES: Final = {
    Standing.BETTER: "circle",
    Standing.MIDDLE: "circle",
    Standing.WORSE: "square",
    Standing.NONE: "diamond",
}


def position(value: float | None, worst: float, best: float) -> float | None:
    """Where a value lies on the track: 0 = worst, 100 = best; 50 when all are alike."""
    if value is None or math.isnan(value) or math.isnan(worst) or math.isnan(best):
        return None
    if best == worst:
        return 50.0
    return min(100.0, max(0.0, (value - worst) / (best - worst) * 100))


def placed(table: ChartTable) -> list[dict[str, Any]]:
    """Records of the table with the positions of lower, median, upper and value on the track."""
    records = vega.rows(table, _ROLES)
    for record in records:
        ends = (_number(record["worst"]), _number(record["best"]))
        record |= {
            f"{role}_at": position(record[role], *ends) for role in ("value", "lower", "median", "upper")
        }
    return records


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)


def _with_headings(records: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str], list[int]]:
    """Renumber the rows with a heading row before each pillar: records, labels, heading rows."""
    labels: list[str] = []
    headings: list[int] = []
    for before, record in pairwise([{"group": None}, *records]):
        if record["group"] != before["group"]:
            headings.append(len(labels))
            labels.append(str(record["group"]))
        record["row"] = len(labels)
        labels.append(str(record["label"]))
    return records, labels, headings


def spine(table: ChartTable) -> vega.Spec:
    """Track, shaded middle half, median tick, the lead place's marker, and the figures beside it."""
    records, labels, headings = _with_headings(placed(table))
    for record in records:
        record["shape"] = _SHAPES[Standing(record["standing"])]
        record["middle"] = "—" if record["median"] is None else numbers.significant(record["median"])
    colour = {
        "condition": {"test": f"indexof({headings}, datum.value) >= 0", "value": palette.INK_SOFT},
        "value": palette.INK,
    }
    y = vega.row_axis(labels, labelColor=colour)
    y["scale"] = {"domain": list(range(len(labels)))}
    layers = [*_track(y), *_marker(y), *_figures(table, y)]
    return {**vega.horizontal(table, records, layers), "width": _TRACK}


def _x(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "axis": None, "scale": {"domain": [0, 100]}}


def _track(y: vega.Spec) -> list[vega.Spec]:
    ends = {
        "x": {"datum": 0, **{k: v for k, v in _x("").items() if k != "field"}},
        "x2": {"datum": 100},
        "y": y,
    }
    half = {"x": _x("lower_at"), "x2": {"field": "upper_at"}, "y": y}
    return [
        {"mark": {"type": "bar", "height": 8, "color": palette.RULE}, "encoding": ends},
        {"mark": {"type": "bar", "height": 8, "color": palette.OTHERS}, "encoding": half},
        {
            "mark": {"type": "tick", "thickness": 2, "height": 14, "color": palette.INK_SOFT},
            "encoding": {"x": _x("median_at"), "y": y},
        },
    ]


def _marker(y: vega.Spec) -> list[vega.Spec]:
    grey = f"datum.standing == '{Standing.NONE}'"
    hollow = f"datum.standing == '{Standing.MIDDLE}'"
    colour = {"condition": {"test": grey, "value": palette.GROUP}, "value": palette.LEAD}
    fill = {
        "condition": [{"test": hollow, "value": palette.CARD}, {"test": grey, "value": palette.GROUP}],
        "value": palette.LEAD,
    }
    shape = {"field": "shape", "type": "nominal", "scale": None}
    encoding = {"x": _x("value_at"), "y": y, "stroke": colour, "fill": fill, "shape": shape}
    return [{"mark": {"type": "point", "size": 95, "strokeWidth": 2, "opacity": 1}, "encoding": encoding}]


def _figures(table: ChartTable, y: vega.Spec) -> list[vega.Spec]:
    """The lead place's value and the group's median as two columns right of the track."""
    t = Text(table.language)
    columns = (
        ("printed", _TRACK + 90, table.lead or t("export.value"), palette.LEAD),
        ("middle", _TRACK + 180, t("export.median"), palette.INK_SOFT),
    )
    layers: list[vega.Spec] = []
    for field, x, head, colour in columns:
        mark = {"type": "text", "align": "right", "fill": colour}
        layers.append({"mark": mark, "encoding": {"x": {"value": x}, "y": y, "text": {"field": field}}})
        top = {"x": {"value": x}, "y": {"value": -8}, "text": {"value": head}}
        layers.append({"data": {"values": [{}]}, "mark": {**mark, "fontSize": 12}, "encoding": top})
    for word, x, align in ((t("export.worst"), 0, "left"), (t("export.best"), _TRACK, "right")):
        small: vega.Spec = {"type": "text", "align": align, "fontSize": 12, "fill": palette.INK_SOFT}
        layers.append(
            {
                "data": {"values": [{}]},
                "mark": small,
                "encoding": {"x": {"value": x}, "y": {"value": -8}, "text": {"value": word}},
            }
        )
    return layers
