"""Places whose score stands in brackets: why each has no rank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.charts.table import Column, Table
from dashboard.components import panel, state
from dashboard.components.clickable import clickable
from dashboard.components.view import View
from dashboard.queries.frames import records
from dashboard.queries.index import Standing
from etl.schema import NotRanked


def why(view: View, found: Standing, row: Mapping[str, Any]) -> str:
    """Why a place has no rank."""
    t, rules = view.t, found.scenario.rules
    if row["why_not"] == NotRanked.VETO:
        return t("index.why_veto", what=t.listing(_vetoes(view, row["vetoes"])))
    if row["why_not"] == NotRanked.FEW_PILLARS and found.result is not None:
        return t("index.why_pillars", n=int(row["pillars"]), needed=rules.pillars_needed)
    if row["why_not"] == NotRanked.FEW_PILLARS:
        return t("index.why_decided", share=f"{100 * row['coverage']:.0f}")
    return t("index.why_outside") if row["why_not"] == NotRanked.OUTSIDE_GROUP else t("index.why_nothing")


def _vetoes(view: View, ids: list[str]) -> list[str]:
    """Names of the practices or indicators that bar a place."""
    parts = (("practice_catalogue", "practice_id"), ("indicators", "indicator_id"))
    names = {
        str(r[key]): view.t.pick(r["name_zh"], r["name_en"])
        for table, key in parts
        for r in records(view.edition[table])
    }
    return [names.get(one, one) for one in ids]


def show(view: View, found: Standing) -> None:
    """Places without a rank, each reason with its places and their scores in brackets."""
    t = view.t
    rows = found.rows[~found.rows["ranked"].astype(bool)]
    rows = rows.assign(
        name=[view.place_name(code) for code in rows["place_code"]],
        reason=[why(view, found, r) for r in records(rows)],
        order=rows["why_not"].map({n: i for i, n in enumerate(NotRanked)}),
    ).sort_values(["order", "pillars", "score"], ascending=[True, False, False])
    columns = (
        Column("name", t("column.place")),
        Column("score", t("index.score_brackets"), numeric=True, decimals=1),
        Column("reason", t("column.why"), wide=True),
    )
    table = Table(
        t.count("index.brackets_title", len(rows)), columns, rows, t("index.brackets_n", n=len(rows))
    )
    with st.container(border=True, key="panel-brackets"):
        st.html(
            tag("h2", markup.text(table.title), class_="sy-card-title")
            + tag("p", markup.text(t("index.brackets_detail")), class_="sy-caption")
        )
        parts = (_reason(view, str(reason), own) for reason, own in rows.groupby("reason", sort=False))
        clickable("".join(parts), "brackets", _open)
        panel.foot(view, "brackets", table)


def _reason(view: View, reason: str, rows: pd.DataFrame) -> str:
    """One reason with its places as buttons, scores in brackets."""
    buttons = []
    for row in records(rows):
        score = view.t("index.in_brackets", n=f"{row['score']:.1f}") if pd.notna(row["score"]) else ""
        name = tag(
            "button", markup.text(row["name"]), type="button", class_="sy-pick", data_pick=row["place_code"]
        )
        buttons.append(tag("span", name + tag("small", markup.text(score)), class_="sy-bracket"))
    head = tag("p", tag("b", markup.text(f"{reason} · {len(rows)}")), class_="sy-reason")
    return head + tag("div", "".join(buttons), class_="sy-names")


def _open(place_code: str) -> None:
    """On to a place."""
    state.put("place", place_code)
    state.go("place")
