"""Parts of the benchmark page: strengths and weaknesses, and who is in the comparison group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.charts.table import Column, Table
from dashboard.components import page, panel, state
from dashboard.components.benchmark import rank_words, step, to_evidence
from dashboard.components.clickable import clickable
from dashboard.components.view import View
from dashboard.queries import groups, spine
from dashboard.queries.frames import records
from dashboard.queries.groups import Group

SHOWN = 3
"""Strengths and weaknesses that are named."""

_TREND = "trend:"


def extremes(view: View, rows: pd.DataFrame) -> None:
    """The strongest and the weakest indicators, side by side."""
    judged = [r for r in records(rows) if r["standing"] in ("better", "middle", "worse")]
    ordered = sorted(judged, key=lambda r: (r["rank"] - 1) / max(r["n"] - 1, 1))
    ahead = [r for r in ordered if spine.ahead_of_median(r)][:SHOWN]
    behind = [r for r in reversed(ordered) if r["rank"] > 1 and not spine.ahead_of_median(r)][:SHOWN]
    for column, key, own in zip(
        st.columns(2, gap="medium"), ("strong", "weak"), (ahead, behind), strict=True
    ):
        with column, st.container(border=True, key=f"panel-{key}"):
            page.card_title(view.t(f"benchmark.{key}"), view.t(f"benchmark.{key}_detail"))
            lines = "".join(_line(view, row) for row in own)
            if lines:
                clickable(tag("ul", lines, class_="sy-list"), key, _open)
            else:
                page.caption(view.t("benchmark.no_such"))


def _line(view: View, row: dict[str, Any]) -> str:
    """One indicator with its value, the median and the rank; the way up, and the way to its years."""
    t = view.t
    own = t.amount(row["shown"], row["unit"], row["denominator"]).text
    middle = t.amount(row["median"], row["unit"], row["denominator"]).text
    name = _button(t.pick(row["name_zh"], row["name_en"]), row["observation_id"])
    words = tag("span", markup.text(t("benchmark.against", value=own, median=middle)), class_="sy-caption")
    up = step(view, row)
    way = markup.text(t("benchmark.way_up", step=up)) if up else ""
    between = tag("span", " · ", class_="sy-screen") if up else ""
    trend = _button(t("benchmark.to_trend"), _TREND + row["indicator_id"])
    below = tag("p", way + between + trend, class_="sy-caption")
    return tag(
        "li",
        tag("div", name + " " + words + below)
        + tag("span", markup.text(rank_words(t, row)), class_="sy-figure"),
    )


def _button(words: str, pick: str) -> str:
    """Words that lead on."""
    return tag("button", markup.text(words), type="button", class_="sy-pick", data_pick=pick)


def _open(pick: str) -> None:
    """Open the sentence behind a figure, or the years of its indicator."""
    if not pick.startswith(_TREND):
        to_evidence(pick)
        return
    state.put("indicator", pick.removeprefix(_TREND))
    state.put("places", None)
    state.go("trends")


def peers(view: View) -> None:
    """The comparison group by name; peers in their order, with what makes each alike."""
    t = view.t
    own = view.members[view.members["place_code"] != view.lead]
    if own.empty:
        wider = None if view.group is Group.ALL else t("benchmark.widen_group")
        page.empty(t("benchmark.alone"), wider, _everyone, key="peers")
        return
    rows = own.assign(
        order=range(1, len(own) + 1),
        name=view.names(own),
        province=[view.place_name(code) for code in own["province_code"]],
        region=[t.code("region", groups.region(code)) for code in own["place_code"]],
    )
    name, people = (
        Column("name", t("column.place")),
        Column("population", t("column.population"), t("unit.万人"), numeric=True, figures=4),
    )
    if view.group is Group.PEERS:
        rows = rows.assign(reasons=[_reasons(view, row) for row in records(own)])
        order = Column("order", t("column.order"), numeric=True)
        reasons = Column("reasons", t("column.reasons"), wide=True)
        distance = Column("distance", t("column.distance"), numeric=True, decimals=2)
        columns: tuple[Column, ...] = (order, name, reasons, people, distance)
        note, detail = t("benchmark.note_peers", n=len(own)), t("benchmark.peers_detail")
    else:
        where = Column("province", t("column.province")), Column("region", t("column.region"))
        columns = (name, *where, people)
        note, detail = t("benchmark.note_group", n=len(view.members)), t("benchmark.group_detail")
    title = t("benchmark.group_title", group=t.code("group", view.group))
    made = Table(title, columns, rows, t("benchmark.group_source"), (note,), "place_code")
    panel.panel(view, "peers", made, detail=detail, limit=groups.PEERS, on_pick=to_place)


def _reasons(view: View, row: Mapping[str, Any]) -> str:
    """``同为地级 · 同省 · 人口 1.2 倍 · 共有 9 个可比指标``."""
    t = view.t
    near = "province" if row["same_province"] else "region" if row["same_region"] else "elsewhere"
    words = [t("reason_peer.level", level=t.code("level", row["level"])), t(f"reason_peer.{near}")]
    if pd.notna(row["times"]):
        words.append(t("reason_peer.times", times=f"{row['times']:.2f}"))
    return " · ".join([*words, t("reason_peer.shared", n=row["shared"])])


def _everyone() -> None:
    """Compare with all places that have data."""
    state.put("group", Group.ALL)


def to_place(place_code: str) -> None:
    """Open a place."""
    state.put("place", place_code)
    state.go("place")
