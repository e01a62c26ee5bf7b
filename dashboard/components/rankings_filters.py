"""The filters of the rankings page: level, province and population band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.components import paper, state
from dashboard.components.view import View
from dashboard.queries import ranking
from etl.schema import PlaceLevel

BANDS: Final = {
    "any": (0.0, 1e9),
    "b1": (0.0, 100.0),
    "b2": (100.0, 300.0),
    "b3": (300.0, 500.0),
    "b4": (500.0, 1e9),
}
"""Bands of resident population in 10,000 persons: from, below."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen; each a code, or ``any``."""

    level: str
    province: str
    band: str

    def applied(self, rows: pd.DataFrame, anew: bool) -> pd.DataFrame:
        """The rows that pass; with ``anew`` ranked among themselves."""
        low, below = BANDS[self.band]
        kept = rows[(rows["level"] == self.level) | (self.level == "any")]
        kept = kept[(kept["province_code"] == self.province) | (self.province == "any")]
        kept = kept[kept["population"].between(low, below, inclusive="left") | (self.band == "any")]
        if not anew or len(kept) == len(rows) or kept.empty:
            return kept
        rising = not rows["shown"].is_monotonic_decreasing
        return ranking.with_ranks(kept.drop(columns=["rank", "rank_best", "rank_worst"]), ascending=rising)


def choose(view: View, columns: Sequence[st.delta_generator.DeltaGenerator]) -> Filters:
    """Draw the three filters, one a column."""
    level, province, band = columns
    chosen = Filters(_level(view, level), _province(view, province), _band(view, band))
    _on_paper(view, chosen)
    return chosen


def reset() -> None:
    """Take back the filters."""
    for name in ("level", "province", "band"):
        state.put(name, None)


def _level(view: View, column: st.delta_generator.DeltaGenerator) -> str:
    """Level of places, or any."""
    options = ["any", *PlaceLevel]
    with column:
        return state.choose(
            st.selectbox, "level", view.t("rankings.level"), options, "any", lambda c: view.t.code("level", c)
        )


def _province(view: View, column: st.delta_generator.DeltaGenerator) -> str:
    """Code of a province, or any."""
    rows = view.edition["places"]
    rows = rows[rows["level"] == PlaceLevel.PROVINCE].sort_values("place_code")
    names = {
        "any": view.t("rankings.any_province"),
        **dict(zip(rows["place_code"], view.names(rows), strict=True)),
    }
    with column:
        return state.choose(
            st.selectbox, "province", view.t("rankings.province"), list(names), "any", lambda c: names[c]
        )


def _band(view: View, column: st.delta_generator.DeltaGenerator) -> str:
    """Population band, or any."""
    with column:
        return state.choose(
            st.selectbox,
            "band",
            view.t("rankings.band"),
            list(BANDS),
            "any",
            lambda c: view.t.code("band", c),
        )


def _on_paper(view: View, chosen: Filters) -> None:
    """What the filters leave, for paper, which has no filters to look at."""
    t = view.t
    named = (
        (t("rankings.level"), chosen.level, t.code("level", chosen.level)),
        (t("rankings.province"), chosen.province, view.place_name(chosen.province)),
        (t("rankings.band"), chosen.band, t.code("band", chosen.band)),
    )
    words = [t("paper.named", name=name, value=value) for name, code, value in named if code != "any"]
    if words:
        paper.note(" · ".join(words))
