"""Evidence: a source with its figures marked in the text, and the card of the one picked."""

from __future__ import annotations

import streamlit as st

from dashboard.components import page, source
from dashboard.components.view import current

view = current()
t = view.t
head = st.container()
reading = source.choose(view)
shown = source.picked(reading)
with head:
    page.heading(t("evidence.title"), source.answer(view, reading))
    for words in source.problems(view, reading):
        page.notice(words)
    page.refused_notice(t)

left, right = st.columns([1.7, 1], gap="medium")
with left, st.container(border=True, key="panel-text"):
    page.card_title(t("evidence.text"), t("evidence.text_detail"))
    source.text(view, reading, shown)
with right:
    source.card(view, reading, shown)
source.listing(view, reading, shown)
