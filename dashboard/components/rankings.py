"""Parts of the rankings page: what is ranked, and the answer in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.components import rankings_filters, state
from dashboard.components.view import View
from dashboard.queries import ranking, scores, titles
from dashboard.queries.ranking import Basis
from etl.schema import Denominator, TitleLevel

TITLES: Final = "titles.national"
"""What stands for national titles among the indicators that can be ranked."""

SCORE: Final = "score."
"""Prefix of the index and the pillars among them."""


@dataclass(frozen=True)
class Ranked:
    """A ranking as chosen: ``rows`` after the filters, ``everyone`` before them, and its words."""

    subject: str
    name: str
    unit: str
    raw_unit: str
    per: str
    everyone: pd.DataFrame
    rows: pd.DataFrame
    median: float | None

    @property
    def is_titles(self) -> bool:
        """Whether it ranks national titles on record."""
        return self.subject == TITLES

    @property
    def per_indicator(self) -> bool:
        """Whether it ranks values of an indicator."""
        return not self.is_titles and self.item is None

    @property
    def item(self) -> str | None:
        """The item of scores that it ranks, if it does."""
        return self.subject.removeprefix(SCORE) if self.subject.startswith(SCORE) else None


def choose(view: View) -> Ranked:
    """Draw the choices and return the ranking."""
    t, names = view.t, _subjects(view)
    default = ranking.best_covered(view.edition, view.cycle) or TITLES
    columns = st.columns([2.2, 1, 1.1, 1.1], gap="small")
    with columns[0]:
        subject = state.choose(
            st.selectbox, "indicator", t("rankings.indicator"), list(names), default, lambda i: names[i]
        )
    chosen = rankings_filters.choose(view, columns[1:])
    if subject == TITLES:
        everyone = titles.counts(view.edition, TitleLevel.NATIONAL)
        unit, raw, per = t("unit.次"), "次", "none"
    elif subject.startswith(SCORE):
        everyone = scores.ranked(view.edition, subject.removeprefix(SCORE))
        unit, raw, per = t("unit.分"), "分", "none"
    else:
        everyone, unit, raw, per = _of_indicator(view, subject)
    rows = chosen.applied(everyone, anew=not subject.startswith(SCORE))
    median = None if subject == TITLES else _median(view, rows)
    return Ranked(subject, names[subject], unit, raw, per, everyone, rows, median)


def scored(view: View, item_id: str) -> Ranked:
    """The published ranking by the index or a pillar, without filters."""
    rows = scores.ranked(view.edition, item_id)
    name = _subjects(view)[SCORE + item_id]
    return Ranked(SCORE + item_id, name, view.t("unit.分"), "分", "none", rows, rows, None)


def subjects(view: View) -> dict[str, str]:
    """Words for national titles, and for the index and the pillars that have ranks."""
    own = _subjects(view)
    return {key: words for key, words in own.items() if key == TITLES or key.startswith(SCORE)}


def _subjects(view: View) -> dict[str, str]:
    """Titles, index and pillars with ranks, then every indicator that has a value."""
    t = view.t
    pillars = view.edition["pillars"]
    words = {
        scores.INDEX: t("rankings.index"),
        **dict(zip(pillars["pillar_id"], view.items(pillars), strict=True)),
    }
    scored = {
        SCORE + item: words[item] if item == scores.INDEX else t("rankings.pillar", name=words[item])
        for item in scores.items(view.edition)
    }
    rows = view.edition["indicators"].sort_values("order")
    rows = rows[rows["indicator_id"].isin(ranking.stated(view.edition))]
    measured = dict(zip(rows["indicator_id"], view.items(rows), strict=True))
    return {TITLES: t("rankings.titles_on_record"), **scored, **measured}


def _of_indicator(view: View, indicator_id: str) -> tuple[pd.DataFrame, str, str, str]:
    """Ranked rows, unit, catalogue's unit and divisor."""
    t = view.t
    row = ranking.indicator(view.edition, indicator_id)
    basis, cumulative = Basis.TOTAL, False
    left, right = st.columns(2, gap="small")
    if row["denominator"] != Denominator.NONE:
        with left:
            basis = choose_basis(view)
    if row["measure"] == "flow":
        with right:
            cumulative = state.switch(
                "cumulative", t("rankings.cumulative"), help=t("rankings.cumulative_help")
            )
    per = ranking.divisor(row, basis)
    rows = ranking.ranked(view.edition, indicator_id, view.cycle, basis, cumulative)
    return rows, t.unit(str(row["unit"]), per, str(row["measure"])), str(row["unit"]), per


def choose_basis(view: View) -> Basis:
    """Per head or in total."""
    picked = state.choose(
        st.segmented_control,
        "basis",
        view.t("rankings.basis"),
        list(Basis),
        Basis.COMPARABLE,
        lambda b: view.t.code("basis", b),
        required=True,
    )
    return Basis(picked)


def _median(view: View, rows: pd.DataFrame) -> float | None:
    """Median of the comparison group among the rows."""
    inside = rows[rows["place_code"].isin(view.members["place_code"])]["shown"]
    return float(inside.median()) if len(inside) else None


def answer(view: View, ranked: Ranked) -> str:
    """First place, and where the lead place stands."""
    t, rows = view.t, ranked.rows
    if rows.empty:
        return t("rankings.answer_none", indicator=ranked.name)
    best = float(rows["shown"].iloc[0])
    tied = int((rows["shown"] == best).sum())
    first = t.listing(view.names(rows.head(min(tied, 3))))
    key = "rankings.answer" if tied <= 3 else "rankings.answer_tied"
    value = t.amount(best, ranked.raw_unit, ranked.per).text
    said = t.count(key, len(rows), indicator=ranked.name, first=first, tied=tied, value=value)
    return said + _lead_answer(view, ranked)


def _lead_answer(view: View, ranked: Ranked) -> str:
    """Rank of the lead place, with its interval where it is one."""
    t, lead = view.t, view.place_name(view.lead)
    own = ranked.rows[ranked.rows["place_code"] == view.lead]
    if own.empty:
        return t("rankings.answer_lead_absent", lead=lead)
    value = t.amount(float(own["shown"].iloc[0]), ranked.raw_unit, ranked.per).text
    rank, best, worst = (int(own[name].iloc[0]) for name in ("rank", "rank_best", "rank_worst"))
    key = "rankings.answer_lead_between" if best != worst else "rankings.answer_lead"
    return t(key, lead=lead, value=value, rank=rank, best=best, worst=worst)
