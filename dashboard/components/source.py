"""Parts of the evidence page: choose a source, its text with marked figures, the card of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import document, markup, sheets
from dashboard.charts.document import Span
from dashboard.charts.markup import tag
from dashboard.charts.sheets import Window
from dashboard.charts.table import Column, Table
from dashboard.components import evidence, page, panel, state
from dashboard.components.clickable import clickable
from dashboard.components.view import View
from dashboard.queries import evidence as query
from dashboard.queries import place
from dashboard.queries.evidence import Reading
from dashboard.queries.frames import one, records
from etl.schema import SourceKind

HEIGHT = 620
"""Pixels of the text's own scroll area."""


def choose(view: View) -> Reading:
    """The source to read: that of the asked observation, else the newest of the lead place."""
    t = view.t
    rows = query.readable(view.edition)
    names = {str(r["source_id"]): _label(view, r) for r in records(rows)}
    own = rows.loc[rows["place_code"] == view.lead, "source_id"]
    asked = query.source_of(view.edition, state.raw("observation"))
    default = asked if asked in names else str(own.iloc[0]) if len(own) else next(iter(names))
    chosen = state.choose(
        st.selectbox,
        "source",
        t("evidence.choose"),
        list(names),
        default,
        lambda s: names[s],
        on_change=_forget,
    )
    return query.reading(view.edition, chosen)


def _label(view: View, row: Mapping[str, Any]) -> str:
    """Place, title and date of a source."""
    place_code, title, date = row["place_code"], row["title"], row["date"]
    dated = str(date) if pd.notna(date) else view.t("evidence.undated")
    return f"{view.place_name(place_code) if pd.notna(place_code) else '–'} · {title} · {dated}"


def _forget() -> None:
    """Another source: no figure is picked in it yet."""
    state.put("observation", None)
    state.put("rows", None)


def picked(reading: Reading) -> str | None:
    """The figure being read: an observation's id, or ``x`` and the offset of a rejected one."""
    asked = state.raw("observation")
    known = set(reading.observations["observation_id"]) | {
        f"x{one}" for one in reading.rejected["rejected_id"]
    }
    if asked not in known:
        if asked is not None:
            state.refuse("observation")
        return None
    return state.note("observation", str(asked))


def answer(view: View, reading: Reading) -> str:
    """How much was found in the source, and used."""
    row = reading.source
    return view.t(
        "evidence.answer" if row["rejected"] else "evidence.answer_all",
        title=row["title"],
        found=int(row["found"]),
        accepted=int(row["accepted"]),
        observations=int(row["observations"]),
        rejected=int(row["rejected"]),
    )


def problems(view: View, reading: Reading) -> list[str]:
    """What is wrong with the source, each with its cure."""
    return [view.t.code("problem", str(code)) for code in reading.source["problems"]]


def text(view: View, reading: Reading, shown: str | None) -> None:
    """The running text; a click on a figure picks it."""
    t = view.t
    rejected = state.switch("rejected", t("evidence.show_rejected"), default=True)
    window = _window(view, reading, shown) if reading.source["kind"] == SourceKind.RETURN else None
    with st.container(height=HEIGHT, border=False, key="source-text"):
        marked(view, reading, shown, "document", pick, rejected=rejected, window=window)


def marked(
    view: View,
    reading: Reading,
    shown: str | None,
    key: str,
    on_pick: Callable[[str], None],
    *,
    rejected: bool = True,
    window: Window | None = None,
) -> None:
    """The text of a source with its figures marked; ``on_pick`` gets the figure that was clicked.

    Of a return, a window of its sheets: where ``window`` names none, that with the figure being read.
    """
    if reading.source["kind"] == SourceKind.RETURN:
        window = window or _around(reading, sheets.windows(reading.text), shown)
        reading = reading.between(window.start, window.end)
    names = dict(zip(reading.observations["observation_id"], view.items(reading.observations), strict=True))
    spans = [
        _span(r, str(r["observation_id"]), shown, "used", names[r["observation_id"]])
        for r in records(reading.observations)
    ]
    if rejected:
        spans += [
            _span(r, f"x{r['rejected_id']}", shown, "not", view.t.code("reason", str(r["reason"])))
            for r in records(reading.rejected)
        ]
    drawn = sheets.html(window, spans) if window else document.html(reading.text, spans)
    text = tag("div", drawn, class_="sy-paper" if window else "sy-document", lang="zh")
    clickable(text, key, on_pick)


def _around(reading: Reading, found: list[Window], shown: str | None) -> Window:
    """The window with the figure being read, the first where none is."""
    at = reading.offset(shown)
    return next((one for one in found if one.start <= at <= one.end and one.rows), found[0])


def _window(view: View, reading: Reading, shown: str | None) -> Window:
    """Which rows of which sheet to read, where they are more than are drawn at once."""
    found = sheets.windows(reading.text)
    if len(found) == 1:
        return found[0]
    names = [_rows_words(view, one) for one in found]
    default = found.index(_around(reading, found, shown))
    numbers = [str(number) for number in range(len(found))]
    chosen = state.choose(
        st.selectbox, "rows", view.t("returns.rows"), numbers, str(default), lambda n: names[int(n)]
    )
    return found[int(chosen)]


def _rows_words(view: View, window: Window) -> str:
    """``张掖市 第 1—200 行``."""
    last = window.first + len(window.rows)
    return view.t("returns.window", sheet=window.sheet, first=window.first + 1, last=last)


def _span(row: Mapping[str, Any], pick: str, shown: str | None, kind: str, tip: str) -> Span:
    """A figure of the text; the one being read looks different."""
    return Span(int(row["start"]), int(row["end"]), pick, "shown" if pick == shown else kind, tip)


def pick(figure: str) -> None:
    """A figure was picked in the text or in the list."""
    state.put("observation", figure)
    state.put("rows", None)


def card(view: View, reading: Reading, shown: str | None) -> None:
    """The card of the picked figure, or how to pick one."""
    t = view.t
    with st.container(border=True, key="panel-figure"):
        page.card_title(t("evidence.figure"))
        if shown is None:
            page.caption(t("evidence.pick_one"))
        elif shown.startswith("x"):
            row = one(reading.rejected, "rejected_id", shown[1:])
            st.html(refused_card(view, row))
        else:
            own = reading.observations[reading.observations["observation_id"] == shown]
            reasons = place.why_not(view.edition, str(own["place_code"].iloc[0]))
            st.html(tag("div", evidence.cards(t, own, reasons, link=False), class_="sy-narrow"))
            state.note("place", str(own["place_code"].iloc[0]))
            st.button(
                t("evidence.to_place"),
                key="to-place",
                on_click=_to_place,
                args=(str(own["place_code"].iloc[0]),),
            )


def _to_place(place_code: str) -> None:
    """On to the place of the figure."""
    state.put("place", place_code)
    state.go("place")


def refused_card(view: View, row: Mapping[str, Any]) -> str:
    """A figure that was not used, with the reason."""
    t = view.t
    reason = t("evidence.not_counted", reason=t.code("reason", str(row["reason"])))
    detail = tag("p", markup.text(row["detail"]), class_="sy-caption", lang="zh") if row["detail"] else ""
    place = tag("p", markup.text(evidence.where(t, row)), class_="sy-caption")
    chip = tag("span", markup.text(reason), class_="sy-chip sy-chip-not")
    return evidence.said(t, row) + chip + detail + place


def listing(view: View, reading: Reading, shown: str | None) -> None:
    """All observations of the source as a table; a click shows the figure in the text."""
    t = view.t
    rows = reading.observations.assign(
        name=view.items(reading.observations),
        unit_text=[t.unit(u) for u in reading.observations["unit"]],
        period_words=[t.period(r) for r in records(reading.observations)],
        qualifier_text=[t.code("qualifier", q) for q in reading.observations["qualifier"]],
        where=[t.locator(one) if pd.notna(one) else "–" for one in reading.observations["locator"]],
    )
    columns = (
        Column("name", t("column.indicator")),
        Column("value", t("column.value"), numeric=True),
        Column("unit_text", t("column.unit")),
        Column("qualifier_text", t("column.qualifier")),
        Column("period_words", t("column.period")),
        Column("value_text", t("column.printed")),
        *([Column("where", t("column.where"))] if reading.observations["locator"].notna().any() else []),
        *evidence.remark_column(t, rows),
    )
    table = Table(
        t("evidence.table_title"),
        columns,
        rows,
        str(reading.source["title"]),
        (t("evidence.rule"),),
        "observation_id",
        shown,
    )
    panel.panel(view, "source", table, on_pick=pick)
