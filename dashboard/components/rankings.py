"""Parts of the rankings page: what is ranked, filters, the answer, bars, map and tables."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.charts import bars, markup, theme
from dashboard.charts.markup import tag
from dashboard.charts.table import Column, Table
from dashboard.components import maps, page, panel, place_maps, state
from dashboard.components.clickable import clickable
from dashboard.components.evidence import period
from dashboard.components.view import View
from dashboard.queries import ranking, titles
from dashboard.queries.frames import records
from dashboard.queries.ranking import Basis
from etl.schema import Denominator, PlaceLevel, TitleLevel

TITLES = "titles.national"
"""What stands for national titles among the indicators that can be ranked."""


@dataclass(frozen=True)
class Ranked:
    """A ranking as chosen: rows after the filters, with its words."""

    indicator_id: str
    name: str
    unit: str
    raw_unit: str
    per: str
    rows: pd.DataFrame
    in_all: pd.Series
    median: float | None
    cumulative: bool


def choose(view: View) -> Ranked:
    """Draw the choices and return the ranking."""
    t = view.t
    names = _names(view)
    best = ranking.best_covered(view.edition, view.cycle) or TITLES
    first, second, third = st.columns([2.2, 1, 1.3], gap="small")
    with first:
        chosen = state.choose(
            st.selectbox, "indicator", t("rankings.indicator"), list(names), best, lambda i: names[i]
        )
    with second:
        level = state.choose(
            st.selectbox,
            "level",
            t("rankings.level"),
            ["any", *PlaceLevel],
            "any",
            lambda c: t.code("level", c),
        )
    provinces = _provinces(view)
    with third:
        province = state.choose(
            st.selectbox, "province", t("rankings.province"), list(provinces), "any", lambda c: provinces[c]
        )
    if chosen == TITLES:
        rows, unit, raw, per, cumulative = (
            titles.counts(view.edition, TitleLevel.NATIONAL),
            t("unit.次"),
            "次",
            "none",
            False,
        )
    else:
        rows, unit, raw, per, cumulative = _of_indicator(view, chosen)
    in_all = rows["place_code"]
    rows = _filtered(rows, level, province)
    inside = (
        rows[rows["place_code"].isin(view.members["place_code"])]["shown"]
        if chosen != TITLES
        else rows["shown"].iloc[:0]
    )
    return Ranked(
        chosen,
        names[chosen],
        unit,
        raw,
        per,
        rows,
        in_all,
        float(inside.median()) if len(inside) else None,
        cumulative,
    )


def _of_indicator(view: View, chosen: str) -> tuple[pd.DataFrame, str, str, str, bool]:
    """Ranked rows, unit, catalogue's unit, divisor and whether cumulative totals are in."""
    t = view.t
    row = ranking.indicator(view.edition, chosen)
    left, right = st.columns(2, gap="small")
    basis = Basis.TOTAL
    with left:
        if row["denominator"] != Denominator.NONE:
            basis = Basis(
                state.choose(
                    st.segmented_control,
                    "basis",
                    t("rankings.basis"),
                    list(Basis),
                    Basis.COMPARABLE,
                    lambda b: t.code("basis", b),
                    required=True,
                )
            )
    with right:
        cumulative = row["measure"] == "flow" and state.switch(
            "cumulative", t("rankings.cumulative"), help=t("rankings.cumulative_help")
        )
    per = ranking.divisor(row, basis)
    rows = ranking.ranked(view.edition, chosen, view.cycle, basis, cumulative)
    unit = t.unit(str(row["unit"]), per)
    return (
        rows,
        t("unit.per_year", unit=unit) if row["measure"] == "flow" else unit,
        str(row["unit"]),
        per,
        cumulative,
    )


def _names(view: View) -> dict[str, str]:
    """National titles, then every indicator that has a value, in the order of the catalogue."""
    t = view.t
    have = set(view.edition["values"]["indicator_id"])
    rows = view.edition["indicators"].sort_values("order")
    rows = rows[rows["indicator_id"].isin(have)]
    return {
        TITLES: t("rankings.titles_on_record"),
        **dict(zip(rows["indicator_id"], view.items(rows), strict=True)),
    }


def _provinces(view: View) -> dict[str, str]:
    """Province codes with names, ``any`` first."""
    rows = view.edition["places"]
    rows = rows[rows["level"] == PlaceLevel.PROVINCE].sort_values("place_code")
    return {
        "any": view.t("rankings.any_province"),
        **dict(zip(rows["place_code"], view.names(rows), strict=True)),
    }


def _filtered(rows: pd.DataFrame, level: str, province: str) -> pd.DataFrame:
    """Rows of one level and province, ranked anew among themselves."""
    kept = rows[(rows["level"] == level) | (level == "any")]
    kept = kept[(kept["province_code"] == province) | (province == "any")]
    if len(kept) == len(rows) or kept.empty:
        return kept
    falling = rows["shown"].is_monotonic_decreasing
    return ranking.with_ranks(kept.drop(columns=["rank", "rank_best", "rank_worst"]), ascending=not falling)


def answer(view: View, ranked: Ranked) -> str:
    """First place, and where the lead place stands."""
    t = view.t
    if ranked.rows.empty:
        return t("rankings.answer_none", indicator=ranked.name)
    first = ranked.rows.iloc[0]
    value = t.amount(float(first["shown"]), ranked.raw_unit, ranked.per).text
    tied = int((ranked.rows["shown"] == first["shown"]).sum())
    names = t.listing(view.names(ranked.rows.head(min(tied, 3))))
    key = "rankings.answer" if tied <= 3 else "rankings.answer_tied"
    said = t.count(key, len(ranked.rows), indicator=ranked.name, first=names, tied=tied, value=value)
    own = ranked.rows[ranked.rows["place_code"] == view.lead]
    if own.empty:
        return said + t("rankings.answer_lead_absent", lead=view.place_name(view.lead))
    value = t.amount(float(own["shown"].iloc[0]), ranked.raw_unit, ranked.per).text
    best, worst = int(own["rank_best"].iloc[0]), int(own["rank_worst"].iloc[0])
    key = "rankings.answer_lead_between" if best != worst else "rankings.answer_lead"
    rank = int(own["rank"].iloc[0])
    return said + t(key, lead=view.place_name(view.lead), value=value, rank=rank, best=best, worst=worst)


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
        maps.show(view, "ranking", place_maps.of_ranking(view, ranked.rows, layer, ranked.unit), pick, zoom)
    else:
        _bars(view, ranked)


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
        colour=theme.TITLE if ranked.indicator_id == TITLES else theme.GROUP,
    )
    alt = t("rankings.alt", indicator=ranked.name, n=len(ranked.rows))
    st.plotly_chart(
        figure,
        config=theme.CONFIG,
        theme=None,
        key="bars",
        on_select=_picked,
        selection_mode="points",
        alt=alt,
    )


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
    if ranked.indicator_id == TITLES:
        given = given.assign(years_text=[t.listing([str(y) for y in years]) for years in given["years"]])
        columns.append(Column("years_text", t("column.years")))
    else:
        given = _with_basis(view, given)
        columns.insert(1, Column("interval", t("column.rank_interval"), numeric=True))
        columns += [
            Column("period_text", t("column.period")),
            Column("value", t("column.as_stated"), t.unit(ranked.raw_unit), numeric=True),
            Column("qualifier_text", t("column.qualifier")),
            Column("source_title", t("column.source"), wide=True),
        ]
    return Table(
        title=t(
            "rankings.table_title",
            indicator=ranked.name,
            cycle=view.cycle_name() if ranked.indicator_id != TITLES else t("cycle.all"),
        ),
        columns=tuple(columns),
        rows=given,
        sources=_coverage(view, ranked),
        notes=_notes(view, ranked),
        pick="place_code",
        lead=view.lead,
    )


def _with_basis(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Add period, qualifier and source in words."""
    t = view.t
    titles_by_id = view.edition["sources"].set_index("source_id")["title"]
    return rows.assign(
        period_text=[period(t, row) for row in records(rows)],
        qualifier_text=[t.code("qualifier", q) for q in rows["qualifier"]],
        source_title=rows["source_id"].map(titles_by_id),
    )


def _coverage(view: View, ranked: Ranked) -> str:
    """``30 地中 22 地有数``."""
    if ranked.indicator_id == TITLES:
        return view.t("titles.sources", n=len(titles.complete_provinces(view.edition)))
    total = view.edition["sources"]["place_code"].dropna().nunique()
    return view.t("panel.coverage", total=total, n=len(ranked.rows))


def _notes(view: View, ranked: Ranked) -> tuple[str, ...]:
    """Definition, direction and the rule of the rank interval."""
    t = view.t
    if ranked.indicator_id == TITLES:
        return (t("titles.note"),)
    row = ranking.indicator(view.edition, ranked.indicator_id)
    return (
        t("note.counts", counts=row["counts"]),
        t.code("better", str(row["better"])),
        t.code("measure", str(row["measure"])),
        t("note.rank_interval"),
    )


def absent(view: View, ranked: Ranked) -> None:
    """Places with sources that the ranking lacks, each under its reason."""
    t = view.t
    rows = ranking.absent(view.edition, ranked.indicator_id, view.cycle, ranked.in_all)
    if rows.empty:
        return
    rows = rows.assign(
        name=view.names(rows),
        reason=[t.code("why", why) for why in rows["why"]],
    )
    columns = (Column("name", t("column.place")), Column("reason", t("column.why"), wide=True))
    table = Table(t("rankings.absent_title"), columns, rows, t("rankings.absent_sources"))
    with st.container(border=True, key="panel-absent"):
        page.card_title(table.title, t.count("rankings.absent_detail", len(rows)))
        clickable(
            "".join(_reason(reason, own) for reason, own in rows.groupby("reason", sort=False)),
            "absent",
            pick,
        )
        panel.foot(view, "absent", table)


def _reason(reason: object, rows: pd.DataFrame) -> str:
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


def reset() -> None:
    """Take back the filters."""
    for name in ("level", "province"):
        state.put(name, None)
