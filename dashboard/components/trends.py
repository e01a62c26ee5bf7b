"""Parts of the trends page: indicator, places, the chart over time, titles by round."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import numbers
from dashboard.charts import rounds_grid
from dashboard.charts import trends as chart
from dashboard.charts.table import Column, Table
from dashboard.components import page, panel, paper, state
from dashboard.components.benchmark import to_evidence
from dashboard.components.benchmark_sides import to_place
from dashboard.components.clickable import clickable
from dashboard.components.downloads import Picture
from dashboard.components.rankings import choose_basis
from dashboard.components.view import View
from dashboard.export.spec import ChartKind
from dashboard.queries import ranking, titles, trends
from dashboard.queries.frames import records
from dashboard.queries.ranking import Basis
from etl.schema import Denominator

MOST = 6
"""Places on one chart: more than that nobody can tell apart."""


@dataclass(frozen=True)
class Trend:
    """An indicator over time for chosen places."""

    indicator_id: str
    name: str
    unit: str
    raw_unit: str
    per: str
    everyone: pd.DataFrame
    rows: pd.DataFrame
    places: list[str]


def choose(view: View) -> Trend:
    """Draw the choices and return the trend."""
    t = view.t
    catalogue = view.edition["indicators"].sort_values("order")
    catalogue = catalogue[catalogue["indicator_id"].isin(trends.counts(view.edition).index)]
    names = dict(zip(catalogue["indicator_id"], view.items(catalogue), strict=True))
    left, right = st.columns([2.2, 1.3], gap="small")
    default = trends.richest(view.edition, view.lead)
    with left:
        chosen = state.choose(
            st.selectbox, "indicator", t("rankings.indicator"), list(names), default, lambda i: names[i]
        )
    row = ranking.indicator(view.edition, chosen)
    basis = Basis.TOTAL
    with right:
        if row["denominator"] != Denominator.NONE:
            basis = choose_basis(view)
    everyone = trends.series(view.edition, chosen, basis)
    places = _places(view, everyone)
    per = ranking.divisor(row, basis)
    unit = t.unit(str(row["unit"]), per, str(row["measure"]))
    rows = everyone[everyone["place_code"].isin(places)]
    return Trend(chosen, names[chosen], unit, str(row["unit"]), per, everyone, rows, places)


def _places(view: View, rows: pd.DataFrame) -> list[str]:
    """Places on the chart: the lead place and those with most values, unless chosen."""
    counts = rows["place_code"].value_counts()
    known = [str(code) for code in sorted(counts.index, key=lambda c: (c != view.lead, -counts[c], c))]
    names = {code: view.place_name(code) for code in known}
    return state.several(
        "places",
        view.t("trends.places"),
        known,
        known[: MOST - 1],
        lambda c: names[c],
        MOST,
        view.t("trends.choose_places"),
    )


def answer(view: View, trend: Trend) -> str:
    """How the lead place moved, or what is known of it."""
    t, lead = view.t, view.place_name(view.lead)
    own = trend.everyone[trend.everyone["place_code"] == view.lead]
    lines = trends.joined(own)
    if lines:
        points = lines[0][1]
        first, last = points.iloc[0], points.iloc[-1]
        return t(
            "trends.answer", lead=lead, indicator=trend.name, start=int(first["end"]), end=int(last["end"]),
            before=t.amount(float(first["shown"]), trend.raw_unit, trend.per).text,
            after=t.amount(float(last["shown"]), trend.raw_unit, trend.per).text,
        )  # fmt: skip
    if len(own):
        row = records(own.sort_values("end").tail(1))[0]
        value = t.amount(float(row["shown"]), trend.raw_unit, trend.per).text
        return t(
            "trends.answer_one",
            lead=lead,
            indicator=trend.name,
            period=t.period(row),
            value=value,
            n=len(own),
        )
    return t("trends.answer_none", lead=lead, indicator=trend.name, n=trend.everyone["place_code"].nunique())


def draw(view: View, trend: Trend) -> None:
    """The chart over time."""
    t = view.t
    shown = trend.rows.assign(
        label=[view.place_name(code) for code in trend.rows["place_code"]],
        tip=[_tip(view, trend, row) for row in records(trend.rows)],
    )
    shown = shown.sort_values(
        "place_code", key=lambda codes: codes.map({c: i for i, c in enumerate(trend.places)})
    )
    medians = trends.medians(trend.everyone, view.members["place_code"])
    figure = chart.trends(
        shown, trends.joined(shown), medians, lead=view.lead, median_label=t("trends.median")
    )
    alt = t("trends.alt", indicator=trend.name, n=len(trend.places))
    paper.plot(figure, "trend", alt)


def _tip(view: View, trend: Trend, row: dict[str, object]) -> str:
    """Place, value and period; plotly reads a little HTML, so angle brackets go."""
    value = f"{numbers.significant(float(str(row['shown'])), 4)} {trend.unit}"
    words = [view.place_name(str(row["place_code"])), value, view.t.period(row)]
    return "<br>".join(word.replace("<", "‹").replace(">", "›") for word in words)


def table(view: View, trend: Trend) -> Table:
    """The dated values of the chosen places."""
    t = view.t
    given = records(trend.rows)
    rows = trend.rows.assign(
        name=[view.place_name(r["place_code"]) for r in given],
        period_words=[t.period(r) for r in given],
        qualifier_text=[t.code("qualifier", r["qualifier"]) for r in given],
        kind=[t("trends.span" if r["is_span"] else "trends.point") for r in given],
        observation_id=[str(r["observation_ids"][0]) for r in given],
    )
    columns = (
        Column("name", t("column.place")),
        Column("period_words", t("column.period")),
        Column("kind", t("column.drawn")),
        Column("shown", t("column.value"), trend.unit, numeric=True, figures=4),
        Column("value", t("column.as_stated"), t.unit(trend.raw_unit), numeric=True),
        Column("qualifier_text", t("column.qualifier")),
    )
    undated = trends.undated(view.edition, trend.indicator_id)["place_code"].unique()
    missing = t.listing([view.place_name(code) for code in undated])
    notes = [t("trends.note_spans"), t("trends.note_joined"), t("trends.note_median")]
    if missing:
        notes.append(t("trends.undated", names=missing))
    total = len(view.edition.sourced)
    coverage = t("panel.coverage", total=total, n=trend.everyone["place_code"].nunique())
    title = t("trends.table_title", indicator=trend.name)
    return Table(title, columns, rows, coverage, tuple(notes), "observation_id", None)


def picture(view: View) -> Picture:
    """How the trend leaves as a file."""
    return Picture(
        ChartKind.SPAN,
        {"label": "name", "start": "start", "end": "end", "value": "shown"},
        {"lead": view.place_name(view.lead)},
    )


def titles_card(view: View, trend: Trend) -> None:
    """National titles of the chosen places by round."""
    t = view.t
    places = trend.places or ([view.lead] if view.lead else [])
    timelines = {code: titles.timeline(view.edition, code) for code in places}
    if not timelines:
        return
    years = [int(y) for y in next(iter(timelines.values()))["year"]]
    rows = [
        (code, view.place_name(code), [str(s) for s in own["national"]]) for code, own in timelines.items()
    ]
    words = {code: t.code("title_state", code) for code in ("named", "not_listed", "unknown")}
    with st.container(border=True, key="panel-titles"):
        page.card_title(t("trends.titles"), t("place.titles_detail"))
        clickable(
            rounds_grid.html(years, rows, words, view.lead, t("trends.titles")), "titles-grid", to_place
        )
        page.caption(t("trends.titles_key"))
        page.caption(t("titles.note"))


def show(view: View, trend: Trend) -> None:
    """The panel of the trend."""
    panel.panel(
        view, "trend", table(view, trend), lambda: draw(view, trend),
        detail=trend.unit, on_pick=to_evidence, picture=picture(view),
    )  # fmt: skip


def all_places() -> None:
    """Take back the choice of places."""
    state.put("places", None)
