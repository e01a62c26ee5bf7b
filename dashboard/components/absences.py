"""Places with sources that a ranking lacks, each under its reason."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import numbers
from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.charts.table import Column, Table
from dashboard.components import page, panel
from dashboard.components.clickable import clickable
from dashboard.components.ranking_panel import pick
from dashboard.components.rankings import Ranked
from dashboard.components.view import View
from dashboard.queries import ranking, scores
from dashboard.queries.frames import records


def show(view: View, ranked: Ranked) -> None:
    """The reasons with their places; nothing where nobody is missing or nobody can say who is."""
    t = view.t
    rows = _missing(view, ranked)
    if rows.empty:
        return
    columns = (Column("name", t("column.place")), Column("reason", t("column.why"), wide=True))
    table = Table(t("rankings.absent_title"), columns, rows, t("rankings.absent_sources"))
    with st.container(border=True, key="panel-absent"):
        page.card_title(table.title, t.count("rankings.absent_detail", len(rows)))
        reasons = "".join(_reason(str(reason), own) for reason, own in rows.groupby("reason", sort=False))
        clickable(reasons, "absent", pick)
        panel.foot(view, "absent", table)


def _missing(view: View, ranked: Ranked) -> pd.DataFrame:
    """Missing places with ``name`` (a score that has no rank in brackets) and ``reason``."""
    t = view.t
    if ranked.is_titles:
        return pd.DataFrame()
    if ranked.item is None:
        rows = ranking.absent(view.edition, ranked.subject, view.cycle, ranked.everyone["place_code"])
        names = view.names(rows)
    else:
        rows = scores.unranked(view.edition, ranked.item)
        scored = zip(view.names(rows), rows["score"], strict=True)
        names = [
            t("rankings.in_brackets", name=n, score=numbers.significant(s)) if s == s else n
            for n, s in scored
        ]
    return rows.assign(name=names, reason=[t.code("why", str(why)) for why in rows["why"]])


def _reason(reason: str, rows: pd.DataFrame) -> str:
    """One reason with its places as buttons."""
    names = "".join(
        tag(
            "button",
            markup.text(row["name"]),
            type="button",
            class_="sy-pick",
            data_pick=str(row["place_code"]),
        )
        for row in records(rows)
    )
    return tag("p", tag("b", markup.text(f"{reason} · {len(rows)}")), class_="sy-reason") + tag(
        "div", names, class_="sy-names"
    )
