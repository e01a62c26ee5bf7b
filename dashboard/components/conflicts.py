"""The section of conflicts: two sources, two figures, both sentences side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.charts.table import Column, Table
from dashboard.components import evidence, page, panel, state
from dashboard.components.clickable import clickable
from dashboard.components.view import View
from dashboard.queries import quality
from dashboard.queries.frames import records

PAIRS = 10
"""Pairs shown before a person asks for all."""


def show(view: View) -> None:
    """Each conflict as two evidence cards side by side, the greatest difference first."""
    t = view.t
    rows = quality.differing(view.edition)
    if rows.empty:
        page.empty(t("quality.no_conflicts"), key="conflicts")
        return
    shown = rows if state.raw("all_conflicts") == "1" else rows.head(PAIRS)
    seen = quality.observations(view.edition, [*shown["kept_id"], *shown["other_id"]])
    with st.container(border=True, key="panel-conflicts"):
        page.card_title(t("quality.conflicts_title"), t("quality.conflicts_detail"))
        clickable("".join(_conflict(view, row, seen) for row in records(shown)), "conflicts", open_figure)
        if len(shown) < len(rows):
            panel.more(view, "conflicts", len(shown), len(rows))
        panel.foot(view, "conflicts", _conflict_table(view, rows))


def of_place(view: View, place_code: str) -> None:
    """The conflicts of one place, both cards of each side by side; nothing where there are none."""
    t = view.t
    rows = quality.differing(view.edition)
    rows = rows[rows["place_code"] == place_code]
    if rows.empty:
        return
    seen = quality.observations(view.edition, [*rows["kept_id"], *rows["other_id"]])
    with st.container(border=True, key="panel-place-conflicts"):
        page.card_title(t("quality.conflicts_title"), t("quality.conflicts_detail"))
        pairs = "".join(_conflict(view, row, seen) for row in records(rows))
        clickable(pairs, "place-conflicts", open_figure)
        panel.foot(view, f"conflicts-{place_code}", _conflict_table(view, rows))


def _conflict(view: View, row: Mapping[str, Any], seen: pd.DataFrame) -> str:
    """One conflict: what it is about, by how much, both sentences."""
    t = view.t
    name = f"{view.place_name(row['place_code'])} · {t.pick(row['name_zh'], row['name_en'])}"
    title = tag("h3", markup.text(name))
    sides = [
        tag("p", tag("b", markup.text(_kept(view, row, seen))), class_="sy-side")
        + _card(view, seen, row["kept_id"], True),
        tag("p", tag("b", markup.text(_difference(view, row))), class_="sy-side")
        + _card(view, seen, row["other_id"], False),
    ]
    return tag(
        "article",
        title + tag("div", "".join(tag("div", s) for s in sides), class_="sy-pair sy-narrow"),
        class_="sy-conflict",
    )


def _card(view: View, seen: pd.DataFrame, observation_id: str, kept: bool) -> str:
    """The card of one observation; a note where the edition no longer has it."""
    if observation_id not in seen.index:
        return tag("p", markup.text(view.t("quality.observation_gone")), class_="sy-caption")
    row = records(seen.loc[[observation_id]])[0]
    return evidence.card(view.t, {**row, "used": kept and row["used"]}, "OTHER_VALUE")


def _kept(view: View, row: Mapping[str, Any], seen: pd.DataFrame) -> str:
    """``采用（来源较晚）`` where the dates say so."""
    kept, other = (seen["date"].get(row[side]) for side in ("kept_id", "other_id"))
    later = isinstance(kept, str) and isinstance(other, str) and kept > other
    return view.t("quality.kept_later" if later else "quality.kept")


def _difference(view: View, row: Mapping[str, Any]) -> str:
    """``另一值高 11.7%``."""
    pct = float(row["difference_pct"])
    key = "quality.other_higher" if pct > 0 else "quality.other_lower"
    return view.t(key, pct=f"{abs(pct):,.1f}")


def _conflict_table(view: View, rows: pd.DataFrame) -> Table:
    """The conflicts as a table, for the files."""
    t = view.t
    given = rows.assign(
        place=[view.place_name(code) for code in rows["place_code"]],
        name=view.items(rows),
        unit_text=[t.unit(u) for u in rows["unit"]],
        period_words=[t.period(r) for r in records(rows)],
    )
    columns = (
        Column("place", t("column.place")),
        Column("name", t("column.indicator")),
        Column("period_words", t("column.period")),
        Column("kept_value", t("quality.kept"), numeric=True),
        Column("other_value", t("quality.other"), numeric=True),
        Column("unit_text", t("column.unit")),
        Column("difference_pct", t("quality.difference"), "%", numeric=True, decimals=1),
    )
    notes = (t("quality.note_conflict"),)
    return Table(t("quality.conflicts_title"), columns, given, t("quality.conflicts_n", n=len(rows)), notes)


def open_figure(observation_id: str) -> None:
    """Read on in the source."""
    state.put("observation", observation_id)
    state.put("source", None)
    state.go("evidence")
