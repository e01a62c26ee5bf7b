"""What surrounds each page: the sidebar, or the reason why there is nothing to show."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.components import browser, page, paper, sidebar, state, view
from dashboard.queries.edition import DamagedEdition, MissingEdition, current_id, edition_ids
from dashboard.text import Text

language = sidebar.language


def start(root: Path, t: Text) -> bool:
    """Open the edition and draw the sidebar; False when a designed state was shown instead."""
    asked = state.raw("edition")
    try:
        edition_id = sidebar.edition_choice(root)
    except MissingEdition:
        _missing(root, t)
        return False
    try:
        shown = sidebar.show(root, edition_id, t)
    except DamagedEdition as damage:
        with st.sidebar:
            sidebar.foot(root, edition_id, t)
        _state(t, t("edition.damaged", detail=damage.detail, command="python -m etl build"))
        return False
    view.keep(shown)
    browser.ask(t)
    with st.container():  # there with or without a notice: else the page below is drawn anew, piece by piece
        if asked and asked not in edition_ids(root):
            page.notice(t("edition.gone", asked=asked[:60], shown=edition_id))
        _newer(root, edition_id, t)
    if shown.edition.is_empty:
        _state(t, t("edition.empty", folder="data/inbox", command="python -m etl build"))
        return False
    paper.imprint(shown)
    return True


def _newer(root: Path, edition_id: str, t: Text) -> None:
    """Say so when another edition is in use by now, and offer it: a link or a session keeps its own."""
    try:
        used = current_id(root)
    except MissingEdition:
        return
    if used == edition_id:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="other-edition"):
        st.html(
            tag("p", markup.text(t("edition.other", shown=edition_id, used=used)), class_="sy-notice"),
            width="content",
        )
        st.button(t("edition.to_current"), key="to-current", on_click=state.put, args=("edition", None))


def _missing(root: Path, t: Text) -> None:
    """No edition is in use: how to make one, and the newest of those that are there."""
    with st.sidebar:
        sidebar.foot(root, None, t)
    _state(t, t("edition.missing", command="python -m etl build"))
    if known := edition_ids(root):
        st.button(
            t("edition.open", edition=known[0]),
            key="open-newest",
            on_click=state.put,
            args=("edition", known[0]),
        )


def _state(t: Text, reason: str) -> None:
    """Why there is no edition to show, and a button that looks again."""
    page.heading(t("app.name"), t("edition.nothing"))
    page.empty(reason, t("edition.again"), st.cache_resource.clear, key="edition")
