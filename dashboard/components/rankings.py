"""Parts of the rankings page: what is ranked, filters, the answer, bars, map and tables."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.components import state
from dashboard.components.view import View
from dashboard.queries import ranking, titles
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


def reset() -> None:
    """Take back the filters."""
    for name in ("level", "province"):
        state.put(name, None)
