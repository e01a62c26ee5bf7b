"""Index: the ranking as chosen, how sure it is, and everything that it rests on."""

from __future__ import annotations

import streamlit as st

from dashboard.components import charted, index, index_choices, index_detail, page
from dashboard.components.view import current

view = current()
t = view.t
charted.style()
head = st.container()
known, wrong = index_choices.usable(view)
for problem in wrong:
    page.notice(t("index.wrong", problem=problem))
if known:
    scenario, choices = index_choices.top(view, known)
    scenario = index_choices.compared(view, scenario)
    left, right = st.columns([1, 2.6], gap="medium")
    with left:
        choices = index_choices.weighted(view, scenario, choices)
    found = index_choices.of(view, scenario, choices)
    rows = index.ranking(view, scenario, choices, found)
    with head:
        page.heading(t("index.title"), index.answer(view, found, rows))
        page.refused_notice(t)
        index.few(view, known, scenario, rows)
    with right:
        index.show(view, found, rows)
    index_detail.show(view, index_detail.choose(view, found), scenario, choices, found)
else:
    with head:
        page.heading(t("index.title"), t("index.no_scenario"))
    page.empty(t("index.no_scenario_why", folder="data/catalog/scenarios"), key="index")
