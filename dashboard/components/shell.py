"""What surrounds each page: the sidebar, or the reason why there is nothing to show."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.components import browser, page, paper, sidebar, state, view
from dashboard.queries.edition import DamagedEdition, MissingEdition, current_id, edition_ids
from dashboard.text import Text

language = sidebar.language


def start(root: Path, t: Text) -> bool:
    """Open the edition and draw the sidebar; False when a designed state was shown instead."""
    asked = state.raw("edition")
    try:
        edition_id = sidebar.edition_choice(root, current_id(root))
        shown = sidebar.show(root, edition_id, t)
    except MissingEdition:
        _state(t, t("edition.missing", command="python -m etl build"))
        return False
    except DamagedEdition as damage:
        _state(t, t("edition.damaged", detail=damage.detail, command="python -m etl build"))
        return False
    view.keep(shown)
    browser.ask(t)
    if asked and asked not in edition_ids(root):
        page.notice(t("edition.gone", asked=asked[:60], shown=edition_id))
    if shown.edition.is_empty:
        _state(t, t("edition.empty", folder="data/inbox", command="python -m etl build"))
        return False
    paper.imprint(shown)
    return True


def _state(t: Text, reason: str) -> None:
    """Why there is no edition to show, and a button that looks again."""
    page.heading(t("app.name"), t("edition.nothing"))
    page.empty(reason, t("edition.again"), st.cache_resource.clear, key="edition")
