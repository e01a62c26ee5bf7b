"""SVG and PNG of a chart, drawn by vl-convert with the bundled font: no browser, no network.

A first picture costs about 0.6 s (the drawing engine starts), later ones below 0.1 s.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import vl_convert as vl

from dashboard import palette
from dashboard.export import style, vega, vega_map
from dashboard.export.spec import ChartKind, ChartTable

SCALE: Final = 2.0
INSET_SCALE: Final = 1.5
"""Twice the pixels: sharp in print at a page's width. Inside a page or slide 1.5: 220 dots an inch."""

_HATCHING: Final = (
    '<defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect width="8" height="8" fill="#fff"/>'
    f'<path d="M-1 1L1 -1M0 8L8 0M7 9L9 7" stroke="{palette.HATCH}" stroke-width="1"/></pattern></defs>'
)
"""Slanted by its path, not by a transform: turning the pattern costs half a second a picture."""


@cache
def _register_fonts() -> None:
    """Make the bundled font known to the drawing engine, once a process."""
    vl.register_font_directory(str(style.font_folder()))


def svg(table: ChartTable, titled: bool = True) -> str:
    """The chart as SVG; without its title where a caption or a slide says it."""
    key = f"svg {titled}"
    if key not in table.drawn:
        _register_fonts()
        table.drawn[key] = _draw(table, titled)
    return str(table.drawn[key])


def _draw(table: ChartTable, titled: bool) -> str:
    if table.kind is ChartKind.MAP:
        return _hatched(str(vl.vega_to_svg(vega_map.spec(table, titled), allowed_base_urls=[])))
    return str(vl.vegalite_to_svg(vega.spec(table, titled), allowed_base_urls=[]))


def png(table: ChartTable, titled: bool = True) -> bytes:
    """The chart as PNG at twice its size."""
    key = f"png {titled}"
    if key not in table.drawn:
        table.drawn[key] = vl.svg_to_png(svg(table, titled), scale=SCALE if titled else INSET_SCALE)
    data = table.drawn[key]
    assert isinstance(data, bytes)  # noqa: S101 - written two lines above
    return data


def _hatched(drawn: str) -> str:
    """Replace the fill of places without data by hatching, which Vega cannot draw."""
    start = drawn.index(">") + 1
    return (
        drawn[:start] + _HATCHING + drawn[start:].replace(f'fill="{vega_map.MISSING}"', 'fill="url(#hatch)"')
    )


def size(drawn: str) -> tuple[float, float]:
    """Width and height of an SVG in its own units."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    return (float(found[1]), float(found[2])) if found else (1.0, 1.0)
