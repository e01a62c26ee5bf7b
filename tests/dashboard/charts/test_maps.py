import re

import numpy as np
import pandas as pd
import pytest

from dashboard import palette
from dashboard.charts import classes, deck_map, geometry, svg_map
from dashboard.charts.geometry import Atlas
from dashboard.charts.mapdata import MapData
from dashboard.queries.edition import Edition


@pytest.fixture(scope="module")
def atlas(opened: Edition) -> Atlas:
    return Atlas(opened.boundaries)


def data(**changes: object) -> MapData:
    areas = pd.DataFrame(
        {"place_code": ["440700", "620700"], "shown": [1.0, 3.0], "tip": ["<b>江门</b>", "张掖"]}
    )
    points = pd.DataFrame(
        {"place_code": ["350181"], "lon": [119.4], "lat": [25.7], "shown": [2.0], "tip": ["福清"]}
    )
    given = {
        "layer": "prefecture",
        "areas": areas,
        "points": points,
        "empty": frozenset({"410200"}),
        "lead": "440700",
        "missing_tip": "无数据",
        "empty_tip": "未列名",
        "alt": "地图",
        "labels": (("620000", "甘肃"),),
    }
    return MapData(**{**given, **changes})  # type: ignore[arg-type]


def test_the_svg_holds_every_place_of_the_layer(atlas: Atlas) -> None:
    drawn = svg_map.svg(data(), atlas)
    main = drawn.split('class="sy-inset"')[0]
    assert main.count("data-tip=") == len(atlas.prefectures) + 1
    assert main.count('data-pick="440700"') == 1
    assert "<b>" not in drawn
    assert "甘肃" in drawn


def test_no_island_is_lost(atlas: Atlas) -> None:
    hainan = next(s for s in atlas.provinces if s.place_code == "460000")
    parts = len(
        next(f for f in atlas.features("province") if f["properties"]["place_code"] == "460000")["geometry"][
            "coordinates"
        ]
    )
    assert hainan.path.count("M") >= parts
    sansha = geometry.project(np.array([[112.3, 3.97]]))[0]
    assert sansha[1] < svg_map._SEA[3]
    assert atlas.lines.count("M") >= 10


def test_the_whole_country_fits_the_picture(atlas: Atlas) -> None:
    boxes = np.array([s.box for s in atlas.provinces if s.place_code != "460000"])
    assert boxes[:, :2].min() >= 0
    assert boxes[:, 2].max() <= geometry.WIDTH


def test_the_deck_asks_nobody_for_tiles(atlas: Atlas) -> None:
    made = deck_map.deck(data(), atlas).to_json()
    assert not re.search(r"https?://", made)
    assert '"mapProvider": null' in made or "mapProvider" not in made


def test_hatching_stays_off_known_places(atlas: Atlas) -> None:
    everywhere = frozenset(s.place_code for s in atlas.prefectures)
    assert deck_map._hatching(data(empty=everywhere), atlas) == []
    assert deck_map._hatching(data(), atlas)


def test_few_values_have_a_class_each() -> None:
    cut = classes.cut(np.array([1.0, 2.0, 2.0, 3.0]))
    assert cut.method == "each"
    assert cut.index(np.array([1.0, 2.0, 3.0])).tolist() == [0, 1, 2]
    assert cut.labels(3) == ["1", "2", "3"]


def test_many_values_are_cut_in_equal_counts() -> None:
    values = np.arange(1.0, 101.0)
    cut = classes.cut(values)
    assert cut.method == "quantile"
    assert np.bincount(cut.index(values)).tolist() == [20, 20, 20, 20, 20]


def test_map_steps_cover_the_range() -> None:
    assert palette.teal_steps(5) == list(palette.TEAL)
    assert palette.teal_steps(2) == [palette.TEAL[0], palette.TEAL[-1]]
    assert palette.teal_steps(1) == [palette.TEAL[2]]


def test_gold_is_for_titles_only(atlas: Atlas) -> None:
    assert palette.TITLE in svg_map.svg(data(gold=True), atlas)
    assert palette.TITLE not in svg_map.svg(data(), atlas)
    assert data(gold=True).classes.edges == (1.0, 3.0)
    assert data().classes.edges == (1.0, 2.0, 3.0)
