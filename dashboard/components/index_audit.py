"""How far the index can be trusted: what drives it, what weights could do, how namings agree."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts import intervals
from dashboard.charts.table import Column, Table
from dashboard.components import index_choices, page, panel, paper
from dashboard.components.downloads import Picture
from dashboard.components.view import View
from dashboard.export.spec import ChartKind
from dashboard.queries import index, index_audit, titles
from dashboard.queries.edition import Edition
from dashboard.queries.frames import records
from dashboard.queries.index import Choices, Scenario, Standing


@st.cache_resource(max_entries=32, show_spinner=False)
def _drivers(
    edition_id: str, scenario: Scenario, choices: Choices, _found: Standing
) -> tuple[pd.DataFrame, float]:
    """Sobol indices, kept by the choices."""
    return index_audit.drivers(_found)


@st.cache_resource(max_entries=32, show_spinner=False)
def _reach(
    edition_id: str, scenario: Scenario, choices: Choices, _edition: Edition, _found: Standing
) -> pd.DataFrame:
    """Attainable ranks, kept by the choices."""
    unchanged = choices == index.initial(scenario) and scenario in index.scenarios()[0].values()
    return index_audit.reach(_edition, _found, unchanged)


def drivers(view: View, scenario: Scenario, choices: Choices, found: Standing) -> None:
    """Which choice drives the result: total effects with their own intervals."""
    t = view.t
    if len(found.ranked) < 2:
        page.empty(t("index.too_few"), key="drivers")
        return
    rows, shift = _drivers(view.edition.edition_id, scenario, choices, found)
    rows = rows.assign(name=[t.code("factor", f) for f in rows["factor"]])
    columns = (
        Column("name", t("index.factor")),
        Column("total", t("index.total"), numeric=True, decimals=2),
        Column("low", t("index.from"), numeric=True, decimals=2),
        Column("high", t("index.to"), numeric=True, decimals=2),
        Column("first", t("index.first_order"), numeric=True, decimals=2),
    )
    table = Table(
        t("index.drivers_title"),
        columns,
        rows,
        t("index.ranked_n", n=len(found.ranked)),
        (t("index.note_drivers"),),
    )
    moved = bool((rows["total"] > 0).any())
    said = t("index.drivers_detail", factor=rows["name"].iloc[0], shift=f"{shift:.1f}")
    picture = Picture(ChartKind.INTERVAL, {"label": "name", "value": "total", "low": "low", "high": "high"})
    panel.panel(
        view,
        "drivers",
        table,
        lambda: _draw_drivers(view, rows),
        detail=said if moved else t("index.drivers_none"),
        picture=picture,
    )


def _draw_drivers(view: View, rows: pd.DataFrame) -> None:
    """Dots with their 95 % intervals."""
    given = rows.assign(
        code=rows["factor"],
        label=rows["name"],
        value=rows["total"],
        said=[f"{v:.2f}" for v in rows["total"]],
        tip=[f"{n}: {v:.2f}" for n, v in zip(rows["name"], rows["total"], strict=True)],
    )
    figure = intervals.intervals(
        given, title=view.t("index.axis_drivers"), span=(0.0, max(1.2, float(rows["high"].max()) * 1.15))
    )
    alt = view.t("index.drivers_title")
    paper.plot(figure, "drivers-chart", alt)


def reach(view: View, scenario: Scenario, choices: Choices, found: Standing) -> None:
    """Best and worst rank that weights within their bounds can give each place."""
    t = view.t
    if len(found.ranked) < 2:
        page.empty(t("index.too_few"), key="reach")
        return
    with st.spinner(t("index.searching")):
        rows = _reach(view.edition.edition_id, scenario, choices, view.edition, found)
    if rows.empty:
        page.empty(t("index.reach_none"), key="reach")
        return
    rows = rows.assign(
        name=[view.place_name(code) for code in rows["place_code"]],
        sure=[t("index.proven") if p else t("index.sampled") for p in rows["proven"]],
    )
    columns = (
        Column("rank", t("column.rank"), numeric=True),
        Column("name", t("column.place")),
        Column("rank_best", t("index.best"), numeric=True),
        Column("rank_worst", t("index.worst"), numeric=True),
        Column("sure", t("quality.state")),
    )
    limits = _limits(view, found)
    table = Table(
        t("index.reach_title"),
        columns,
        rows,
        t("index.ranked_n", n=len(rows)),
        (limits, t("index.note_reach")),
        "place_code",
        view.lead,
    )
    firsts = int((rows["rank_best"] == 1).sum())
    roles = {"label": "name", "value": "rank", "low": "rank_best", "high": "rank_worst"}
    panel.panel(
        view,
        "reach",
        table,
        lambda: _draw_reach(view, rows),
        detail=t.count("index.reach_detail", firsts),
        picture=Picture(ChartKind.INTERVAL, roles, {"lead": view.place_name(view.lead)}),
    )


def _limits(view: View, found: Standing) -> str:
    """The bounds of each pillar's share in words."""
    t, names = view.t, index_choices.pillar_names(view)
    words = [
        t(
            "index.limit",
            pillar=names[r["pillar_id"]],
            low=f"{100 * r['low']:.1f}",
            high=f"{100 * r['high']:.1f}",
        )
        for r in records(index_audit.bounds(found))
    ]
    return t("index.limits", limits=t.listing(words))


def _draw_reach(view: View, rows: pd.DataFrame) -> None:
    """The rank as a dot on the line from best to worst."""
    t = view.t
    shown = rows.head(panel.ROWS)
    given = pd.DataFrame(
        {
            "code": shown["place_code"],
            "label": shown["name"],
            "value": shown["rank"].astype(float),
            "low": shown["rank_best"].astype(float),
            "high": shown["rank_worst"].astype(float),
            "said": [f"{a}–{b}" for a, b in zip(shown["rank_best"], shown["rank_worst"], strict=True)],
            "tip": shown["name"],
        }
    )
    figure = intervals.intervals(
        given,
        title=t("index.axis_reach"),
        span=(0.5, len(rows) * 1.12 + 0.5),
        lead=view.lead,
        ranks=len(rows),
    )
    alt = t("index.reach_title")
    paper.plot(figure, "reach-chart", alt)


def naming(view: View, scenario: Scenario, choices: Choices, found: Standing) -> None:
    """Scores against the real naming results, where lists of names are complete."""
    t = view.t
    rows = index_audit.namings(view.edition, found)
    if not rows:
        page.empty(t("index.naming_none"), key="naming")
        return
    given = pd.DataFrame(
        {
            "year": [str(r.year) for r in rows],
            "named": [r.named for r in rows],
            "rest": [r.rest for r in rows],
            "auc": [r.auc for r in rows],
            "p": [r.p_value for r in rows],
            "said": [t("index.naming_few") if min(r.named, r.rest) < 5 else "" for r in rows],
        }
    )
    columns = (
        Column("year", t("index.naming_year")),
        Column("named", t("index.named"), numeric=True),
        Column("rest", t("index.rest"), numeric=True),
        Column("auc", t("index.auc"), numeric=True, decimals=2),
        Column("p", t("index.p_value"), numeric=True, decimals=2),
        Column("said", t("index.remark"), wide=True),
    )
    sources = t("titles.sources", n=len(titles.complete_provinces(view.edition)))
    table = Table(
        t("index.naming_title"), columns, given, sources, (t("index.note_naming"), t("titles.note"))
    )
    panel.panel(view, "naming", table, detail=t("index.naming_detail"))
