"""Parts of the catalogue page: the answer, the search, indicators and practices by pillar."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts import tables_by_part
from dashboard.charts.table import Column, Table
from dashboard.components import method_notes, page, panel, state
from dashboard.components.clickable import clickable
from dashboard.components.view import View
from dashboard.queries import catalogue
from dashboard.queries.catalogue import EVERY
from dashboard.queries.edition import Edition
from etl.schema import Better

SECTIONS = ("indicators", "practices", "method")


def choose(view: View) -> str:
    """The section to read."""
    t = view.t
    counts = {
        "indicators": len(view.edition["indicators"]),
        "practices": len(view.edition["practice_catalogue"]),
    }
    words = {
        name: t.code("catalogue_section", name) + (f" {counts[name]}" if name in counts else "")
        for name in SECTIONS
    }
    return state.choose(
        st.segmented_control,
        "catalogue",
        t("catalogue.section"),
        list(SECTIONS),
        "indicators",
        lambda name: words[name],
        required=True,
        label_visibility="collapsed",
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _found(edition_id: str, words: str, topic: str, _edition: Edition) -> pd.DataFrame:
    """Indicators that pass the filters, kept by the filters."""
    return catalogue.indicators(_edition, words, topic)


def answer(view: View) -> str:
    """How many indicators there are, how many have data, and which most places state."""
    t = view.t
    rows = _found(view.edition.edition_id, "", EVERY, view.edition)
    have = rows[rows["stated"] > 0]
    scored = int((rows["better"] != Better.NONE).sum())
    said = t("catalogue.answer", n=len(rows), scored=scored, have=len(have))
    if have.empty:
        return said
    best = have.sort_values(["stated", "order"], ascending=[False, True]).head(1)
    return said + t("catalogue.answer_best", name=view.items(best)[0], places=int(best["stated"].iloc[0]))


def show(view: View, section: str) -> None:
    """Draw one section."""
    if section == "method":
        method_notes.show(view)
        return
    words, topic = _filters(view)
    (_indicators if section == "indicators" else _practices)(view, words, topic)


def _filters(view: View) -> tuple[str, str]:
    """Words and pillar."""
    t = view.t
    pillars = view.edition["pillars"].sort_values("order")
    names = {EVERY: t("catalogue.every_pillar")} | dict(
        zip(pillars["pillar_id"], view.items(pillars), strict=True)
    )
    first, second = st.columns([2, 1], gap="small")
    with first:
        words = state.text("find", t("catalogue.search"), placeholder=t("catalogue.search_hint"))
    with second:
        topic = state.choose(st.selectbox, "topic", t("place.pillar"), list(names), EVERY, lambda p: names[p])
    return words, topic


def _clear() -> None:
    """Take back the filters."""
    for name in ("find", "topic"):
        state.put(name, None)


def _indicators(view: View, words: str, topic: str) -> None:
    """Indicators under their pillars; a click ranks the places by one."""
    t = view.t
    rows = _found(view.edition.edition_id, words, topic, view.edition)
    if rows.empty:
        page.empty(t("catalogue.nothing", words=words), t("quality.clear"), _clear, key="catalogue")
        return
    total = catalogue.sourced_places(view.edition)
    given = rows.assign(
        name=view.items(rows),
        counts=view.definitions(rows),
        unit_text=[t.unit(u, p) for u, p in zip(rows["unit"], rows["denominator"], strict=True)],
        measure_text=[t.code("measure_short", m) for m in rows["measure"]],
        better_text=[t.code("better_short", b) for b in rows["better"]],
        combine_text=[t.code("combine", c) for c in rows["combine"]],
        pick=rows["indicator_id"].where(rows["stated"] > 0),
    )
    columns = (
        Column("name", t("column.indicator"), wide=True),
        Column("counts", t("catalogue.counts"), wide=True),
        Column("unit_text", t("column.unit")),
        Column("measure_text", t("catalogue.measure")),
        Column("better_text", t("catalogue.better")),
        Column("combine_text", t("catalogue.combine")),
        Column("stated", t("catalogue.places"), numeric=True),
        Column("compared", t("catalogue.compared"), numeric=True),
    )
    table = Table(
        title=t.count("catalogue.indicators_title", len(rows)),
        columns=columns,
        rows=given,
        sources=t("catalogue.places_of", n=total),
        notes=(t("catalogue.note_codes"), t("catalogue.note_edit", file="data/catalog/indicators.csv")),
        pick="pick",
    )
    _by_pillar(view, "indicators", table, t("catalogue.indicators_detail"))


def _practices(view: View, words: str, topic: str) -> None:
    """Practices under their pillars, with how many places' sources say yes or no."""
    t = view.t
    rows = catalogue.practices(view.edition, words, topic)
    if rows.empty:
        page.empty(t("catalogue.nothing", words=words), t("quality.clear"), _clear, key="catalogue")
        return
    total = catalogue.sourced_places(view.edition)
    given = rows.assign(
        name=view.items(rows), counts=view.definitions(rows), silent=total - rows["yes"] - rows["no"]
    )
    columns = (
        Column("name", t("catalogue.practice"), wide=True),
        Column("counts", t("catalogue.counts"), wide=True),
        Column("yes", t("catalogue.yes"), numeric=True),
        Column("no", t("catalogue.no"), numeric=True),
        Column("silent", t("catalogue.silent"), numeric=True),
    )
    title = t.count("catalogue.practices_title", len(rows))
    notes = (t("catalogue.note_practices"),)
    table = Table(title, columns, given, t("catalogue.places_of", n=total), notes)
    _by_pillar(view, "practices", table, t("catalogue.practices_detail"))


def _by_pillar(view: View, key: str, table: Table, detail: str) -> None:
    """One table a pillar in a single card, all columns aligned."""
    pillars = view.edition["pillars"].sort_values("order")
    names = dict(zip(pillars["pillar_id"], view.items(pillars), strict=True))
    with st.container(border=True, key=f"panel-{key}"):
        page.card_title(table.title, detail)
        clickable(tables_by_part.html(table, "pillar_id", names), f"table-{key}", _rank)
        panel.foot(view, key, table)


def _rank(indicator_id: str) -> None:
    """Rank the places by an indicator."""
    state.put("indicator", indicator_id)
    state.go("rankings")
