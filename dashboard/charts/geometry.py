"""Boundaries as map shapes: projected once per edition, then only coloured.

The projection is Albers' equal-area conic with the parallels 25° and 47° N and the
meridian 105° E, the usual one for maps of the whole country.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import shape

Points = npt.NDArray[np.float64]

_SOUTH, _NORTH, _MERIDIAN, _ORIGIN = np.radians([25.0, 47.0, 105.0, 0.0])
_N = float((np.sin(_SOUTH) + np.sin(_NORTH)) / 2)
_C = float(np.cos(_SOUTH) ** 2 + 2 * _N * np.sin(_SOUTH))
_RHO0 = float(np.sqrt(_C - 2 * _N * np.sin(_ORIGIN)) / _N)

WIDTH: Final = 4_000
"""Width of the picture in its own units: whole numbers are then a quarter of a pixel on a wide screen."""

HATCH_STEP: Final = 0.7
"""Degrees between two hatching lines of the zoomable map."""

_WEST, _EAST, _TOP, _BOTTOM = -0.4402, 0.3812, 0.9400, 0.2870
_SCALE: Final = WIDTH / (_EAST - _WEST)
HEIGHT: Final = round((_TOP - _BOTTOM) * _SCALE)
"""Height of the main view, from the northern border to the south of Hainan."""


def project(lonlat: Points) -> Points:
    """Degrees, shape (n, 2), to picture units, x to the right and y down."""
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    rho = np.sqrt(_C - 2 * _N * np.sin(lat)) / _N
    theta = _N * (lon - _MERIDIAN)
    x, y = rho * np.sin(theta), _RHO0 - rho * np.cos(theta)
    return np.column_stack([(x - _WEST) * _SCALE, (_TOP - y) * _SCALE])


@dataclass(frozen=True, slots=True)
class Shape:
    """One place: outline as an SVG path, bounding box and a point inside, in picture units."""

    place_code: str
    name: str
    path: str
    box: tuple[float, float, float, float]
    point: tuple[float, float]


class Atlas:
    """The layers of one edition's boundaries."""

    def __init__(self, boundaries: Mapping[str, Any]) -> None:
        self.layers: Mapping[str, Any] = boundaries.get("layers", {})
        self.source = str(boundaries.get("source", ""))
        self._hatched: dict[str, dict[str, list[list[list[float]]]]] = {}

    def features(self, layer: str) -> list[dict[str, Any]]:
        """GeoJSON features of a layer, in degrees."""
        return list(self.layers.get(layer, {}).get("features", []))

    @cached_property
    def provinces(self) -> list[Shape]:
        """Outlines of the provinces."""
        return [_shape(f) for f in self.features("province")]

    @cached_property
    def prefectures(self) -> list[Shape]:
        """Outlines of the prefectures, and of what a province administers itself."""
        return [_shape(f) for f in self.features("prefecture")]

    @cached_property
    def lines(self) -> str:
        """Boundary lines that are no polygon's (the ten-dash line among them), as one path."""
        return "".join(
            _path(ring, close=False) for f in self.features("lines") for ring in _rings(f["geometry"])
        )

    @cached_property
    def nation(self) -> str:
        """The outer outline of all provinces together, as one path."""
        union = shapely.union_all([shape(f["geometry"]).buffer(0) for f in self.features("province")])
        return "".join(_path(ring, close=True) for ring in _rings(union.__geo_interface__))

    def hatching(self, layer: str) -> dict[str, list[list[list[float]]]]:
        """Slanting lines over each place of a layer, cut to its outline, in degrees; kept."""
        if layer not in self._hatched:
            self._hatched[layer] = {
                str(f["properties"]["place_code"]): _hatch(shape(f["geometry"])) for f in self.features(layer)
            }
        return self._hatched[layer]

    def shapes(self, layer: str) -> list[Shape]:
        """Shapes of ``province`` or ``prefecture``."""
        return self.provinces if layer == "province" else self.prefectures


def _hatch(outline: Any) -> list[list[list[float]]]:
    """Lines at 45 degrees on a grid that neighbours share, cut to one outline."""
    west, south, east, north = outline.bounds
    first, last = np.floor((west - north) / HATCH_STEP), np.ceil((east - south) / HATCH_STEP)
    offsets = np.arange(first, last + 1) * HATCH_STEP  # longitude minus latitude is the same all along a line
    lines = shapely.linestrings([[(south + o, south), (north + o, north)] for o in offsets])
    cut = shapely.intersection(lines, shapely.make_valid(outline))
    parts = [p for p in shapely.get_parts(shapely.get_parts(cut)) if p.geom_type == "LineString"]
    return [np.round(shapely.get_coordinates(part), 3).tolist() for part in parts if not part.is_empty]


def _rings(geometry: Mapping[str, Any]) -> Iterator[Points]:
    """Projected coordinate lists of any polygon or line geometry."""
    kind, parts = geometry["type"], geometry["coordinates"]
    nested = {"LineString": [parts], "MultiLineString": parts, "Polygon": parts}
    lists = nested[kind] if kind in nested else [ring for polygon in parts for ring in polygon]
    for one in lists:
        yield project(np.asarray(one, dtype=float)[:, :2])


def _path(points: Points, close: bool) -> str:
    """Relative whole-number path; a part smaller than a unit stays as a dot of one unit."""
    whole = np.round(points).astype(int)
    steps = np.diff(whole, axis=0)
    steps = steps[np.any(steps != 0, axis=1)]
    if len(steps) == 0:
        steps = np.array([[1, 0], [0, 1]])
    moves = "".join(f"l{dx} {dy}" for dx, dy in steps)
    return f"M{whole[0, 0]} {whole[0, 1]}{moves}{'z' if close else ''}"


def _shape(feature: Mapping[str, Any]) -> Shape:
    """One feature as a shape."""
    rings = list(_rings(feature["geometry"]))
    every = np.vstack(rings)
    inside = shape(feature["geometry"]).representative_point()
    x, y = project(np.array([[inside.x, inside.y]]))[0]
    box = (*every.min(axis=0), *every.max(axis=0))
    properties = feature["properties"]
    return Shape(
        str(properties["place_code"]),
        str(properties["name"]),
        "".join(_path(ring, close=True) for ring in rings),
        (float(box[0]), float(box[1]), float(box[2]), float(box[3])),
        (float(x), float(y)),
    )
