"""What would move the lead place up: single indicators, or the figures that a rank still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import numbers
from dashboard.charts.table import Column, Table
from dashboard.components import index_brackets, index_choices, page, panel
from dashboard.components.view import View
from dashboard.queries import index_gains
from dashboard.queries.edition import Edition
from dashboard.queries.frames import records
from dashboard.queries.index import Choices, Scenario, Standing
from etl.schema import Measure, NotRanked


@st.cache_resource(max_entries=32, show_spinner=False)
def _gains(
    edition_id: str,
    scenario: Scenario,
    choices: Choices,
    place_code: str,
    _edition: Edition,
    _found: Standing,
) -> pd.DataFrame:
    """Gains, kept by the choices: at national size they take a second."""
    return index_gains.gains(_edition, _found, place_code)


def show(view: View, scenario: Scenario, choices: Choices, found: Standing) -> None:
    """The smallest changes that gain a rank; without a rank, what is missing for one."""
    t, lead = view.t, view.place_name(view.lead)
    own = records(found.rows[found.rows["place_code"] == view.lead])
    if not own:
        page.empty(t("index.gains_no_lead"), key="gains")
    elif own[0]["ranked"]:
        _ranked(view, scenario, choices, found, int(own[0]["rank"]))
    elif own[0]["why_not"] == NotRanked.FEW_PILLARS:
        _gaps(view, found, int(own[0]["pillars"]))
    else:
        page.empty(
            t("index.gains_barred", lead=lead, why=index_brackets.why(view, found, own[0])), key="gains"
        )


def _ranked(view: View, scenario: Scenario, choices: Choices, found: Standing, rank: int) -> None:
    """Indicators of which a change alone gains a rank."""
    t, lead = view.t, view.place_name(view.lead)
    code = str(view.lead)
    if not index_gains.can_be_moved(found, code):
        page.empty(t("index.no_parts"), key="gains")
        return
    if rank == 1:
        page.empty(t("index.gains_first", lead=lead), key="gains")
        return
    with st.spinner(t("index.moving")):
        rows = _gains(view.edition.edition_id, scenario, choices, code, view.edition, found)
    stated = index_gains.stated(found, code)
    if rows.empty:
        page.empty(t("index.gains_none", lead=lead, rank=rank, n=stated), key="gains")
        return
    pillars = index_choices.pillar_names(view)
    given = records(rows)
    rows = rows.assign(
        name=view.items(rows),
        pillar=[pillars[p] for p in rows["pillar_id"]],
        needed=[_needed(view, r) for r in given],
        unit_text=[t.unit_of(r) for r in given],
        change=[_change(view, r) for r in given],
        rank_then=[f"{rank}→{int(r['rank'])}" for r in given],
    )
    columns = (
        Column("name", t("column.indicator"), wide=True),
        Column("value", t("index.gains_now"), numeric=True, figures=4),
        Column("needed", t("index.gains_needed"), numeric=True),
        Column("unit_text", t("column.unit"), wide=True),
        Column("change", t("index.gains_change"), wide=True),
        Column("rank_then", t("index.gains_rank"), numeric=True),
        Column("pillar", t("place.pillar"), wide=True),
    )
    title = t("index.gains_title", lead=lead)
    notes = (t("index.note_gains"), t("index.note_official"))
    table = Table(title, columns, rows, t("index.gains_source", n=len(rows), stated=stated), notes)
    detail = t("index.gains_detail", rank=rank, n=len(rows), stated=stated)
    panel.panel(view, "gains", table, detail=detail)


def _needed(view: View, row: Mapping[str, Any]) -> str:
    """``≥ 5.68``, ``> 23``, ``≤ 1.2``."""
    up = row["target"] > row["value"]
    sign = (">" if up else "<") if row["beyond"] else ("≥" if up else "≤")
    return f"{sign} {numbers.significant(row['target'], index_gains.FIGURES)}"


def _change(view: View, row: Mapping[str, Any]) -> str:
    """The change by its share, and what it means for the whole place where values are per head."""
    t = view.t
    words = [] if pd.isna(row["share"]) else [_percent(100 * row["share"])]
    if pd.notna(row["total"]):
        amount = t.amount(abs(row["total"]), str(row["unit"])).text
        yearly = "_yearly" if row["measure"] == Measure.FLOW else ""
        words.append(t(f"index.gains_{'more' if row['total'] > 0 else 'less'}{yearly}", amount=amount))
    return " · ".join(words)


def _percent(change: float) -> str:
    """``+0.34%``, ``−12%``, ``+2,113%``: never none where there is a change."""
    return f"{'+' if change > 0 else numbers.MINUS}{numbers.significant(abs(change), 2)}%"


def _gaps(view: View, found: Standing, reached: int) -> None:
    """Pillars below the threshold and the indicators that would bring them there."""
    t, rules = view.t, found.scenario.rules
    if found.result is None:
        page.empty(t("index.no_parts"), key="gains")
        return
    rows = index_gains.gaps(found, str(view.lead))
    more = rules.pillars_needed - reached
    unreachable = t("index.gaps_unreachable", least=found.scenario.min_places) if len(rows) < more else ""
    lead, share = view.place_name(view.lead), f"{100 * rules.pillar_share:g}"
    detail = t("index.gaps_detail", needed=rules.pillars_needed, share=share, n=reached, more=more)
    if rows.empty:
        page.empty(detail + unreachable, key="gains")
        return
    pillars = index_choices.pillar_names(view)
    catalogue = view.edition["indicators"]
    names = dict(zip(catalogue["indicator_id"], view.items(catalogue), strict=True))
    rows = rows.assign(
        name=[pillars[p] for p in rows["pillar_id"]],
        state=[f"{h}/{w}" for h, w in zip(rows["have"], rows["wanted"], strict=True)],
        missing=[t.listing([names[one] for one in ids]) for ids in rows["absent"]],
    )
    columns = (
        Column("name", t("place.pillar")),
        Column("state", t("index.gaps_state"), numeric=True),
        Column("short", t("index.gaps_short"), numeric=True),
        Column("missing", t("index.gaps_missing"), wide=True),
    )
    notes = (t("index.note_gaps"),)
    table = Table(t("index.gaps_title", lead=lead), columns, rows, t("index.gaps_source"), notes)
    panel.panel(view, "gains", table, detail=detail + t("index.gaps_order") + unreachable)
