"""The map loses nothing: units, islands, the ten-dash line; and the counties match the package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from etl.boundaries import COUNTIES_CSV, TOLERANCES, boundaries_json, place_code, read_layer, write_counties

DIAOYU = shapely.box(123.3, 25.5, 124.7, 26.1)  # 钓鱼岛, 黄尾屿, 赤尾屿
NANSHA = shapely.box(109, 3, 118, 12)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(boundaries_json())
    return loaded


def shapes(features: list[dict[str, Any]]) -> Any:
    return shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])


def by_code(features: list[dict[str, Any]]) -> dict[str, Any]:
    """Geometry by place code, of the package's features or of ours."""
    codes = [f["properties"].get("place_code") or place_code(f) for f in features]
    return dict(zip(codes, shapes(features), strict=True))


@pytest.fixture(scope="module", params=TOLERANCES)
def before_and_after(
    request: pytest.FixtureRequest, document: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    units, _ = read_layer(request.param)
    return by_code(units), by_code(document["layers"][request.param]["features"])


def test_layers_hold_every_unit(document: dict[str, Any]) -> None:
    counts = {layer: len(collection["features"]) for layer, collection in document["layers"].items()}
    assert counts == {"province": 34, "prefecture": 375, "lines": 10}
    for layer in TOLERANCES:
        properties = [f["properties"] for f in document["layers"][layer]["features"]]
        assert all(len(p["place_code"]) == 6 and p["name"] for p in properties)
        assert len({p["place_code"] for p in properties}) == len(properties)


def test_every_part_and_hole_is_kept(before_and_after: tuple[dict[str, Any], dict[str, Any]]) -> None:
    before, after = before_and_after
    assert before.keys() == after.keys()
    for code, shape in before.items():
        assert shapely.get_num_geometries(after[code]) == shapely.get_num_geometries(shape), code
        assert len(rings(after[code])) == len(rings(shape)), code
    assert all(ring.length > 0 and len(ring.coords) >= 4 for shape in after.values() for ring in rings(shape))


def rings(shape: Any) -> list[Any]:
    return [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]


def test_every_part_has_an_area_where_it_was(before_and_after: tuple[dict[str, Any], dict[str, Any]]) -> None:
    before, after = before_and_after
    for code, shape in before.items():
        parts, kept = shapely.get_parts(shape), shapely.get_parts(after[code])
        assert (shapely.area(kept) > 0).all(), code
        assert (shapely.distance(parts, kept) < 0.01).all(), code


def test_no_unit_loses_a_tenth_of_its_area(before_and_after: tuple[dict[str, Any], dict[str, Any]]) -> None:
    before, after = before_and_after
    change = {code: abs(after[code].area / shape.area - 1) for code, shape in before.items()}
    assert max(change.values()) < 0.1, max(change, key=lambda code: change[code])


@pytest.mark.parametrize(("layer", "code"), [("province", "710000"), ("prefecture", "710000")])
def test_diaoyu_islands_belong_to_taiwan(document: dict[str, Any], layer: str, code: str) -> None:
    taiwan = by_code(document["layers"][layer]["features"])[code]
    assert sum(part.intersects(DIAOYU) for part in shapely.get_parts(taiwan)) == 3


@pytest.mark.parametrize(("layer", "code"), [("province", "460000"), ("prefecture", "460300")])
def test_nansha_belongs_to_sansha(document: dict[str, Any], layer: str, code: str) -> None:
    hainan = by_code(document["layers"][layer]["features"])[code]
    assert sum(NANSHA.contains(part) for part in shapely.get_parts(hainan)) == 228


def test_the_ten_dash_line_has_ten_unchanged_dashes(document: dict[str, Any]) -> None:
    lines = document["layers"]["lines"]["features"]
    [dashes] = [f for f in lines if f["properties"]["kind"] == "dash_line"]
    [shape] = shapes([dashes])
    assert shapely.get_num_geometries(shape) == 10
    [original] = [line for line in shapes(read_layer("province")[1]) if line.bounds[1] < 10]
    assert len(shapely.get_coordinates(shape)) == len(shapely.get_coordinates(original))
    assert shape.hausdorff_distance(original) < 0.0002


def test_the_lines_cover_those_of_both_layers(document: dict[str, Any]) -> None:
    drawn = shapely.union_all(shapes(document["layers"]["lines"]["features"]))
    pieces = np.concatenate([shapely.get_parts(shapes(read_layer(layer)[1])) for layer in TOLERANCES])
    assert shapely.distance(pieces, drawn).max() < 0.001


def test_coordinates_are_degrees_with_four_decimals(document: dict[str, Any]) -> None:
    for collection in document["layers"].values():
        coordinates = shapely.get_coordinates(shapes(collection["features"]))
        assert np.allclose(coordinates, coordinates.round(4), atol=1e-9)
        assert (coordinates.min(axis=0) > (73, 3)).all()
        assert (coordinates.max(axis=0) < (136, 54)).all()


def test_it_is_small_enough_to_send(document: dict[str, Any]) -> None:
    assert len(boundaries_json()) < 2_600_000
    assert "审图号" in document["note"]


def test_the_counties_in_the_repository_are_those_of_the_package(tmp_path: Path) -> None:
    assert write_counties(tmp_path / "counties.csv") == 2890
    assert (tmp_path / "counties.csv").read_text() == COUNTIES_CSV.read_text(), "run: python -m etl counties"


def test_counties_have_the_parent_that_they_are_governed_by() -> None:
    rows = dict(line.split(",")[0:3:2] for line in COUNTIES_CSV.read_text().splitlines()[1:])
    assert rows["620702"] == "620700"  # 甘州区 of 张掖市
    assert rows["419001"] == "410000"  # 济源市, directly under 河南省
    assert rows["441900"] == "440000"  # 东莞市 has no districts
    assert rows["110101"] == "110000"  # 东城区 of 北京市
    assert "820000" not in rows  # 澳门 is a province
