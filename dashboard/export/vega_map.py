"""ChartTable -> Vega: a choropleth of China with its South China Sea inset.

Vega itself, not Vega-Lite: only it places a second projection inside the first view.
Conic equal-area with the parallels 25° and 47° N and the meridian 105° E.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import mapping, shape

from dashboard import numbers, palette
from dashboard.export import map_geometry, style
from dashboard.export.spec import ChartTable
from dashboard.text import Text

WIDTH: Final = 860
HEIGHT: Final = 620
SMALL: Final = 12.0
SMALL_INSIDE: Final = 17.0
"""Size of the words beside the map: inside a page or slide it is drawn at half its width."""
MISSING: Final = "#fefdfc"
"""Fill that ``picture`` turns into the hatching of places without data."""

_MAIN: Final[list[list[float]]] = [[76, 17.5], [132, 17.5], [124, 54.2], [73.5, 40], [105, 17.5]]
_SEA: Final[list[list[float]]] = [[106.5, 3.2], [123, 3.2], [106.5, 24], [123, 24]]


def spec(table: ChartTable, titled: bool = True) -> dict[str, Any]:
    """The whole picture: title, map, inset, legend and source lines."""
    layers = map_geometry.light(table.boundaries, (table.layer,))["layers"]
    steps = breaks(table)
    lead = _lead_code(table)
    outlines = layers.get(table.layer, {}).get("features", [])
    areas = _filled(outlines, _classes(table, steps))
    lines = list(layers.get("lines", {}).get("features", []))
    title = style.wrapped(table.title, 50) if titled else []
    below = _below(table, titled)
    small = SMALL if titled else SMALL_INSIDE
    top = 26 * len(title) + 20
    marks = [
        *_view(0, top, WIDTH, HEIGHT, "main"),
        *_view(WIDTH - 126, top + HEIGHT - 186, 120, 180, "sea", frame=True),
    ]
    words = [_text(line, 0, 16 + 26 * i, 17, palette.INK) for i, line in enumerate(title)]
    words += [
        _text(line, 0, top + HEIGHT + 24 + 1.5 * small * i, small, palette.INK_SOFT)
        for i, line in enumerate(below)
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "background": palette.CARD,
        "padding": 20,
        "width": WIDTH,
        "height": top + HEIGHT + 24 + 1.5 * small * len(below),
        "data": [
            {"name": "areas", "values": areas},
            {"name": "lead", "values": [one for one in outlines if one["properties"]["place_code"] == lead]},
            {"name": "lines", "values": lines},
        ],
        "projections": [_projection("main", _MAIN, WIDTH, HEIGHT), _projection("sea", _SEA, 120, 180)],
        "marks": [*marks, *words, *_legend(table, steps, top + HEIGHT, small)],
        "config": {"text": {"font": style.PICTURE_FONTS}},
    }


def breaks(table: ChartTable) -> list[float]:
    """Inner edges of the classes: the ones of the screen, else quintiles of the values."""
    if table.breaks:
        return list(table.breaks)
    values = pd.to_numeric(table.column("value")).dropna().to_numpy(dtype=float)
    distinct = sorted({float(v) for v in values})
    if len(distinct) <= len(palette.TEAL):
        return distinct[1:]
    return sorted({float(q) for q in np.quantile(values, [0.2, 0.4, 0.6, 0.8])})


def _classes(table: ChartTable, steps: list[float]) -> dict[str, str]:
    """Colour by place code."""
    colours = palette.teal_steps(len(steps) + 1)
    pairs = zip(table.column("code"), pd.to_numeric(table.column("value")), strict=True)
    return {
        str(code): colours[int(np.searchsorted(steps, v, side="right"))]
        for code, v in pairs
        if not pd.isna(v)
    }


def _lead_code(table: ChartTable) -> str:
    own = table.column("code")[table.column("label") == table.lead]
    return str(own.iloc[0]) if len(own) else ""


def _filled(areas: list[dict[str, Any]], known: Mapping[str, str]) -> list[dict[str, Any]]:
    """Places with their colour; those without are one shape, as hatching 370 of them takes a second."""
    drawn = [{**one, "code": one["properties"]["place_code"]} for one in areas]
    rest = [one for one in drawn if one["code"] not in known]
    parts = [part for one in rest for part in shapely.get_parts(shape(one["geometry"]))]
    merged = {
        "type": "Feature",
        "geometry": mapping(shapely.MultiPolygon(parts)),
        "fill": MISSING,
        "code": "",
    }
    return [merged, *({**one, "fill": known[one["code"]]} for one in drawn if one["code"] in known)]


def _projection(name: str, extent: list[list[float]], width: int, height: int) -> dict[str, Any]:
    """A projection fitted to some corner points (degrees)."""
    box = {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPoint", "coordinates": extent}}
    common = {"type": "conicEqualArea", "parallels": [25, 47], "rotate": [-105, 0, 0], "precision": 0}
    return {"name": name, **common, "fit": box, "size": [width, height]}


def _view(
    x: int, y: int, width: int, height: int, projection: str, frame: bool = False
) -> list[dict[str, Any]]:
    """A clipped group with areas, boundary lines and the lead place's outline."""
    areas = _shapes("areas", projection, {"field": "fill"}, {"value": palette.BOUNDARY}, 0.5)
    lines = _shapes("lines", projection, {"value": None}, {"value": palette.BOUNDARY_NATION}, 1.2)
    lead = _shapes("lead", projection, {"value": None}, {"value": palette.LEAD}, 2.0)
    size = {"x": {"value": x}, "y": {"value": y}, "width": {"value": width}, "height": {"value": height}}
    enter = {
        **size,
        "stroke": {"value": palette.BOUNDARY_NATION if frame else None},
        "fill": {"value": palette.CARD},
    }
    enter["clip"] = {"value": True}
    return [{"type": "group", "encode": {"enter": enter}, "marks": [areas, lines, lead]}]


def _shapes(data: str, projection: str, fill: Any, stroke: Any, width: float) -> dict[str, Any]:
    enter = {"fill": fill, "stroke": stroke, "strokeWidth": {"value": width}}
    return {
        "type": "shape",
        "from": {"data": data},
        "encode": {"enter": enter},
        "transform": [{"type": "geoshape", "projection": projection}],
    }


def _text(text: str, x: float, y: float, size: float, fill: str) -> dict[str, Any]:
    enter = {"x": {"value": x}, "y": {"value": y}, "text": {"value": text}, "fill": {"value": fill}}
    return {"type": "text", "encode": {"enter": {**enter, "fontSize": {"value": size}}}}


def _legend(table: ChartTable, steps: list[float], bottom: float, size: float) -> list[dict[str, Any]]:
    """Classes with their limits, highest first, then the hatching, bottom left."""
    t = Text(table.language)
    edges = [numbers.significant(s) for s in steps]
    if not edges:
        words = [t("export.with_value")]
    else:
        between = [f"{a} – {b}" for a, b in pairwise(edges)]
        words = [t("export.under", value=edges[0]), *between, t("export.at_least", value=edges[-1])]
    entries = [
        *reversed(list(zip(palette.teal_steps(len(steps) + 1), words, strict=True))),
        (MISSING, t("export.no_data")),
    ]
    row = 1.8 * size
    y = bottom - row * len(entries) - 4
    marks = [_text(table.heading("value"), 0, y, size, palette.INK_SOFT)]
    for i, (fill, word) in enumerate(entries, start=1):
        at = {
            "x": {"value": 0},
            "y": {"value": y + row * i - size},
            "width": {"value": 1.8 * size},
            "height": {"value": 1.2 * size},
        }
        enter = {**at, "fill": {"value": fill}, "stroke": {"value": palette.BOUNDARY}}
        marks += [
            {"type": "rect", "encode": {"enter": enter}},
            _text(word, 2.5 * size, y + row * i, size, palette.INK),
        ]
    return marks


def _below(table: ChartTable, titled: bool) -> list[str]:
    """Source and note lines, the boundaries' source and the note on approval."""
    t = Text(table.language)
    source = str(table.boundaries.get("source", ""))
    edition = t("export.edition_line", edition=table.edition_id, date=table.date)
    given = [*table.sources, *table.notes, edition] if titled else []
    given.append(t("export.map_note", source=source))
    ems = WIDTH / (SMALL if titled else SMALL_INSIDE) - 2
    return [part for line in given for part in style.wrapped(line, ems)]
