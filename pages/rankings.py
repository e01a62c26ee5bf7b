"""Rankings: places in order of any indicator or of national titles; who is missing, and why."""

from __future__ import annotations

import streamlit as st

from dashboard.components import absences, page, panel, ranking_panel, rankings, rankings_filters
from dashboard.components.selection import selected
from dashboard.components.view import current

view = current()
t = view.t
head = st.container()
ranked = rankings.choose(view)
with head:
    page.heading(t("rankings.title"), rankings.answer(view, ranked))
    page.refused_notice(t)

if ranked.rows.empty:
    page.empty(t("rankings.empty"), t("rankings.reset"), rankings_filters.reset, key="rankings")
else:
    table = ranking_panel.table(view, ranked)
    panel.panel(
        view,
        "ranking",
        table,
        lambda: ranking_panel.draw(view, ranked),
        detail=ranked.unit,
        on_pick=ranking_panel.pick,
        picture=ranking_panel.picture(view, ranked),
    )
selected(view)
absences.show(view, ranked)
