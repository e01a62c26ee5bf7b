"""Pictures: the bundled font, also where the system has none; the map."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.export import map_geometry, picture, vega_map, vega_spine
from tests.dashboard.export import samples

DRAW = (
    "import hashlib; from dashboard.export import picture; from tests.dashboard.export import samples;"
    "print(hashlib.sha256(b''.join(picture.png(t) for t in samples.every_kind())).hexdigest())"
)
BARE = """import vl_convert
text = '<text y="20" font-family="{}">双拥</text>'
svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="30">{{text}}</svg>'
print(len(vl_convert.svg_to_png(svg)))"""


def run(code: str, fonts: Path) -> str:
    """Run code in a process that finds only the fonts that ``fonts`` configures."""
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=root, capture_output=True, check=True
    )
    return done.stdout.decode().strip()


@pytest.fixture
def no_fonts(tmp_path: Path) -> Path:
    """A font configuration without a single font."""
    path = tmp_path / "fonts.conf"
    path.write_text('<?xml version="1.0"?><fontconfig><dir>/nonexistent</dir></fontconfig>', encoding="utf-8")
    return path


def test_pictures_are_the_same_without_system_fonts(no_fonts: Path) -> None:
    here = hashlib.sha256(b"".join(picture.png(t) for t in samples.every_kind())).hexdigest()
    assert run(DRAW, no_fonts) == here


def test_the_hiding_hides(no_fonts: Path) -> None:
    # Without the bundled font an empty configuration draws nothing: the test above is worth something.
    assert int(run(BARE.format("Noto Sans CJK SC"), no_fonts)) < 500


def test_places_without_data_are_hatched_and_keep_their_shape() -> None:
    drawn = picture.svg(samples.china_map())
    assert 'fill="url(#hatch)"' in drawn
    assert vega_map.MISSING not in drawn


def test_no_island_is_lost_in_drawing() -> None:
    table = samples.china_map()
    speck = samples.square("469999", 112, 9)
    speck["geometry"] = {
        "type": "Polygon",
        "coordinates": [[[112, 9], [112.01, 9], [112.01, 9.01], [112, 9]]],
    }
    table.boundaries["layers"]["prefecture"]["features"].append(speck)
    kept = map_geometry.light(table.boundaries)["layers"]["prefecture"]["features"]
    assert [f["properties"]["place_code"] for f in kept][-1] == "469999"
    assert kept[-1]["geometry"]["coordinates"]


def test_classes_follow_the_screen_or_the_values() -> None:
    table = samples.china_map()
    assert len(vega_map.breaks(table)) == 4
    few = samples.china_map()
    few.frame["shown"] = [1.0, 1.0, 2.0, 3.0, 3.0]
    assert vega_map.breaks(few) == [2.0, 3.0]


@pytest.mark.parametrize(("value", "at"), [(55.0, 0.0), (0.0, 100.0), (27.5, 50.0), (99.0, 0.0)])
def test_positions_follow_the_direction(value: float, at: float) -> None:
    assert vega_spine.position(value, worst=55.0, best=0.0) == pytest.approx(at)


def test_a_group_all_alike_lies_in_the_middle() -> None:
    assert vega_spine.position(90.0, 90.0, 90.0) == 50.0
    assert vega_spine.position(None, 0.0, 1.0) is None
