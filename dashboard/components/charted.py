"""Panels whose drawing is its own table, so that no twin stands under it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.charts.table import Table
from dashboard.components import page, panel
from dashboard.components.clickable import ASSETS
from dashboard.components.downloads import Picture
from dashboard.components.view import View


def style() -> None:
    """Load what the pages on quality, catalogue and index add to the style sheet."""
    st.html(ASSETS / "method.css")


def show(
    view: View, key: str, table: Table, draw: Callable[[], None], picture: Picture, detail: str = ""
) -> None:
    """A drawing that says all the numbers itself, with sources, notes, permalink and files."""
    with st.container(border=True, key=f"panel-{key}"):
        page.card_title(table.title, detail)
        draw()
        panel.foot(view, key, table, picture)
