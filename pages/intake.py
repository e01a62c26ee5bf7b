"""Intake: drop files, see what was read from each, hand it in or not; what lies in the inbox."""

from __future__ import annotations

import streamlit as st

from dashboard.components import build, charted, intake, intake_card, intake_handed, page, person
from dashboard.components import intake_inbox as inbox
from dashboard.components.view import current

view = current()
t = view.t
charted.style()
head = st.container()
with st.container():  # each has its own, so that nothing below is drawn anew when one comes or goes
    build.show(t)
with st.container():
    intake_handed.show(view)
left, right = st.columns([2.4, 1], gap="medium")
with left:
    intake.drop(t)
with right:
    by = person.ask(t)
with st.container(horizontal=True, gap="small", key="intake-templates"):
    intake.empty_returns(view)
with st.container():
    intake.read(t)
with head:
    page.heading(t("intake.title"), intake.answer(t))
    page.refused_notice(t)
intake_card.show(view, by)
inbox.show(view, by)
