"""Why one place scores more than another: the exact parts of the difference, indicator by indicator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import numbers
from dashboard.charts import differences
from dashboard.charts.table import Column, Table
from dashboard.components import index_choices, page, panel, paper, state
from dashboard.components.downloads import Picture
from dashboard.components.view import View
from dashboard.export.spec import ChartKind
from dashboard.queries import index_audit
from dashboard.queries.frames import records
from dashboard.queries.index import Choices, Scenario, Standing

PARTS = 12
"""Bars drawn; the table has all."""


def show(view: View, scenario: Scenario, choices: Choices, found: Standing) -> None:
    """Choose two places and split the difference of their scores."""
    t = view.t
    codes = index_audit.scored_places(found)
    if not index_audit.can_be_split(found):
        page.empty(t("index.no_parts"), key="difference")
        return
    if len(codes) < 2:
        page.empty(t("index.too_few"), key="difference")
        return
    first, second = _pair(view, codes)
    if first == second:
        page.empty(t("index.same_place"), key="difference")
        return
    rows = index_audit.difference(view.edition, found, first, second)
    pillars = index_choices.pillar_names(view)
    rows = rows.assign(
        name=view.items(rows),
        pillar=[pillars[p] for p in rows["pillar_id"]],
        unit_text=[t.unit_of(r) for r in records(rows)],
    )
    _panel(view, found, (first, second), rows)


def _pair(view: View, codes: list[str]) -> tuple[str, str]:
    """The lead place and the best other, unless others are chosen."""
    t = view.t
    lead = view.lead if view.lead in codes else codes[1]
    other = next(code for code in codes if code != lead)
    left, right = st.columns(2, gap="small")
    with left:
        first = state.choose(st.selectbox, "first", t("index.first"), codes, str(lead), view.place_name)
    with right:
        second = state.choose(st.selectbox, "second", t("index.second"), codes, other, view.place_name)
    return first, second


def _panel(view: View, found: Standing, pair: tuple[str, str], rows: pd.DataFrame) -> None:
    """The parts as bars over their table."""
    t = view.t
    names = [view.place_name(code) for code in pair]
    scores = found.rows.set_index("place_code")["score"]
    gap = float(scores[pair[0]] - scores[pair[1]])
    columns = (
        Column("name", t("column.indicator"), wide=True),
        Column("pillar", t("place.pillar")),
        Column("unit_text", t("column.unit")),
        Column("value_first", names[0], numeric=True, figures=4),
        Column("value_second", names[1], numeric=True, figures=4),
        Column("score_first", t("index.score_of", place=names[0]), numeric=True, decimals=1),
        Column("score_second", t("index.score_of", place=names[1]), numeric=True, decimals=1),
        Column("part", t("index.part"), t("index.points_unit"), numeric=True, decimals=2),
    )
    table = Table(
        t("index.difference_title", first=names[0], second=names[1]),
        columns,
        rows,
        t("index.parts_n", n=len(rows)),
        (t("index.note_parts"),),
    )
    fields = {"first": names[0], "second": names[1]}
    ends = [f"{scores[code]:.1f}" for code in pair]
    detail = t("index.difference_detail", a=ends[0], b=ends[1], gap=_signed(gap), **fields)
    panel.panel(
        view,
        "difference",
        table,
        lambda: _draw(view, names, rows),
        detail=detail,
        picture=Picture(ChartKind.BAR, {"label": "name", "value": "part"}),
    )


def _draw(view: View, names: list[str], rows: pd.DataFrame) -> None:
    """The largest parts, and the sum of the others."""
    t = view.t
    top, rest = rows.head(PARTS), rows.iloc[PARTS:]
    given = top.assign(label=top["name"], tip=[_tip(view, names, r) for r in records(top)])
    if len(rest):
        words = t.count("index.other_parts", len(rest))
        more = pd.DataFrame({"label": [words], "part": [rest["part"].sum()], "tip": [words]})
        given = pd.concat([given[["label", "part", "tip"]], more])
    figure = differences.differences(given, t("index.side", place=names[0]), t("index.side", place=names[1]))
    alt = t("index.difference_title", first=names[0], second=names[1])
    paper.plot(figure, "difference-chart", alt)


def _tip(view: View, names: list[str], row: Mapping[str, Any]) -> str:
    """Values of both places."""
    lines = [row["name"]]
    for name, value in zip(names, (row["value_first"], row["value_second"]), strict=True):
        said = (
            numbers.significant(float(value), 4) + row["unit_text"]
            if pd.notna(value)
            else view.t("index.no_value")
        )
        lines.append(f"{name}: {said}")
    return "<br>".join(str(line).replace("<", "‹") for line in lines)


def _signed(value: float) -> str:
    """``+3.2`` with a true minus."""
    return f"{value:+.1f}".replace("-", numbers.MINUS)
