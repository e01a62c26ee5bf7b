"""The map as a pydeck deck, without any basemap: zoom, pan and pick where WebGL is there.

``map_provider=None`` alone keeps deck.gl from asking an outside host for tiles.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pydeck as pdk
import shapely
from shapely.geometry import shape

from dashboard.charts import theme
from dashboard.charts.geometry import Atlas
from dashboard.charts.mapdata import MapData

_VIEW: Final = pdk.ViewState(latitude=32.2, longitude=104.0, zoom=2.6, min_zoom=2, max_zoom=9)

_HATCH_STEP: Final = 0.7
"""Degrees between two hatching lines."""


def deck(data: MapData, atlas: Atlas) -> pdk.Deck:
    """Draw areas, hatching, borders and county points."""
    layers = [
        _polygons("areas", _coloured(data, atlas), filled=True),
        pdk.Layer(
            "PathLayer",
            _hatching(data, atlas),
            id="hatch",
            get_path="path",
            get_color=theme.rgb(theme.HATCH),
            width_min_pixels=0.7,
        ),
        _polygons("lines", atlas.features("lines"), colour=theme.BOUNDARY_NATION, width=1.2),
        _polygons("provinces", atlas.features("province"), colour=theme.BOUNDARY_NATION, width=0.8),
        _polygons("lead", _lead(data, atlas), colour=theme.LEAD, width=2.2),
        _dots(data),
    ]
    return pdk.Deck(layers=layers, initial_view_state=_VIEW, map_provider=None, tooltip={"text": "{tip}"})


def _polygons(
    name: str,
    features: list[dict[str, Any]],
    *,
    filled: bool = False,
    colour: str = theme.BOUNDARY,
    width: float = 0.5,
) -> pdk.Layer:
    """A layer of outlines, of which only the filled one answers to the pointer."""
    return pdk.Layer(
        "GeoJsonLayer",
        {"type": "FeatureCollection", "features": features},
        id=name,
        filled=filled,
        pickable=filled,
        auto_highlight=filled,
        highlight_color=[31, 35, 40, 40],
        get_fill_color="properties.fill",
        get_line_color=theme.rgb(colour),
        line_width_min_pixels=width,
        line_width_max_pixels=width,
    )


def _coloured(data: MapData, atlas: Atlas) -> list[dict[str, Any]]:
    """The features of the layer with fill and tooltip."""
    steps, tips = data.steps(), data.tips()
    colours = [theme.rgb(c) for c in theme.teal_steps(max(1, len(data.classes.edges)))]
    found = []
    for feature in atlas.features(data.layer):
        code, name = feature["properties"]["place_code"], feature["properties"]["name"]
        fill = colours[steps[code]] if code in steps else theme.rgb(theme.CARD)
        absent = data.empty_tip if code in data.empty else data.missing_tip
        # deck.gl reads a tooltip's field from the object itself, the fill from its properties
        found.append(
            {
                **feature,
                "tip": tips.get(code, f"{name}\n{absent}"),
                "properties": {"place_code": code, "fill": fill},
            }
        )
    return found


def _hatching(data: MapData, atlas: Atlas) -> list[dict[str, Any]]:
    """Slanting lines over the places without data, cut to their outlines."""
    known = set(data.steps()) | data.empty
    bare = [
        shape(f["geometry"]).buffer(0)
        for f in atlas.features(data.layer)
        if f["properties"]["place_code"] not in known
    ]
    if not bare:
        return []
    starts = np.arange(30.0, 140.0, _HATCH_STEP)
    lines = shapely.linestrings([[(x, 0.0), (x + 55.0, 55.0)] for x in starts])
    cut = shapely.intersection(lines, shapely.union_all(bare))
    parts = shapely.get_parts(shapely.get_parts(cut))
    return [
        {"path": np.round(shapely.get_coordinates(p), 3).tolist()}
        for p in parts
        if p.geom_type == "LineString"
    ]


def _lead(data: MapData, atlas: Atlas) -> list[dict[str, Any]]:
    """The outline of the lead place, if it has one."""
    every = atlas.features("prefecture") + atlas.features("province")
    return [f for f in every if f["properties"]["place_code"] == data.lead][:1]


def _dots(data: MapData) -> pdk.Layer:
    """County places as points; the lead place red."""
    rows = [
        {
            "position": [lon, lat],
            "place_code": code,
            "tip": tip,
            "fill": theme.rgb(theme.LEAD if code == data.lead else theme.TITLE),
        }
        for code, lon, lat, tip in data.points[["place_code", "lon", "lat", "tip"]].itertuples(index=False)
    ]
    return pdk.Layer(
        "ScatterplotLayer",
        rows,
        id="points",
        get_position="position",
        get_fill_color="fill",
        pickable=True,
        radius_min_pixels=3,
        radius_max_pixels=5,
        stroked=True,
        get_line_color=theme.rgb(theme.CARD),
        line_width_min_pixels=0.5,
    )
