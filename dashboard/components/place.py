"""Parts of the place page: the answer, key figures, titles, observations with their evidence."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.charts.table import Column, Table
from dashboard.components import evidence, page, panel, rounds, state
from dashboard.components.clickable import clickable
from dashboard.components.page import Fact
from dashboard.components.view import View
from dashboard.numbers import Amount, grouped
from dashboard.queries import place, titles

CARDS = 12
"""Evidence cards shown before a person asks for all."""


def choose(view: View) -> str:
    """The place to show: any with observations or titles; the lead place unless another was picked."""
    t = view.t
    known = pd.concat(
        [view.edition["observations"]["place_code"], view.edition["titles"]["place_code"]]
    ).unique()
    rows = view.edition["places"]
    rows = rows[rows["place_code"].isin(known)].sort_values("place_code")
    names = dict(zip(rows["place_code"], view.names(rows), strict=True))
    default = view.lead if view.lead in names else next(iter(names))
    return state.choose(
        st.selectbox, "place", t("place.choose"), list(names), str(default), lambda c: names[c]
    )


def answer(view: View, code: str, seen: pd.DataFrame) -> str:
    """What is known of the place, in one sentence."""
    t = view.t
    name = view.place_name(code)
    timeline = titles.timeline(view.edition, code)
    times = int((timeline["national"] == "named").sum())
    named = t.count("place.answer_titles", times) if times else t("place.answer_no_title")
    if seen.empty:
        return t("place.answer_nothing", place=name) + named
    return (
        t(
            "place.answer",
            place=name,
            n=grouped(len(seen)),
            indicators=seen["indicator_id"].nunique(),
            used=grouped(int(seen["used"].sum())),
        )
        + named
    )


def key_figures(view: View, code: str, seen: pd.DataFrame) -> list[Fact]:
    """Observations, indicators, conflicts and population, each with a comparison."""
    t = view.t
    sources = place.sources(view.edition, code)
    facts = [
        Fact(
            t("fact.observations"),
            Amount(grouped(len(seen)), t("unit.observations")),
            t("fact.used", n=grouped(int(seen["used"].sum()))),
        ),
        Fact(
            t("fact.indicators"),
            Amount(grouped(seen["indicator_id"].nunique()), t("unit.indicators")),
            t("fact.of_indicators", n=len(view.edition["indicators"])),
        ),
        Fact(t("fact.own_sources"), Amount(grouped(len(sources)), t("unit.sources")), _span(view, sources)),
    ]
    if (residents := place.population(view.edition, code)) is not None:
        number, year, stated = residents
        against = t("fact.population_stated" if stated else "fact.population_year", year=year)
        facts.append(Fact(t("fact.population"), t.amount(number, "万人"), against))
    return facts


def _span(view: View, sources: pd.DataFrame) -> str:
    """Dates of the sources."""
    dates = sources["date"].dropna()
    if dates.empty:
        return view.t("evidence.undated")
    first, last = str(dates.min()), str(dates.max())
    return (
        view.t("fact.dated", first=first, last=last)
        if first != last
        else view.t("fact.dated_once", date=first)
    )


def titles_card(view: View, code: str) -> None:
    """National titles by round, provincial titles by year."""
    t = view.t
    with st.container(border=True, key="panel-rounds"):
        page.card_title(t("place.titles"), t("place.titles_detail"))
        timeline = titles.timeline(view.edition, code)
        st.html(rounds.strip(t, timeline))
        own = titles.provincial(view.edition, code)
        if len(own):
            page.caption(t("place.provincial", years=t.listing([str(y) for y in own["year"]])))
        named = timeline[timeline["national"] == "named"]
        if len(named):
            sources = [source or t("titles.list") for source in dict.fromkeys(named["source"])]
            page.caption(t("place.titles_source", sources=t.listing(sources)))
        page.caption(t("titles.note"))


def observations(view: View, code: str, seen: pd.DataFrame) -> None:
    """Every observation as an evidence card, by pillar, then the same as a table to take away."""
    t = view.t
    pillars = view.edition["pillars"].sort_values("order")
    counts = seen["pillar_id"].value_counts()
    words = {"all": t("place.all_pillars", n=len(seen))} | {
        code: f"{name} {counts[code]}"
        for code, name in zip(pillars["pillar_id"], view.items(pillars), strict=True)
        if code in counts
    }
    with st.container(border=True, key="panel-observations"):
        page.card_title(t("place.observations"), t("place.observations_detail"))
        pillar = state.choose(
            st.segmented_control,
            "pillar",
            t("place.pillar"),
            list(words),
            "all",
            lambda p: words[p],
            required=True,
            label_visibility="collapsed",
        )
        rows = seen if pillar == "all" else seen[seen["pillar_id"] == pillar]
        shown = rows if state.raw("all_cards") == "1" else rows.head(CARDS)
        clickable(_by_pillar(view, shown, place.why_not(view.edition, code)), "cards", _open)
        if len(shown) < len(rows):
            panel.more(view, "cards", len(shown), len(rows))
        panel.foot(view, f"place-{code}", table(view, code, rows))


def _open(observation_id: str) -> None:
    """Read on in the source."""
    state.put("observation", observation_id)
    state.put("source", None)
    state.go("evidence")


def _by_pillar(view: View, rows: pd.DataFrame, why_not: dict[str, str]) -> str:
    """Cards under the names of their pillars."""
    parts = []
    pillars = view.edition["pillars"].sort_values("order")
    for code, name in zip(pillars["pillar_id"], view.items(pillars), strict=True):
        own = rows[rows["pillar_id"] == code]
        if len(own):
            title = tag("h3", markup.text(name), class_="sy-sub")
            parts.append(title + evidence.cards(view.t, own, why_not))
    return "".join(parts)


def table(view: View, code: str, rows: pd.DataFrame) -> Table:
    """The observations as a table, for the downloads."""
    t = view.t
    columns = (
        *evidence.figure_columns(t),
        Column("quote", t("column.quote"), wide=True),
        Column("title", t("column.source"), wide=True),
        Column("date", t("column.date")),
    )
    sources = t.count("count.sources", rows["source_id"].nunique())
    title = t("place.table_title", place=view.place_name(code))
    return Table(title, columns, evidence.in_words(view, rows), sources, (t("evidence.rule"),))


def back() -> None:
    """Return to the lead place."""
    state.put("place", None)
