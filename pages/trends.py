"""Trends: any indicator over time for chosen places; titles by naming round."""

from __future__ import annotations

import streamlit as st

from dashboard.components import page, trends
from dashboard.components.view import current

view = current()
t = view.t
head = st.container()
trend = trends.choose(view)
with head:
    page.heading(t("trends.title"), trends.answer(view, trend))
    page.refused_notice(t)

if trend.rows.empty:
    page.empty(t("trends.empty"), t("trends.reset"), trends.all_places, key="trends")
else:
    trends.show(view, trend)
trends.titles_card(view, trend)
