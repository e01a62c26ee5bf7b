"""Place: titles by round, and every observation with its sentence and source."""

from __future__ import annotations

import streamlit as st

from dashboard.components import charted, conflicts, page, place, place_scores
from dashboard.components.view import current
from dashboard.queries import place as query

view = current()
t = view.t
charted.style()
head = st.container()
code = place.choose(view)
seen = query.observations(view.edition, code)
with head:
    page.heading(view.place_name(code), place.answer(view, code, seen))
    page.refused_notice(t)

page.facts(place.key_figures(view, code, seen))
place.titles_card(view, code)
place_scores.show(view, code)
if seen.empty:
    page.empty(
        t("place.empty", place=view.place_name(code)), t("place.back_to_lead"), place.back, key="place"
    )
else:
    conflicts.of_place(view, code)
    place.observations(view, code, seen)
