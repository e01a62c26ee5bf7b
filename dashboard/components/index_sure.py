"""What the interval of a rank rests on, in plain words, opened where the intervals are drawn."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.components.view import View
from dashboard.numbers import grouped
from dashboard.queries.frames import records
from dashboard.queries.index import Standing


def explain(view: View, found: Standing, rows: pd.DataFrame) -> None:
    """How the intervals of the ranked places in ``rows`` came about; nothing where no place has a rank."""
    if rows.empty:
        return
    with st.expander(view.t("index.sure")):
        st.html("".join(_line(head, words) for head, words in _lines(view, found, rows)))


def _lines(view: View, found: Standing, rows: pd.DataFrame) -> list[tuple[str, str]]:
    """(heading, words): the idea, an example, what is varied, and what the interval does not say."""
    t = view.t
    if found.result is None:
        return [("", t("index.sure_rubric"))]
    own = rows[rows["place_code"] == view.lead]
    row = records(own if len(own) else rows)[0]
    if not row["draws"]:
        return [("", t("index.sure_alone"))]
    draws, low, high = grouped(int(row["draws"])), int(row["rank_low"]), int(row["rank_high"])
    example = t(
        "index.sure_same" if low == high else "index.sure_between",
        draws=draws,
        place=row["name"],
        low=low,
        high=high,
    )
    return [
        ("", t("index.sure_idea", draws=draws)),
        ("", example),
        *_varied(view, found),
        ("", t("index.sure_limits", seed=found.scenario.uncertainty.seed)),
    ]


def _varied(view: View, found: Standing) -> Iterator[tuple[str, str]]:
    """What the draws of this scenario vary: (heading, words)."""
    t, unsure = view.t, found.scenario.uncertainty
    if unsure.weight_spread:
        words = t("index.sure_weights_words", spread=f"{100 * unsure.weight_spread:g}")
        yield t("index.sure_weights"), words
    for head, family, codes in (
        ("index.sure_scales", "normalisation", unsure.normalisations),
        ("index.sure_joins", "aggregation", unsure.aggregations),
    ):
        if len(codes) > 1:
            yield t(head), t("index.sure_either", names=t.listing([t.code(family, c) for c in codes]))
    for name, on in (
        ("intervals", unsure.intervals),
        ("confidence", unsure.confidence),
        ("leave_one_out", unsure.leave_one_out),
    ):
        if on:
            yield t(f"index.sure_{name}"), t(f"index.sure_{name}_words")


def _line(head: str, words: str) -> str:
    """One paragraph, its heading in bold."""
    bold = tag("b", markup.text(head)) if head else ""
    return tag("p", bold + markup.text(words), class_="sy-note")
