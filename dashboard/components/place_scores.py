"""Scores of a place by pillar: the default scenario's, with rank, interval and coverage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import numbers
from dashboard.charts.table import Column, Table
from dashboard.components import panel
from dashboard.components.view import View
from dashboard.queries import scores
from dashboard.queries.frames import records
from dashboard.text import Text


def show(view: View, place_code: str) -> None:
    """The scores as a table; nothing in an edition without an index."""
    t = view.t
    own = scores.of_place(view.edition, place_code)
    if own.empty:
        return
    given = records(own)
    rows = own.assign(
        name=[_name(view, row) for row in given],
        score_text=[_score(view.t, row) for row in given],
        rank_text=[_rank(view, row) for row in given],
        coverage_pct=own["coverage"] * 100,
        why=[t.code("why", str(row["why_not"])) if pd.notna(row["why_not"]) else "–" for row in given],
    )
    columns = (
        Column("name", t("column.pillar")),
        Column("score_text", t("column.score"), numeric=True),
        Column("rank_text", t("column.rank"), numeric=True),
        Column("coverage_pct", t("column.coverage"), "%", numeric=True, figures=3),
        Column("why", t("column.why_no_rank"), wide=True),
    )
    title = t("place.scores", place=view.place_name(place_code))
    notes = (t("note.score"), t("note.score_interval"))
    table = Table(title, columns, rows, t("place.scores_source"), notes)
    panel.panel(view, "scores", table, detail=t("place.scores_detail"))


def _name(view: View, row: Mapping[str, Any]) -> str:
    """Name of a pillar, or of the index."""
    return (
        view.t("rankings.index")
        if row["item_id"] == scores.INDEX
        else view.t.pick(row["name_zh"], row["name_en"])
    )


def _score(t: Text, row: Mapping[str, Any]) -> str:
    """A score without a rank stands in brackets."""
    if pd.isna(row["score"]):
        return "–"
    figure = numbers.grouped(float(row["score"]), 1)
    return figure if row["ranked"] else t("score.brackets", score=figure)


def _rank(view: View, row: Mapping[str, Any]) -> str:
    """Rank of how many, with its interval."""
    if not row["ranked"] or pd.isna(row["rank"]):
        return "–"
    known = (row[name] for name in ("rank", "rank_low", "rank_high", "ranked_places"))
    return view.t.rank(*(int(n) if pd.notna(n) else None for n in known))
