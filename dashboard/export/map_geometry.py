"""Boundaries made ready for drawing: lighter, and wound the way d3 wants them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import shapely
from shapely.geometry import mapping, shape

TOLERANCE: Final = 0.06
"""Degrees by which outlines may be simplified: half a pixel; every part is kept."""


def light(boundaries: Mapping[str, Any], names: tuple[str, ...] = ("prefecture",)) -> dict[str, Any]:
    """The boundaries as this module draws them: simplified, rings turned, with the national outline.

    0.1 s: a run of many maps does it once.
    """
    if boundaries.get("light"):
        return dict(boundaries)
    layers = dict(boundaries.get("layers", {}))
    for name in names:
        outlines, nation = _wound(layers.get(name, {}))
        layers[name] = {"features": outlines}
        layers["lines"] = {"features": [*layers.get("lines", {}).get("features", []), *nation]}
    return {**boundaries, "layers": layers, "light": True}


def _wound(layer: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Features with clockwise outer rings, and their common outline.

    d3 takes a ring of the other turn for the rest of the globe.
    """
    features = list(layer.get("features", []))
    plain = shapely.coverage_simplify([shape(f["geometry"]) for f in features], TOLERANCE)
    turned = shapely.orient_polygons(plain, exterior_cw=True)
    outlines = [{**f, "geometry": mapping(g)} for f, g in zip(features, turned, strict=True)]
    nation = shapely.boundary(shapely.coverage_union_all(plain))
    return outlines, [{"type": "Feature", "properties": {}, "geometry": mapping(nation)}]
