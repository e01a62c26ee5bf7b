"""The review page's frame: the queue left, the filters, and what waits for the next build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import settings
from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.components import build, page, state
from dashboard.components.clickable import clickable
from dashboard.components.view import View
from dashboard.desk import review as desk
from dashboard.desk.review import Correction
from dashboard.numbers import grouped
from dashboard.queries import review
from dashboard.queries.frames import records
from dashboard.queries.quality import EVERY
from etl.schema import Doubt

SHOWN = 12
"""Figures of the queue that are on the screen at once, around the one under review."""
SHIFTS = ("index_shift", "pillar_shift", "indicator_shift")


@dataclass(frozen=True)
class Desk:
    """One run of the page: the queue, what was decided, and which figure is under review (none: empty)."""

    view: View
    queue: pd.DataFrame
    decisions: list[Correction]
    waiting: list[Correction]
    at: int = 0

    @property
    def current(self) -> str:
        """Id of the figure under review; empty when there is none."""
        return self.near(0)

    def near(self, step: int) -> str:
        """Id of the figure some steps further; the first or last where there is none."""
        at = min(max(self.at + step, 0), len(self.queue) - 1)
        return str(self.queue["item"].iloc[at]) if len(self.queue) else ""


def style() -> None:
    """Load the style sheet of this page."""
    st.html(page.ASSETS / "review.css")


def start(view: View) -> Desk | None:
    """Filters, and the queue that passes them; None when the store cannot be opened."""
    t = view.t
    try:
        decisions = desk.history(settings.load())
    except desk.StoreError as error:
        page.empty(t("review.no_store", reason=str(error)), key="store")
        return None
    waiting = desk.waiting(decisions, review.stated(view.edition))
    place, kind, refused = _filters(view)
    rows = review.queue(view.edition, place, kind, refused, desk.subjects(waiting))
    items = list(rows["item"])
    wanted = state.raw("item")
    at = items.index(wanted) if wanted in items else 0
    if wanted and wanted not in items and not review.known(view.edition, wanted):
        state.refuse("item")
    if items:
        state.note("item", str(items[at]))
    return Desk(view, rows, decisions, waiting, at)


def answer(view: View) -> str:
    """How many figures deserve a look and how many of them could move a rank."""
    rows = view.edition["doubts"]
    moving = int((rows[list(SHIFTS)] != 0).any(axis=1).sum())
    return view.t("review.answer", n=grouped(len(rows)), moving=grouped(moving))


def _filters(view: View) -> tuple[str, str, bool]:
    """Place, kind of doubt, and whether refused figures are listed too."""
    t = view.t
    places = {EVERY: t("quality.every_place")} | {
        r["place_code"]: f"{view.place_name(r['place_code'])} {grouped(r['n'])}"
        for r in records(review.doubtful_places(view.edition))
    }
    kinds = {EVERY: t("review.every_kind")} | {str(k): t.code("doubt", k) for k in Doubt}
    first, second, third = st.columns([1, 1, 1.2], gap="small", vertical_alignment="bottom")
    with first:
        place = state.choose(
            st.selectbox, "whose", t("column.place"), list(places), EVERY, lambda p: places[p]
        )
    with second:
        kind = state.choose(st.selectbox, "doubt", t("review.kind"), list(kinds), EVERY, lambda k: kinds[k])
    with third:
        refused = state.switch("with_refused", t("review.with_refused"))
    return place, kind, refused


def listing(now: Desk) -> None:
    """The queue around the figure under review; a click takes that one up."""
    t = now.view.t
    with st.container(border=True, key="panel-queue"):
        page.card_title(t("review.queue"), t("review.queue_detail", n=grouped(len(now.queue))))
        first = max(0, min(now.at - SHOWN // 2, len(now.queue) - SHOWN))
        rows = now.queue.iloc[first : first + SHOWN]
        entries = [_entry(now.view, row, row["item"] == now.current) for row in records(rows)]
        clickable(tag("ol", "".join(entries), class_="sy-queue", start=str(first + 1)), "queue", take)
        if len(now.queue) > SHOWN:
            last = first + len(rows)
            page.caption(t("review.shown", first=first + 1, last=last, n=grouped(len(now.queue))))


def take(item: str) -> None:
    """Put a figure under review."""
    state.put("item", item)
    st.session_state.pop("review.mode", None)


def _entry(view: View, row: Mapping[str, Any], current: bool) -> str:
    """Place, indicator, figure, doubts and effect of one figure."""
    t = view.t
    name = t.pick(row["name_zh"], row["name_en"]) if isinstance(row["name_zh"], str) else t("review.no_name")
    place = view.place_name(row["place_code"]) or row["place_name"]
    head = tag("span", markup.text(f"{place} · {name}"), class_="sy-name")
    figure = tag("span", markup.text(row["value_text"]), class_="sy-queue-figure")
    words = [t.code("doubt", str(k)) for k in row["kinds"]]
    said = (
        t.code("reason", row["reason"])
        if row["reason"]
        else t("review.effect_and", doubts=t.listing(words), effect=effect(view, row))
    )
    button = tag(
        "button", head + figure + tag("span", markup.text(said), class_="sy-caption"),
        type="button", data_pick=str(row["item"]), aria_current="true" if current else None,
    )  # fmt: skip
    return tag("li", button)


def effect(view: View, row: Mapping[str, Any]) -> str:
    """``影响：指数名次 ±3``: the first of index, pillar and indicator that would move."""
    for name in SHIFTS:
        if pd.notna(row[name]) and int(row[name]):
            return view.t(f"review.effect_{name.removesuffix('_shift')}", n=abs(int(row[name])))
    return view.t("review.effect_none")


def pending(now: Desk) -> None:
    """How many decisions wait, the button that builds, and how a build stands.

    The panel stays when none waits: nothing below it jumps when a decision comes or goes.
    """
    t, n = now.view.t, len(now.waiting)
    with st.container(border=True, key="panel-waiting", horizontal=True, vertical_alignment="center"):
        page.notice(t.count("review.waiting", n) if n else t("review.none_waiting"))
        st.button(t("review.build"), key="review-build", disabled=not n, on_click=build.request)
    build.show(t)
