"""The sections of declared corrections and of sources, with what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.charts.table import Column, Table
from dashboard.components import page, panel, state
from dashboard.components.view import View
from dashboard.queries import quality
from dashboard.queries.frames import records


def corrections(view: View) -> None:
    """Declared fixes and whether they are in force."""
    t = view.t
    rows = quality.corrections(view.edition)
    if rows.empty:
        page.empty(t("quality.no_corrections", file="data/reference/corrections.yml"), key="corrections")
        return
    given = rows.assign(
        state=[t("quality.applied") if yes else t("quality.not_applied") for yes in rows["applied"]],
        read=[r or t("quality.not_used") for r in rows["replace"]],
        source=rows["title"].fillna(rows["source_id"]),
    )
    columns = (
        Column("source", t("column.source"), wide=True),
        Column("expect", t("quality.expect")),
        Column("read", t("quality.replace")),
        Column("reason", t("column.why"), wide=True),
        Column("state", t("quality.state")),
    )
    table = Table(
        t("quality.corrections_title"),
        columns,
        given,
        t("quality.corrections_n", n=len(rows)),
        (t("quality.note_corrections"),),
        "source_id",
    )
    panel.panel(view, "corrections", table, on_pick=open_source)


def sources(view: View) -> None:
    """All sources with what became of them; those with problems first."""
    t = view.t
    rows = quality.sources(view.edition)
    given = rows.assign(
        place=[view.place_name(code) if pd.notna(code) else "–" for code in rows["place_code"]],
        state=[_status(view, row) for row in records(rows)],
        heading=rows["title"].where(rows["title"] != "", rows["path"]),
    )
    columns = (
        Column("heading", t("column.source"), wide=True),
        Column("place", t("column.place")),
        Column("date", t("column.date")),
        Column("characters", t("quality.characters"), numeric=True),
        Column("found", t("quality.found"), numeric=True),
        Column("accepted", t("quality.accepted"), numeric=True),
        Column("rejected", t("quality.rejected"), numeric=True),
        Column("observations", t("fact.observations"), numeric=True),
        Column("state", t("quality.state")),
    )
    bad = int((rows["problems"].map(len) > 0).sum())
    detail = t.count("quality.sources_bad", bad) if bad else t("quality.sources_good")
    table = Table(
        t("quality.sources_title"),
        columns,
        given,
        t("quality.sources_n", n=len(rows)),
        (t("quality.note_sources"),),
        "source_id",
    )
    panel.panel(view, "quality-sources", table, detail=detail, limit=40, on_pick=open_source)


def _status(view: View, row: Mapping[str, Any]) -> str:
    """``完整读出``, or the status with its problems."""
    t = view.t
    problems = [t.code("problem", str(p)) for p in row["problems"]]
    status = t.code("status", str(row["status"]))
    return t("quality.status", status=status, problems=t.listing(problems)) if problems else status


def open_source(source_id: str) -> None:
    """Read a source."""
    state.put("observation", None)
    state.put("source", source_id)
    state.go("evidence")
