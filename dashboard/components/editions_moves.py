"""Ranks that moved between two editions: the table, and for one of them why, in points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.table import Column, Table
from dashboard.components import editions, page, panel, state
from dashboard.components.view import View
from dashboard.desk.editions import Comparison
from dashboard.numbers import grouped, signed
from dashboard.queries.frames import one, records
from dashboard.queries.scores import INDEX


def show(view: View, result: Comparison) -> None:
    """The moves of the index or of a pillar, and the reasons of the one picked."""
    t, every = view.t, result.moves.ranks
    if every.empty:
        page.empty(t("editions.no_moves" if result.scored else "editions.no_scores"), key="moves")
        return
    counts = every["item_id"].value_counts()
    items = [item for item in (INDEX, *result.pillars) if item in counts]
    words = {item: _item(view, result, item) for item in items}
    item = state.choose(
        st.selectbox,
        "moved_item",
        t("editions.moved_item"),
        items,
        items[0],
        lambda i: t("editions.moved_places", item=words[i], n=grouped(counts[i])),
    )
    rows = every[every["item_id"] == item]
    codes = list(rows["place_code"])
    picked = state.get("moved", codes, codes[0])
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        panel.panel(view, "moves", _table(view, result, rows, words[item], picked), on_pick=_pick)
    with right:
        _why(view, result, one(rows, "place_code", picked), words[item])


def _pick(place_code: str) -> None:
    state.put("moved", place_code)


def _item(view: View, result: Comparison, item: str) -> str:
    return view.t("editions.index") if item == INDEX else editions.name(view.t, result.pillars, item)


def _table(view: View, result: Comparison, rows: pd.DataFrame, item: str, picked: str) -> Table:
    t = view.t
    given = rows.assign(
        place=[editions.name(view.t, result.places, code) for code in rows["place_code"]],
        move=[_way(view, row) for row in records(rows)],
    )
    columns = (
        Column("place", t("column.place")),
        Column("rank_before", t("editions.rank_before"), numeric=True),
        Column("rank_after", t("editions.rank_after"), numeric=True),
        Column("move", t("editions.move")),
        Column("score_before", t("editions.score_before"), numeric=True, decimals=1),
        Column("score_after", t("editions.score_after"), numeric=True, decimals=1),
    )
    title = t("editions.moves_title", item=item, n=grouped(len(rows)))
    return Table(
        title, columns, given, _between(view, result), (t("editions.note_moves"),), "place_code", picked
    )


def _between(view: View, result: Comparison) -> str:
    return view.t("editions.between", before=result.before, after=result.after)


def _unranked(view: View, row: Mapping[str, Any]) -> str:
    """On which side it has no rank, and why; empty where it has one on both."""
    t = view.t
    side = next((s for s in ("before", "after") if pd.isna(row[f"rank_{s}"])), None)
    if side is None:
        return ""
    why = row[f"why_not_{side}"]
    reason = t.code("why", str(why)) if pd.notna(why) else t("editions.not_there")
    return t(f"editions.unranked_{side}", why=reason)


def _way(view: View, row: Mapping[str, Any]) -> str:
    """``↑3``, ``↓1``, newly ranked or no longer."""
    was, now = row["rank_before"], row["rank_after"]
    if pd.isna(was) or pd.isna(now):
        return view.t("editions.newly" if pd.isna(was) else "editions.no_longer")
    steps = int(was) - int(now)
    return f"{'↑' if steps > 0 else '↓'}{abs(steps)}"


def _why(view: View, result: Comparison, row: Mapping[str, Any], item: str) -> None:
    """The parts of one change of score, the largest first."""
    t, every = view.t, result.moves.parts
    place = editions.name(view.t, result.places, row["place_code"])
    parts = every[(every["place_code"] == row["place_code"]) & (every["item_id"] == row["item_id"])]
    title = t("editions.why_title", place=place, item=item)
    detail = _detail(view, row)
    if parts.empty:
        with st.container(border=True, key="panel-why"):
            page.card_title(title, detail)
            page.caption(t("editions.passed"))
        return
    given = parts.assign(
        words=[_part(view, result, part) for part in records(parts)],
        where=[_where(result, part) for part in records(parts)],
    )
    columns = (
        Column("words", t("editions.part"), wide=True),
        Column("number_before", t("editions.before"), numeric=True, figures=3),
        Column("number_after", t("editions.after"), numeric=True, figures=3),
        Column("points", t("editions.points"), numeric=True, decimals=2),
    )
    notes = (t("editions.note_parts"),)
    table = Table(title, columns, given, _between(view, result), notes, "where")
    panel.panel(view, "why", table, detail=detail, on_pick=editions.open_figure)


def _detail(view: View, row: Mapping[str, Any]) -> str:
    """``得分 61.2 → 63.4（+2.2）。``, and why it has no rank on one side, as far as known."""
    was, now = row["score_before"], row["score_after"]
    if pd.isna(was) or pd.isna(now):
        return _unranked(view, row)
    scores = view.t("editions.scores", was=f"{was:.1f}", now=f"{now:.1f}", change=signed(now - was))
    return scores + _unranked(view, row)


def _part(view: View, result: Comparison, part: Mapping[str, Any]) -> str:
    """``新增：每万人军休干部``, or the two sums."""
    word = view.t.code("edition_part", str(part["part"]))
    if pd.isna(part["indicator_id"]):
        return word
    return view.t(
        "editions.part_of", part=word, name=editions.name(view.t, result.indicators, part["indicator_id"])
    )


def _where(result: Comparison, part: Mapping[str, Any]) -> str:
    """The figure behind a part: ``edition|observation``; empty for the sums."""
    for side, edition_id in (("after", result.after), ("before", result.before)):
        if isinstance(part[f"observation_{side}"], str):
            return f"{edition_id}|{part[f'observation_{side}']}"
    return ""
