"""The index page: the answer, and the ranking with its intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import intervals
from dashboard.charts.table import Column, Table
from dashboard.components import index_brackets, index_choices, index_sure, page, panel, paper, state
from dashboard.components.downloads import Picture
from dashboard.components.view import View
from dashboard.export.spec import ChartKind
from dashboard.numbers import grouped
from dashboard.queries import index_audit
from dashboard.queries.frames import records
from dashboard.queries.index import Choices, Scenario, Standing

FEW = 5
"""Below so many ranked places the page offers the scenario that ranks most."""


@st.cache_resource(max_entries=64, show_spinner=False)
def certainty(edition_id: str, scenario: Scenario, choices: Choices, _found: Standing) -> pd.DataFrame:
    """The spread of the ranks, kept by the choices."""
    return index_audit.certainty(_found)


def ranking(view: View, scenario: Scenario, choices: Choices, found: Standing) -> pd.DataFrame:
    """Ranked places with names and the spread of their ranks, best first."""
    rows = found.ranked
    rows = rows.assign(name=[view.place_name(code) for code in rows["place_code"]])
    if found.result is None:
        return rows
    spread = certainty(view.edition.edition_id, scenario, choices, found)
    return rows.merge(spread, on="place_code", how="left")


def answer(view: View, found: Standing, rows: pd.DataFrame) -> str:
    """How many places have a rank, who is first and how surely, and where the lead place stands."""
    t = view.t
    name = t.pick(found.scenario.name_zh, found.scenario.name_en)
    group = int(found.matrix.in_group.sum())
    if rows.empty:
        return t("index.answer_none", scenario=name, group=group) + _lead(view, found, rows)
    first = rows.iloc[0]
    fields = {"scenario": name, "group": group, "n": len(rows), "first": first["name"]}
    said = t("index.answer", **fields, score=f"{first['score']:.1f}")
    if "p_top" in rows and len(rows) > 1:
        key = "index.answer_sure" if found.quota > 1 else "index.answer_first"
        said += t(key, share=f"{100 * first['p_top']:.0f}", quota=found.quota)
    return said + t("index.stop") + _lead(view, found, rows)


def _lead(view: View, found: Standing, rows: pd.DataFrame) -> str:
    """Where the lead place stands, or why it has no rank."""
    t, name = view.t, view.place_name(view.lead)
    own = rows[rows["place_code"] == view.lead]
    if len(own):
        row = records(own)[0]
        low, high = _ends(row)
        if low == high:
            return t("index.answer_lead", lead=name, rank=int(row["rank"]))
        return t("index.answer_lead_between", lead=name, rank=int(row["rank"]), low=low, high=high)
    scored = found.rows[found.rows["place_code"] == view.lead]
    if scored.empty:
        return ""
    return t("index.answer_lead_none", lead=name, why=index_brackets.why(view, found, records(scored)[0]))


def _ends(row: Mapping[str, Any]) -> tuple[int, int]:
    """The interval of a rank; a rubric's follows from what is not decided yet."""
    low, high = ("rank_low", "rank_high") if "rank_low" in row else ("rank_best", "rank_worst")
    return int(row[low]), int(row[high])


def few(view: View, known: dict[str, Scenario], scenario: Scenario, rows: pd.DataFrame) -> None:
    """Where hardly any place has a rank, offer the scenario that ranks most of the places compared."""
    if len(rows) >= FEW or scenario.rubric:
        return
    t = view.t
    if scenario.group != known[scenario.scenario_id].group:  # the sidebar's, which stays
        known = {name: replace(one, group=scenario.group) for name, one in known.items()}
    other = index_choices.widest(view, known)
    n = index_choices.ranked(view, other)
    if n <= len(rows) or other.scenario_id == scenario.scenario_id:
        return
    name = t.pick(other.name_zh, other.name_en)
    page.notice(t("index.few", n=len(rows)))
    st.button(t("index.switch", name=name, n=n), key="widest", on_click=_switch, args=(other.scenario_id,))


def _switch(scenario_id: str) -> None:
    """Take another scenario with its own choices."""
    index_choices.forget()
    state.put("scenario", scenario_id)


def show(view: View, found: Standing, rows: pd.DataFrame) -> None:
    """The ranking as a chart of intervals over its table."""
    if rows.empty:
        page.empty(view.t("index.nobody"), key="index")
        return
    rubric = found.result is None
    roles = {"label": "name", "value": "score" if rubric else "rank_median"}
    ends = ("score_low", "score_high") if rubric else ("rank_low", "rank_high")
    roles |= dict(zip(("low", "high"), ends, strict=True))
    picture = Picture(ChartKind.INTERVAL, roles, {"lead": view.place_name(view.lead)})
    detail = view.t("index.detail_rubric" if rubric else "index.detail")
    panel.panel(
        view,
        "index",
        _table(view, found, rows),
        lambda: _draw(view, found, rows),
        detail=detail,
        on_pick=pick,
        picture=picture,
    )


def _draw(view: View, found: Standing, rows: pd.DataFrame) -> None:
    """Twenty places, the lead place among them wherever it stands."""
    t = view.t
    shown = pd.concat([rows.head(panel.ROWS), rows.iloc[panel.ROWS :].query("place_code == @view.lead")])
    rubric = found.result is None
    value, low, high = (
        ("score", "score_low", "score_high") if rubric else ("rank_median", "rank_low", "rank_high")
    )
    said = [t("index.points", n=f"{s:.1f}") for s in shown["score"]]
    given = pd.DataFrame(
        {
            "code": shown["place_code"],
            "label": [f"{int(r)}  {n}" for r, n in zip(shown["rank"], shown["name"], strict=True)],
            "value": shown[value].astype(float),
            "low": shown[low].astype(float),
            "high": shown[high].astype(float),
            "said": said,
            "tip": [_tip(view, found, r) for r in records(shown)],
        }
    )
    many = len(rows)
    figure = intervals.intervals(
        given,
        title=t("index.axis_rubric" if rubric else "index.axis"),
        span=(0.0, 118.0) if rubric else (0.5, many + 0.5 + 0.14 * many),
        lead=view.lead,
        line=None if rubric else found.quota + 0.5,
        line_label=t("index.quota_line", n=found.quota),
        ranks=None if rubric else many,
    )
    alt = t("index.alt", n=many)
    paper.plot(figure, "index-chart", alt)
    index_sure.explain(view, found, shown)


def _tip(view: View, found: Standing, row: Mapping[str, Any]) -> str:
    """What the pointer says; ``<`` cannot start a tag in plotly's own markup."""
    t = view.t
    low, high = _ends(row)
    words = [row["name"], t("index.tip_rank", rank=int(row["rank"]), low=low, high=high)]
    if found.result is not None:
        words.append(t("index.tip_top", n=found.quota, share=f"{100 * row['p_top']:.0f}"))
    return "<br>".join(str(w).replace("<", "‹") for w in words)


def _table(view: View, found: Standing, rows: pd.DataFrame) -> Table:
    """The ranking as a table."""
    t = view.t
    columns = [
        Column("rank", t("column.rank"), numeric=True),
        Column("name", t("column.place")),
        Column("score", t("index.score"), t("index.points_unit"), numeric=True, decimals=1),
    ]
    given = rows.assign(interval=[_interval(*_ends(r)) for r in records(rows)])
    if found.result is None:
        columns += [
            Column("score_low", t("index.score_low"), numeric=True, decimals=1),
            Column("score_high", t("index.score_high"), numeric=True, decimals=1),
            Column("interval", t("index.interval_rubric"), numeric=True),
            Column("decided", t("index.decided"), "%", numeric=True, decimals=1),
        ]
        given = given.assign(decided=100 * rows["coverage"])
    else:
        columns += [
            Column("interval", t("index.interval"), numeric=True),
            Column("rank_median", t("index.median"), numeric=True),
            Column("top", t("index.top", n=found.quota), "%", numeric=True, decimals=1),
            Column("pillars", t("index.pillars"), numeric=True),
        ]
        given = given.assign(top=100 * rows["p_top"])
    name = t.pick(found.scenario.name_zh, found.scenario.name_en)
    draws = int(rows["draws"].max()) if "draws" in rows and len(rows) else 0
    notes = [t("index.note_rubric")] if found.result is None else [t("index.note_interval", n=grouped(draws))]
    return Table(
        title=t("index.title_of", scenario=name, n=len(rows)),
        columns=tuple(columns),
        rows=given,
        sources=t("index.coverage", group=int(found.matrix.in_group.sum()), n=len(rows)),
        notes=(*notes, t("index.note_latest"), t("index.note_official")),
        pick="place_code",
        lead=view.lead,
    )


def _interval(low: int, high: int) -> str:
    """``2–5``, or ``3``."""
    return f"{low}–{high}" if low != high else str(low)


def pick(place_code: str) -> None:
    """On to a place."""
    state.put("place", place_code)
    state.go("place")
