"""The map as a pydeck deck, without any basemap: zoom, pan and pick where WebGL is there.

``map_provider=None`` alone keeps deck.gl from asking an outside host for tiles.
"""

from __future__ import annotations

import json
from typing import Any, Final

import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize

from dashboard import palette
from dashboard.charts import theme
from dashboard.charts.geometry import Atlas
from dashboard.charts.mapdata import MapData

_VIEW: Final = pdk.ViewState(latitude=32.2, longitude=104.0, zoom=2.6, min_zoom=2, max_zoom=9)


_TIP: Final = {
    "backgroundColor": palette.CARD,
    "color": palette.INK,
    "border": f"1px solid {palette.BOUNDARY}",
    "borderRadius": "4px",
    "fontSize": "13px",
    "fontFamily": theme.FONTS,
}


class Compact(pdk.Deck):  # type: ignore[misc]  # pydeck has no types
    """A deck whose JSON is not indented: with it the same map takes 14 MB and half a second."""

    def to_json(self) -> str:
        """The deck as JSON."""
        return json.dumps(self, default=default_serialize, separators=(",", ":"))


def deck(data: MapData, atlas: Atlas) -> pdk.Deck:
    """Draw areas, hatching, borders and county points."""
    layers = [
        _polygons("areas", _coloured(data, atlas), filled=True),
        pdk.Layer(
            "PathLayer",
            _hatching(data, atlas),
            id="hatch",
            get_path="path",
            get_color=theme.rgb(palette.HATCH),
            width_min_pixels=0.7,
        ),
        _polygons("lines", atlas.features("lines"), colour=palette.BOUNDARY_NATION, width=1.2),
        _polygons("provinces", atlas.features("province"), colour=palette.BOUNDARY_NATION, width=0.8),
        _polygons("lead", _lead(data, atlas), colour=palette.LEAD, width=2.2),
        _dots(data),
    ]
    return Compact(
        layers=layers, initial_view_state=_VIEW, map_provider=None, tooltip={"text": "{tip}", "style": _TIP}
    )


def _polygons(
    name: str,
    features: list[dict[str, Any]],
    *,
    filled: bool = False,
    colour: str = palette.BOUNDARY,
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
    colours = [theme.rgb(c) for c in data.colours]
    found = []
    for feature in atlas.features(data.layer):
        code, name = feature["properties"]["place_code"], feature["properties"]["name"]
        fill = colours[steps[code]] if code in steps else theme.rgb(palette.CARD)
        absent = data.absence(code)
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
    """Slanting lines over the places without data."""
    known = set(data.steps()) | data.empty
    lines = atlas.hatching(data.layer)
    return [{"path": path} for code, paths in lines.items() if code not in known for path in paths]


def _lead(data: MapData, atlas: Atlas) -> list[dict[str, Any]]:
    """The outline of the lead place, if it has one."""
    every = atlas.features("prefecture") + atlas.features("province")
    return [f for f in every if f["properties"]["place_code"] == data.lead][:1]


def _dots(data: MapData) -> pdk.Layer:
    """County places as points; the lead place red."""
    points = data.points[["place_code", "lon", "lat", "tip"]].to_numpy().tolist()
    rows = [
        {"position": [lon, lat], "place_code": code, "tip": tip, "fill": theme.rgb(fill)}
        for (code, lon, lat, tip), fill in zip(points, data.point_fills(), strict=True)
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
        get_line_color=theme.rgb(palette.CARD if data.gold else palette.INK_SOFT),
        line_width_min_pixels=0.5,
    )
