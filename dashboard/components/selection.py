"""A bar that says which place was picked on a chart or in a table, and opens it."""

from __future__ import annotations

import streamlit as st

from dashboard.components import page, state
from dashboard.components.view import View
from dashboard.queries import groups


def selected(view: View) -> None:
    """Name the picked place, with the ways on; nothing when none was picked."""
    code = state.raw("place")
    if code is None or code not in view.edition.place_names:
        return
    state.note("place", code)
    with st.container(border=True, key="panel-selected"):
        page.card_title(view.t("selection.title", place=view.place_name(code)))
        with st.container(horizontal=True, gap="small"):
            st.button(
                view.t("overview.open_place"),
                key="open-place",
                type="primary",
                on_click=state.go,
                args=("place",),
            )
            if code != view.lead and code in set(groups.with_data(view.edition)["place_code"]):
                st.button(
                    view.t("selection.make_lead"), key="make-lead", on_click=state.put, args=("lead", code)
                )
