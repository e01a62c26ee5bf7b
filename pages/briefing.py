"""Briefing: choose places and sections, read a preview, download it in four formats."""

from __future__ import annotations

import streamlit as st

from dashboard.components import briefing, page
from dashboard.components.view import current

view = current()
t = view.t
head = st.container()
choice = briefing.choose(view)
with head:
    page.heading(t("briefing.title"), briefing.answer(view, choice))
    page.refused_notice(t)

if not choice.places or not choice.sections:
    page.empty(t("briefing.nothing"), key="briefing")
else:
    briefing.downloads(view, choice)
    briefing.preview(view, choice)
