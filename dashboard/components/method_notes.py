"""The method in prose: how a printed figure becomes a comparable value, and what the figures cannot say."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.components import page, state
from dashboard.components.view import View

NOTES: Final = {
    "figures": 3,
    "periods": 3,
    "heads": 2,
    "qualifiers": 2,
    "several": 2,
    "missing": 2,
    "index": 5,
    "limits": 4,
    "maps": 1,
}
"""Topics in reading order, with their paragraphs."""


def show(view: View) -> None:
    """A card a topic; the one on the index leads to its page."""
    t = view.t
    for topic, paragraphs in NOTES.items():
        with st.container(border=True, key=f"panel-note-{topic}"):
            page.card_title(t(f"catalogue.note_{topic}"))
            words = (t(f"catalogue.note_{topic}_{n}") for n in range(1, paragraphs + 1))
            st.html(tag("div", "".join(tag("p", markup.text(w)) for w in words), class_="sy-prose"))
            if topic == "index":
                st.button(t("catalogue.to_index"), key="to-index", on_click=state.go, args=("index",))
