"""Overview: the map of national titles or scores, the facts of the edition, what needs attention."""

from __future__ import annotations

import streamlit as st

from dashboard.components import absences, downloads, maps, page, panel, place_maps
from dashboard.components import overview as parts
from dashboard.components.view import current
from dashboard.queries import overview, titles

view = current()
t = view.t
facts = overview.facts(view.edition)
named = titles.counts(view.edition)

page.heading(t("overview.title"), parts.answer(view, facts, named))
page.refused_notice(t)
page.facts(parts.key_figures(view, facts))

left, right = st.columns([1.9, 1], gap="medium")
with left, st.container(border=True, key="panel-map"):
    ranked = parts.subject(view)
    with st.container(horizontal=True, gap="small"):
        layer = maps.layer(view)
        zoom = maps.choice(view)
    data = (
        place_maps.of_scores(view, ranked.item or "", layer) if ranked else place_maps.of_titles(view, layer)
    )
    maps.show(view, "titles", data, parts.pick, zoom)
with right:
    parts.selected(view, named)
    parts.attention(view)

left, right = st.columns([1.9, 1], gap="medium")
with left:
    table = parts.table(view, ranked, named, layer)
    picture = downloads.map_picture(view, data)
    panel.panel(
        view,
        "titles",
        table,
        detail=t("overview.table_detail_score" if ranked else "overview.table_detail"),
        limit=10,
        on_pick=parts.pick,
        picture=picture,
    )
    if ranked:
        absences.show(view, ranked)
with right:
    parts.newest(view)
