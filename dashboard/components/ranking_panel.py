"""Parts of the rankings page: the bars or the map, the table, and who is missing."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import palette
from dashboard.charts import bars
from dashboard.charts.mapdata import MapData
from dashboard.charts.table import Column, Table
from dashboard.components import downloads, maps, paper, place_maps, state
from dashboard.components.downloads import Picture
from dashboard.components.rankings import Ranked
from dashboard.components.view import View
from dashboard.export.spec import ChartKind
from dashboard.queries import ranking, titles
from dashboard.queries.frames import records


def draw(view: View, ranked: Ranked) -> None:
    """The chart of the ranking: bars or map."""
    t = view.t
    kind = state.choose(
        st.segmented_control,
        "chart",
        t("rankings.chart"),
        ["bars", "map"],
        "bars",
        lambda k: t.code("chart", k),
        required=True,
        label_visibility="collapsed",
    )
    if kind == "map":
        with st.container(horizontal=True, gap="small"):
            layer, zoom = maps.layer(view), maps.choice(view)
        maps.show(view, "ranking", _map(view, ranked, layer), pick, zoom)
    else:
        _bars(view, ranked)


def _map(view: View, ranked: Ranked, layer: str) -> MapData:
    """The ranking on the map."""
    if ranked.is_titles:
        return place_maps.of_titles(view, layer, ranked.rows["place_code"])
    return place_maps.of_ranking(view, ranked.rows, layer, ranked.unit)


def _bars(view: View, ranked: Ranked) -> None:
    """Twenty bars, the lead place among them wherever it stands."""
    t = view.t
    top = ranked.rows.head(20)
    own = ranked.rows[ranked.rows["place_code"] == view.lead]
    shown = pd.concat([top, own[~own["place_code"].isin(top["place_code"])]])
    shown = shown.assign(
        label=[f"{rank}  {name}" for rank, name in zip(shown["rank"], view.names(shown), strict=True)],
        tip=[
            place_maps.tip(view, row, ranked.unit).replace("<", "‹").replace("\n", "<br>")
            for row in records(shown)
        ],
    )
    label, group = "", frozenset[str]()
    if ranked.median is not None:
        label = t("rankings.median", value=t.amount(ranked.median, ranked.raw_unit, ranked.per).text)
        group = frozenset(view.members["place_code"])
    figure = bars.bars(
        shown,
        lead=view.lead,
        group=group,
        median=ranked.median,
        median_label=label,
        colour=palette.TITLE if ranked.is_titles else palette.GROUP,
    )
    alt = t("rankings.alt", indicator=ranked.name, n=len(ranked.rows))
    paper.plot(figure, "bars", alt, _picked)


def picture(view: View, ranked: Ranked) -> Picture:
    """How the ranking leaves as a file: the chart that is on the screen."""
    if state.raw("chart") == "map":
        layer = state.raw("layer") or "prefecture"
        return downloads.map_picture(view, _map(view, ranked, layer))
    roles = {"label": "name", "value": "shown", "low": "shown_low", "high": "shown_high"}
    kind = ChartKind.INTERVAL if ranked.per_indicator else ChartKind.BAR
    return Picture(kind, roles, {"median": ranked.median})


def _picked() -> None:
    """A click on a bar."""
    points = st.session_state["bars"]["selection"]["points"]
    if points and points[0].get("customdata"):
        pick(str(points[0]["customdata"][0]))


def pick(place_code: str) -> None:
    """A place was chosen on a chart or in a table."""
    state.put("place", place_code)


def table(view: View, ranked: Ranked) -> Table:
    """The ranking as a table."""
    t = view.t
    rows = ranked.rows
    given = rows.assign(
        name=view.names(rows),
        interval=[
            f"{a}–{b}" if a != b else str(a)
            for a, b in zip(rows["rank_best"], rows["rank_worst"], strict=True)
        ],
    )
    columns = [
        Column("rank", t("column.rank"), numeric=True),
        Column("name", t("column.place")),
        Column("shown", t("column.value"), ranked.unit, numeric=True, figures=4),
    ]
    if ranked.is_titles:
        given = given.assign(years_text=[t.listing([str(y) for y in years]) for years in given["years"]])
        columns.append(Column("years_text", t("column.years")))
    else:
        columns.insert(1, Column("interval", t("column.rank_interval"), numeric=True))
    if ranked.item:
        given = given.assign(coverage_pct=given["coverage"] * 100)
        columns.append(Column("coverage_pct", t("column.coverage"), "%", numeric=True, figures=3))
    if ranked.per_indicator:
        given = _with_basis(view, given)
        columns += [
            Column("period_text", t("column.period")),
            Column("value", t("column.as_stated"), t.unit(ranked.raw_unit), numeric=True),
            Column("qualifier_text", t("column.qualifier")),
            Column("source_title", t("column.source"), wide=True),
        ]
    return Table(
        title=t("rankings.table_title", indicator=ranked.name, cycle=_cycle(view, ranked)),
        columns=tuple(columns),
        rows=given,
        sources=_coverage(view, ranked),
        notes=_notes(view, ranked),
        pick="place_code",
        lead=view.lead,
    )


def _cycle(view: View, ranked: Ranked) -> str:
    """The years that the ranking covers."""
    return view.cycle_name() if ranked.per_indicator else view.t("cycle.all")


def _with_basis(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Add period, qualifier and source in words."""
    t = view.t
    return rows.assign(
        period_text=[t.period(row) for row in records(rows[["period_kind", "period_start", "period_end"]])],
        qualifier_text=[t.code("qualifier", q) for q in rows["qualifier"]],
        source_title=[view.edition.source_titles[one] for one in rows["source_id"]],
    )


def _coverage(view: View, ranked: Ranked) -> str:
    """``30 地中 22 地有数``."""
    if ranked.is_titles:
        return view.t("titles.sources", n=len(titles.complete_provinces(view.edition)))
    return view.t("panel.coverage", total=len(view.edition.sourced), n=len(ranked.rows))


def _notes(view: View, ranked: Ranked) -> tuple[str, ...]:
    """Definition, direction and the rule of the rank interval."""
    t = view.t
    if ranked.is_titles:
        return (t("titles.note"),)
    if ranked.item:
        return t("note.score"), t("note.score_interval")
    row = ranking.indicator(view.edition, ranked.subject)
    return (
        t("note.counts", counts=view.definitions(pd.DataFrame([row]))[0]),
        t.code("better", str(row["better"])),
        t.code("measure", str(row["measure"])),
        t("note.rank_interval"),
    )
