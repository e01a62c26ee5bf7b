"""The map on a page: pydeck where the browser draws WebGL in hardware, else the SVG map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import cache, palette
from dashboard.charts import deck_map, markup, svg_map
from dashboard.charts.mapdata import MapData
from dashboard.charts.markup import tag
from dashboard.components import browser, state
from dashboard.components.clickable import clickable
from dashboard.components.view import View

HEIGHT = 560
"""Pixels of the deck; the SVG map keeps its own proportions."""


KINDS = ("plain", "zoom")

_WIDGET = "map-kind"


def choice(view: View) -> bool:
    """Offer the two maps and return whether to draw the deck.

    Only a person's choice goes into the address: a link leaves each browser its better map.
    """
    asked = state.raw("map")
    kind = asked if asked in KINDS else KINDS[browser.draws_webgl()]
    if asked in KINDS:
        state.note("map", kind)
    st.session_state[_WIDGET] = kind
    st.segmented_control(
        view.t("map.kind"),
        KINDS,
        format_func=lambda code: view.t.code("map", code),
        key=_WIDGET,
        on_change=_choose,
        required=True,
        label_visibility="collapsed",
    )
    return kind == "zoom"


def _choose() -> None:
    """A person chose a map."""
    state.put("map", st.session_state[_WIDGET])


def layer(view: View) -> str:
    """Offer prefectures or provinces."""
    return state.choose(
        st.segmented_control,
        "layer",
        view.t("map.layer"),
        ["prefecture", "province"],
        "prefecture",
        lambda code: view.t.code("layer", code),
        required=True,
        label_visibility="collapsed",
    )


def show(view: View, key: str, data: MapData, on_pick: Callable[[str], None], zoom: bool) -> None:
    """Draw the map with its legend; ``on_pick`` gets the code of the place that was clicked.

    Paper always has the plain map: what WebGL draws may be gone when a printer asks for it.
    """
    atlas = cache.atlas(view.edition.edition_id, view.edition)
    if zoom:
        _deck(key, data, on_pick, deck_map.deck(data, atlas))
        clickable(svg_map.svg(data, atlas), f"paper-map-{key}")
    else:
        clickable(svg_map.svg(data, atlas), f"map-{key}", on_pick)
    st.html(legend(view, data))


def _deck(key: str, data: MapData, on_pick: Callable[[str], None], deck: Any) -> None:
    """The deck; a click on an area or a point is a pick."""
    widget = f"deck-{key}"

    def picked() -> None:
        objects = st.session_state[widget]["selection"]["objects"]
        for one in (o for layer in objects.values() for o in layer):
            code = one.get("place_code") or one.get("properties", {}).get("place_code")
            if isinstance(code, str):
                on_pick(code)

    st.pydeck_chart(
        deck, height=HEIGHT, on_select=picked, selection_mode="single-object", key=widget, alt=data.alt
    )


def legend(view: View, data: MapData) -> str:
    """Classes with how they were cut, the two kinds of nothing, points, and the approval note."""
    t = view.t
    classes = data.classes
    labels = classes.labels(data.top) if classes.edges else []
    items = [
        _swatch(label, f"background:{colour}") for colour, label in zip(data.colours, labels, strict=False)
    ]
    if data.empty:
        items.append(_swatch(data.empty_tip, f"background:{palette.CARD}"))
    items.append(_swatch(data.missing_tip, kind="sy-swatch sy-swatch-hatch"))
    if len(data.points):
        items.append(
            _swatch(t("map.points"), kind=f"sy-swatch sy-swatch-dot{' sy-gold' if data.gold else ''}")
        )
    cut = tag("span", markup.text(t.code("classes", classes.method)), class_="sy-legend-title")
    note = tag("p", markup.text(t("map.approval")), class_="sy-caption")
    return tag("div", cut + "".join(items), class_="sy-legend") + note


def _swatch(label: str, style: str | None = None, kind: str = "sy-swatch") -> str:
    """One entry of the legend."""
    return tag("span", tag("i", "", class_=kind, style=style) + markup.text(label), class_="sy-key")
