"""What changed between two editions: figures by place, sources, corrections."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.charts.table import Column, Table
from dashboard.components import editions, page, panel, state
from dashboard.components.editions import CHANGES
from dashboard.components.view import View
from dashboard.desk.editions import Comparison, TableDiff, rows_of
from dashboard.numbers import grouped
from dashboard.queries.frames import records
from dashboard.text import Language, Text
from etl.schema import TABLES

EVERY: Final = "all"
_SOURCE_SAYS: Final = ("sha256", "title", "date", "place_code", "status")


def show(view: View, result: Comparison) -> None:
    """Figures that are new, changed or gone, by the filters; then sources and corrections."""
    t = view.t
    if result.observations.empty:
        page.empty(t("editions.no_changes"), key="changes")
    else:
        _figures(view, result)
    _sources(view, result)
    _corrections(view, result)


def _figures(view: View, result: Comparison) -> None:
    t, rows = view.t, _filtered(view, result)
    if rows.empty:
        page.empty(t("editions.no_match"), t("quality.clear"), _clear, key="changes")
        return
    columns = (
        Column("place", t("column.place")),
        Column("change_word", t("editions.change")),
        Column("name", t("column.indicator"), wide=True),
        Column("period", t("column.period")),
        Column("value_before", t("editions.before"), numeric=True),
        Column("now", t("editions.after"), numeric=True),
        Column("unit_text", t("column.unit")),
        Column("why", t("editions.why")),
        Column("title", t("column.source"), wide=True),
    )
    notes = [t("editions.note_changes")]
    notes += [t.count("editions.note_otherwise", result.read_otherwise)] if result.read_otherwise else []
    between = t("editions.between", before=result.before, after=result.after)
    title = t("editions.changes_title", n=grouped(len(rows)))
    table = Table(title, columns, rows, between, tuple(notes), "where")
    panel.panel(view, "changes", table, on_pick=editions.open_figure)


@lru_cache(maxsize=2)
def _worded(result: Comparison, language: Language) -> pd.DataFrame:
    """The figures in words: worked out once, as a comparison of national size has tens of thousands."""
    t, rows = Text(language), result.observations
    return rows.assign(
        change_word=[t.code("edition_change", c) for c in rows["change"]],
        place=[editions.name(t, result.places, code) for code in rows["place_code"]],
        name=[editions.name(t, result.indicators, code) for code in rows["indicator_id"]],
        period=[t.period(row) for row in records(rows)],
        now=rows["value"].where(rows["change"] != "gone"),
        unit_text=[t.unit(str(u)) for u in rows["unit"]],
        why=[_why(t, row) for row in records(rows)],
        where=rows["edition_id"] + "|" + rows["observation_id"],
    )


def _filtered(view: View, result: Comparison) -> pd.DataFrame:
    """The figures that pass the filters of kind and place, in words."""
    t, rows = view.t, _worded(result, view.t.language)
    kinds = {EVERY: t("editions.every_change")} | {
        c: f"{t.code('edition_change', c)} {grouped(result.count(c))}" for c in CHANGES
    }
    counts = rows["place_code"].value_counts()
    places = {EVERY: t("quality.every_place")} | {
        str(code): f"{editions.name(view.t, result.places, str(code))} {grouped(n)}"
        for code, n in counts.items()
    }
    left, right = st.columns([1.4, 1], gap="small", vertical_alignment="bottom")
    with left:
        kind = state.choose(
            st.segmented_control,
            "change",
            t("editions.change"),
            list(kinds),
            EVERY,
            lambda k: kinds[k],
            required=True,
        )
    with right:
        place = state.choose(
            st.selectbox, "changed_place", t("column.place"), list(places), EVERY, lambda p: places[p]
        )
    rows = rows[(rows["change"] == kind) | (kind == EVERY)]
    return rows[(rows["place_code"] == place) | (place == EVERY)]


def _clear() -> None:
    for name in ("change", "changed_place"):
        state.put(name, None)


def _why(t: Text, row: Mapping[str, Any]) -> str:
    """What of a figure changed; why it was not used before, or is no longer."""
    if row["change"] == "changed":
        families = dict.fromkeys("period" if c.startswith("period") else c for c in row["changed"])
        return t.listing([t.code("edition_column", c) for c in families])
    if pd.isna(row["refused"]):
        return "–"
    key = "editions.was_refused" if row["change"] == "new" else "editions.now_refused"
    return t(key, reason=t.code("reason", str(row["refused"])))


def _sources(view: View, result: Comparison) -> None:
    """Sources that came, went or are another text."""
    t = view.t
    rows = _told(result.sources, _SOURCE_SAYS)
    if rows.empty:
        return
    given = rows.assign(
        change_word=[t.code("edition_change", c) for c in rows["change"]],
        place=[editions.name(view.t, result.places, code) or "–" for code in rows["place_code"].fillna("")],
        heading=rows["title"].where(rows["title"] != "", rows["path"]),
        state=[t.code("status", str(s)) for s in rows["status"]],
    )
    columns = (
        Column("heading", t("column.source"), wide=True),
        Column("change_word", t("editions.change")),
        Column("place", t("column.place")),
        Column("date", t("column.date")),
        Column("observations", t("fact.observations"), numeric=True),
        Column("state", t("quality.state")),
    )
    between = t("editions.between", before=result.before, after=result.after)
    panel.panel(
        view, "edition-sources", Table(t("editions.sources_title", n=len(rows)), columns, given, between)
    )


def _corrections(view: View, result: Comparison) -> None:
    """Corrections and decisions that came, went or took effect otherwise."""
    t = view.t
    rows = _told(result.corrections, tuple(result.corrections.new.columns))
    if rows.empty:
        return
    given = rows.assign(
        change_word=[t.code("edition_change", c) for c in rows["change"]],
        said=[t.code("decision", d if isinstance(d, str) and d else "correct") for d in rows["decision"]],
        state=[t("quality.applied") if yes else t("quality.not_applied") for yes in rows["applied"]],
    )
    columns = (
        Column("expect", t("quality.expect"), wide=True),
        Column("change_word", t("editions.change")),
        Column("said", t("quality.decision")),
        Column("reason", t("review.reason"), wide=True),
        Column("state", t("quality.state")),
        Column("source_id", t("column.source")),
    )
    between = t("editions.between", before=result.before, after=result.after)
    title = t("editions.corrections_title", n=len(rows))
    panel.panel(view, "edition-corrections", Table(title, columns, given, between))


def _told(table: TableDiff, says: tuple[str, ...]) -> pd.DataFrame:
    """Rows with their ``change``; a changed one only where it changed in what it ``says``."""
    changed = [row for row, changes in table.changed() if any(c in says for c, _, _ in changes)]
    parts = {"new": list(rows_of(table.added)), "changed": changed, "gone": list(rows_of(table.removed))}
    found = [{**row, "change": change} for change, rows in parts.items() for row in rows]
    return pd.DataFrame(found, columns=[*TABLES[table.name].column_names, "change"])
