"""The section of refused figures: how many for each reason, and each sentence with its figure marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import bars, markup
from dashboard.charts.markup import tag
from dashboard.charts.table import Column, Table
from dashboard.components import charted, evidence, page, panel, paper, state
from dashboard.components.clickable import clickable
from dashboard.components.downloads import Picture
from dashboard.components.view import View
from dashboard.export.spec import ChartKind
from dashboard.numbers import grouped
from dashboard.queries import quality
from dashboard.queries.frames import records
from dashboard.queries.quality import EVERY
from dashboard.text import Language
from etl.schema import Reason

SENTENCES = 20
MOST = 400
"""Sentences on one page at most; the file has all of them."""


def show(view: View) -> None:
    """The counts, the filters, the sentences."""
    t = view.t
    counts = quality.reasons(view.edition)
    if counts.empty:
        page.empty(t("quality.no_refused"), key="refused")
        return
    _counts(view, counts)
    reason, place, words = _filters(view, counts)
    rows = _found(view.edition.edition_id, view.t.language, (reason, place, words), view)
    if rows.empty:
        page.empty(t("quality.no_match"), t("quality.clear"), _clear, key="refused")
        return
    _sentences(view, rows)


@st.cache_resource(max_entries=32, show_spinner=False)
def _found(edition_id: str, language: Language, filters: tuple[str, str, str], _view: View) -> pd.DataFrame:
    """Refused figures that pass the filters, with place and reason in words, kept by the filters."""
    rows = quality.refused(_view.edition, *filters)
    places = {code: _view.place_name(code) for code in rows["place_code"].unique()}
    reasons = evidence.reasons(_view.t, rows, _view.edition["faults"])
    named = rows["place_code"].map(places)
    return rows.assign(place=named.where(named != "", rows["place_name"]), reason_text=reasons)


def _counts(view: View, counts: pd.DataFrame) -> None:
    """A bar for each reason; a click filters by it."""
    t = view.t
    words = [t.code("reason", r) for r in counts["reason"]]
    kinds = [t("quality.considered") if c else t("quality.no_quantity") for c in counts["considered"]]
    rows = counts.assign(label=words, kind=kinds, place_code=counts["reason"])
    columns = (
        Column("label", t("column.why_refused")),
        Column("kind", t("quality.kind")),
        Column("n", t("quality.figures"), numeric=True),
    )
    total = int(counts["n"].sum())
    table = Table(
        t("quality.reasons_title", n=grouped(total)),
        columns,
        rows,
        t("quality.refused_n", n=grouped(total)),
        (t("quality.note_refused"),),
        "reason",
    )
    picture = Picture(ChartKind.BAR, {"label": "label", "value": "n"})
    charted.show(view, "reasons", table, lambda: _bars(view, rows), picture)


def _bars(view: View, rows: pd.DataFrame) -> None:
    """The chart of the counts."""
    shown = rows.assign(shown=rows["n"].astype(float))
    shown = shown.assign(shown_low=shown["shown"], shown_high=shown["shown"])
    shown = shown.assign(tip=[f"{a}: {b}" for a, b in zip(rows["label"], rows["n"], strict=True)])
    figure = bars.bars(shown)
    alt = view.t("quality.reasons_alt", n=len(rows))
    paper.plot(figure, "reasons", alt, _picked)


def _picked() -> None:
    """A click on a bar."""
    points = st.session_state["reasons"]["selection"]["points"]
    if points and points[0].get("customdata"):
        state.put("reason", str(points[0]["customdata"][0]))


def _filters(view: View, counts: pd.DataFrame) -> tuple[str, str, str]:
    """Reason, place and words."""
    t = view.t
    reasons = {EVERY: t("quality.every_reason")} | {
        r["reason"]: f"{t.code('reason', r['reason'])} {grouped(r['n'])}" for r in records(counts)
    }
    places = {EVERY: t("quality.every_place")} | {
        r["place_code"]: f"{view.place_name(r['place_code'])} {grouped(r['n'])}"
        for r in records(quality.refused_places(view.edition))
    }
    first, second, third = st.columns(3, gap="small")
    with first:
        reason = state.choose(
            st.selectbox, "reason", t("quality.reason"), list(reasons), EVERY, lambda r: reasons[r]
        )
    with second:
        place = state.choose(
            st.selectbox, "whose", t("column.place"), list(places), EVERY, lambda p: places[p]
        )
    with third:
        words = state.text("sentence", t("quality.words"))
    return reason, place, words


def _clear() -> None:
    """Take back the filters."""
    for name in ("reason", "whose", "sentence"):
        state.put(name, None)


def _sentences(view: View, rows: pd.DataFrame) -> None:
    """Each refused figure in its sentence; a click reads on in the source."""
    t = view.t
    limit = MOST if state.raw("all_refused") == "1" else SENTENCES
    with st.container(border=True, key="panel-refused"):
        page.card_title(t.count("quality.refused_title", len(rows)), t("quality.refused_detail"))
        clickable("".join(_refusal(view, r) for r in records(rows.head(limit))), "refused", open_refused)
        if len(rows) > limit == SENTENCES:
            panel.more(view, "refused", limit, min(len(rows), MOST))
        elif len(rows) > limit:
            page.caption(t("quality.too_many", n=MOST, total=grouped(len(rows))))
        panel.foot(view, "refused", _table(view, rows))


def _refusal(view: View, row: Mapping[str, Any]) -> str:
    """Reason and place left, the sentence right."""
    t = view.t
    reason = tag("span", markup.text(t.code("reason", row["reason"])), class_="sy-chip sy-chip-not")
    place = tag("div", markup.text(row["place"]), class_="sy-name")
    pick = f"{row['source_id']}\t{row['rejected_id']}"
    title = row["title"] if pd.notna(row["title"]) else row["source_id"]
    more = tag("button", markup.text(t("evidence.read_on")), type="button", class_="sy-pick", data_pick=pick)
    source = tag(
        "p", markup.text(f"{title} {evidence.where(t, row)}".strip()) + " " + more, class_="sy-caption"
    )
    of_cell = row["reason"] == Reason.CELL_FAULT
    why = tag("p", markup.text(row["reason_text"]), class_="sy-caption") if of_cell else ""
    said = tag("div", evidence.said(t, row) + why + source)
    return tag("article", tag("div", place + reason) + said, class_="sy-refusal")


def open_refused(pick: str) -> None:
    """Show a refused figure in its source."""
    source_id, figure = pick.split("\t")
    state.put("source", source_id)
    state.put("observation", figure)
    state.go("evidence")


def _table(view: View, rows: pd.DataFrame) -> Table:
    """The refused figures as a table, for the files."""
    t = view.t
    columns = (
        Column("place", t("column.place")),
        Column("value_text", t("column.printed")),
        Column("reason_text", t("column.why_refused")),
        Column("quote", t("column.quote"), wide=True),
        Column("title", t("column.source"), wide=True),
        Column("date", t("column.date")),
    )
    sources = t.count("count.sources", rows["source_id"].nunique())
    rows = rows.assign(quote=[t.quote(row) for row in records(rows[["quote", "locator", "value_text"]])])
    return Table(t("quality.refused"), columns, rows, sources, (t("quality.note_refused"),))
