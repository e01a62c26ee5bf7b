"""The map as an SVG string: works without WebGL, prints, and is read by screen readers.

Every name and tooltip goes through ``markup``: nothing of an edition reaches the page raw.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from dashboard import palette
from dashboard.charts import geometry, markup
from dashboard.charts.geometry import Atlas, Shape
from dashboard.charts.mapdata import MapData
from dashboard.charts.markup import tag

_SEA: Final = (2400.0, 2580.0, 3840.0, 4360.0)
"""The part of the country that the inset shows: Hainan to 曾母暗沙."""

_INSET_WIDTH: Final = 460
_INSET_HEIGHT: Final = round(_INSET_WIDTH * (_SEA[3] - _SEA[1]) / (_SEA[2] - _SEA[0]))

_HATCH: Final = (
    '<defs><pattern id="sy-hatch" width="36" height="36" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><rect width="36" height="36" fill="{palette.CARD}"/>'
    f'<path d="M0 0V36" stroke="{palette.HATCH}" stroke-width="8"/>'
    "</pattern></defs>"
)


def svg(data: MapData, atlas: Atlas) -> str:
    """Draw the national map with its South China Sea inset."""
    land = _areas(data, atlas.shapes(data.layer))
    sea = _areas(data, (s for s in atlas.shapes(data.layer) if _meets(s, _SEA)))
    outlines = _outlines(data, atlas)
    content = (
        _HATCH
        + land
        + outlines
        + _points(data)
        + _labels(data, atlas)
        + _inset(sea + '<use href="#sy-outlines"/>')
    )
    box = f"0 0 {geometry.WIDTH} {geometry.HEIGHT}"
    title = tag("title", markup.text(data.alt))
    return f'<svg class="sy-map" viewBox="{box}" role="img" xmlns="http://www.w3.org/2000/svg">{title}{content}</svg>'


def _areas(data: MapData, shapes: Iterable[Shape]) -> str:
    """Filled outlines."""
    steps, tips = data.steps(), data.tips()
    colours = data.colours
    parts = []
    for one in shapes:
        known = one.place_code in steps
        fill = (
            colours[steps[one.place_code]]
            if known
            else palette.CARD
            if one.place_code in data.empty
            else "url(#sy-hatch)"
        )
        tip = tips.get(one.place_code) or f"{one.name}\n{data.absence(one.place_code)}"
        parts.append(
            tag("path", "", d=one.path, fill=fill, data_pick=one.place_code if known else None, data_tip=tip)
        )
    return tag("g", "".join(parts), class_="sy-areas")


def _outlines(data: MapData, atlas: Atlas) -> str:
    """Province borders, the national line, the dashed line and the lead place's outline."""
    provinces = "".join(s.path for s in atlas.provinces)
    lead = next((s.path for s in (*atlas.prefectures, *atlas.provinces) if s.place_code == data.lead), "")
    lines = [("sy-province", provinces), ("sy-nation", atlas.nation + atlas.lines), ("sy-lead-outline", lead)]
    paths = "".join(tag("path", "", d=path, class_=name) for name, path in lines if path)
    return tag("g", paths, id="sy-outlines")


def _points(data: MapData) -> str:
    """County places as small dots."""
    if data.points.empty:
        return ""
    at = geometry.project(data.points[["lon", "lat"]].to_numpy(dtype=float))
    dots = [
        tag(
            "circle",
            "",
            cx=f"{x:.0f}",
            cy=f"{y:.0f}",
            r="14",
            data_pick=code,
            data_tip=tip,
            fill=fill,
            class_="sy-dot sy-dot-gold" if data.gold else "sy-dot",
        )
        for (x, y), code, tip, fill in zip(
            at, data.points["place_code"], data.points["tip"], data.point_fills(), strict=True
        )
    ]
    return tag("g", "".join(dots))


def _labels(data: MapData, atlas: Atlas) -> str:
    """Province names where the province is wide enough for them."""
    names = dict(data.labels)
    words = []
    for one in atlas.provinces:
        name = names.get(one.place_code, "")
        wide = sum(84 if ord(letter) > 0x2E80 else 44 for letter in name)
        if name and wide * 1.5 < one.box[2] - one.box[0]:
            x, y = one.point
            words.append(tag("text", markup.text(name), x=f"{x:.0f}", y=f"{y:.0f}"))
    return tag("g", "".join(words), class_="sy-labels", aria_hidden="true")


def _inset(content: str) -> str:
    """The South China Sea, bottom right, framed."""
    x, y = geometry.WIDTH - _INSET_WIDTH - 12, geometry.HEIGHT - _INSET_HEIGHT - 12
    box = f"{_SEA[0]:.0f} {_SEA[1]:.0f} {_SEA[2] - _SEA[0]:.0f} {_SEA[3] - _SEA[1]:.0f}"
    frame = f'x="{x}" y="{y}" width="{_INSET_WIDTH}" height="{_INSET_HEIGHT}"'
    return f'<svg {frame} viewBox="{box}" class="sy-inset">{content}</svg><rect {frame} class="sy-frame"/>'


def _meets(one: Shape, box: tuple[float, float, float, float]) -> bool:
    """Whether a shape's bounding box meets another."""
    left, top, right, bottom = one.box
    return bool(np.all([right > box[0], left < box[2], bottom > box[1], top < box[3]]))
