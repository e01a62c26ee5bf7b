"""The sections of declared corrections and of sources, with what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.charts.table import Column, Table
from dashboard.components import page, panel, state
from dashboard.components.view import View
from dashboard.numbers import grouped
from dashboard.queries import quality
from dashboard.queries.frames import records


def corrections(view: View) -> None:
    """Declared fixes and decisions of reviewers, and whether they were applied."""
    t = view.t
    rows = quality.corrections(view.edition)
    if rows.empty:
        page.empty(t("quality.no_corrections", file="data/reference/corrections.yml"), key="corrections")
        return
    given = rows.assign(
        state=[t("quality.applied") if yes else t("quality.not_applied") for yes in rows["applied"]],
        text=[figure or expect for figure, expect in zip(rows["figure"], rows["expect"], strict=True)],
        said=[t.code("decision", str(one or "correct")) for one in rows["decision"]],
        read=[_read_as(view, row) for row in records(rows)],
        who=[_who(row) for row in records(rows)],
        source=rows["title"].fillna(rows["source_id"]),
    )
    columns = (
        Column("source", t("column.source"), wide=True),
        Column("text", t("quality.expect")),
        Column("said", t("quality.decision")),
        Column("read", t("quality.replace"), wide=True),
        Column("reason", t("column.why"), wide=True),
        Column("who", t("quality.who")),
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


def _read_as(view: View, row: Mapping[str, Any]) -> str:
    """What is read instead: value, indicator, period and place, as far as they were changed."""
    t, names = view.t, view.edition["indicators"].set_index("indicator_id")
    parts = [str(row["replace"])] if row["replace"] else []
    if row["indicator_id"] in names.index:
        name = names.loc[row["indicator_id"]]
        parts.append(t.pick(name["name_zh"], name["name_en"]))
    parts += [t.period(row)] if isinstance(row["period_kind"], str) and row["period_kind"] else []
    parts += [view.place_name(row["place_code"])] if isinstance(row["place_code"], str) else []
    unchanged = "quality.not_used" if row["decision"] in ("", "reject") else "quality.as_printed"
    return t.listing([part for part in parts if part]) or t(unchanged)


def _who(row: Mapping[str, Any]) -> str:
    """``王芳 2026-01-31``, or what of it is known."""
    known = [str(row[c])[:10] if c == "at" else str(row[c]) for c in ("by", "at") if isinstance(row[c], str)]
    return " ".join(known).strip() or "–"


def faults(view: View) -> None:
    """Every fault of the returns: sheet and cell, what stands there, what is wrong, what to do."""
    t = view.t
    rows = quality.faults(view.edition)
    if rows.empty:
        page.empty(t("returns.no_faults"), key="faults")
        return
    said = [(t.pick(r["problem"], r["problem_en"]), t.pick(r["cure"], r["cure_en"])) for r in records(rows)]
    given = rows.assign(
        source=rows["title"].fillna(rows["source_id"]),
        cell=rows["cell"].where(rows["cell"] != "", t("returns.whole_sheet")),
        what=[what for what, _ in said],
        remedy=[remedy for _, remedy in said],
    )
    columns = (
        Column("source", t("column.source"), wide=True),
        Column("sheet", t("returns.sheet")),
        Column("cell", t("returns.cell_address")),
        Column("what", t("returns.problem"), wide=True),
        Column("remedy", t("returns.cure"), wide=True),
    )
    sources = t.count("count.sources", rows["source_id"].nunique())
    title = t("returns.faults_title", n=grouped(len(rows)))
    table = Table(title, columns, given, sources, (t("returns.note"),), "source_id")
    panel.panel(view, "faults", table, limit=60, on_pick=open_source)


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
