"""Parts of the overview page: the answer, key figures, the selected place, what needs attention."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.charts.table import Table
from dashboard.components import page, ranking_panel, rankings, rounds, state, titles_table
from dashboard.components.clickable import clickable
from dashboard.components.page import Fact
from dashboard.components.rankings import Ranked
from dashboard.components.view import View
from dashboard.numbers import Amount, grouped
from dashboard.queries import overview, titles
from dashboard.queries.frames import records
from dashboard.queries.overview import Facts


def answer(view: View, facts: Facts, named: pd.DataFrame) -> str:
    """What the edition holds, in one sentence."""
    t = view.t
    read = t(
        "overview.answer", places=facts.places, sources=facts.sources_read, n=grouped(facts.observations)
    )
    if named.empty:
        return read
    first = named[named["shown"] == named["shown"].max()]
    names = view.names(first.head(3))
    key = "overview.answer_titles" if len(first) <= len(names) else "overview.answer_titles_many"
    return read + t(
        key,
        named=grouped(len(named)),
        names=t.listing(names),
        total=len(first),
        times=int(first["shown"].iloc[0]),
    )


def key_figures(view: View, facts: Facts) -> list[Fact]:
    """Four counts of the edition, each with what it compares with."""
    t = view.t
    return [
        Fact(
            t("fact.places"),
            Amount(grouped(facts.places), t("unit.places")),
            t("fact.places_of", n=grouped(facts.reference_places)),
        ),
        Fact(t("fact.sources"), Amount(grouped(facts.sources_read), t("unit.sources")), _failed(view, facts)),
        Fact(
            t("fact.observations"),
            Amount(grouped(facts.observations), t("unit.observations")),
            t("fact.observations_of", found=grouped(facts.found), share=f"{facts.accepted_pct:.1f}"),
        ),
        Fact(
            t("fact.coverage"),
            Amount(f"{facts.coverage_pct:.1f}", "%"),
            t("fact.coverage_of", places=facts.places, indicators=facts.indicators),
        ),
    ]


def _failed(view: View, facts: Facts) -> str:
    """How many sources could not be read."""
    failed = facts.sources - facts.sources_read
    return view.t("fact.sources_failed", n=failed) if failed else view.t("fact.sources_all")


def subject(view: View) -> Ranked | None:
    """What the map shows, with its title: a ranking by score, or None for national titles."""
    t = view.t
    words = rankings.subjects(view)
    picked = state.choose(
        st.selectbox, "shows", t("overview.subject"), list(words), rankings.TITLES, lambda s: words[s]
    )
    if picked == rankings.TITLES:
        page.card_title(t("overview.map_title"), t("overview.map_detail"))
        return None
    page.card_title(words[picked], t("overview.map_detail_score"))
    return rankings.scored(view, picked.removeprefix(rankings.SCORE))


def table(view: View, ranked: Ranked | None, named: pd.DataFrame, layer: str) -> Table:
    """The same numbers as the map, in order."""
    if ranked:
        return ranking_panel.table(view, ranked)
    return titles_table.table(view, named) if layer == "prefecture" else titles_table.provinces(view)


def selected(view: View, named: pd.DataFrame) -> None:
    """The place that was picked on the map or in the table, else the lead place."""
    t = view.t
    code = state.raw("place") or view.lead
    if code not in view.edition.place_names:
        code = view.lead
    if code is None:
        return
    state.note("place", code)
    own = view.edition["observations"]
    n = int((own["place_code"] == code).sum())
    row = named[named["place_code"] == code]
    times = int(row["shown"].iloc[0]) if len(row) else 0
    with st.container(border=True, key="panel-selected"):
        page.card_title(
            view.place_name(code),
            t(
                "overview.selected",
                observations=t.count("count.observations", n),
                titles=t.count("titles.times", times),
            ),
        )
        st.html(rounds.strip(t, titles.timeline(view.edition, code)))
        st.button(
            t("overview.open_place"), key="open-place", type="primary", on_click=state.go, args=("place",)
        )


def attention(view: View) -> None:
    """What a person should look at before trusting the figures."""
    t = view.t
    found = overview.attention(view.edition)
    with st.container(border=True, key="panel-attention"):
        page.card_title(t("overview.attention"))
        if not found:
            page.caption(t("overview.attention_none"))
        st.html(tag("ul", "".join(_attention_line(view, *one) for one in found), class_="sy-list"))


def _attention_line(view: View, kind: str, n: int, codes: list[str]) -> str:
    """One kind of trouble: what, where, how often."""
    names = view.t.listing([view.place_name(code) or code for code in codes])
    words = tag("span", markup.text(view.t(f"attention.{kind}", names=names)))
    return tag("li", words + tag("span", tag("b", grouped(n)), class_="sy-figure"))


def newest(view: View) -> None:
    """The newest sources; a click opens the place."""
    t = view.t
    rows = overview.newest_sources(view.edition)
    lines = []
    for row in records(rows):
        title = tag(
            "button",
            markup.text(row["title"]),
            type="button",
            class_="sy-pick",
            data_pick=str(row["place_code"]),
        )
        detail = tag(
            "span", markup.text(t.count("count.observations", int(row["observations"]))), class_="sy-figure"
        )
        dated = tag(
            "span",
            markup.text(row["date"] if pd.notna(row["date"]) else t("evidence.undated")),
            class_="sy-caption",
        )
        lines.append(tag("li", tag("span", title + " " + dated) + detail))
    with st.container(border=True, key="panel-newest"):
        page.card_title(t("overview.newest"))
        clickable(tag("ul", "".join(lines), class_="sy-list"), "newest-sources", pick)


def pick(place_code: str) -> None:
    """A place was chosen on the map or in a list."""
    state.put("place", place_code)
