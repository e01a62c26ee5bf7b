"""What lies in the inbox: who put it there and when, what became of it, and the way to take it out."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from dashboard import settings
from dashboard.charts.table import Column, Table
from dashboard.components import page, panel, state
from dashboard.components.intake_handed import MOST_PLACES
from dashboard.components.view import View
from dashboard.desk import inbox as desk
from dashboard.desk.inbox import Held, Lying
from dashboard.numbers import grouped

_PICKED = "intake.picked"


def show(view: View, by: str) -> None:
    """The list, and what can be done with the file that is picked in it."""
    t, now = view.t, settings.load()
    there = desk.lying(now)
    with st.container(border=True, key="panel-inbox"):
        page.card_title(t("intake.inbox"), t("intake.inbox_detail"))
        if not there:
            page.caption(t("intake.inbox_empty"))
        else:
            panel.rows(view, "intake-inbox", _table(view, there), _pick)
            _picked(view, there, by)
        _withdrawn(view, by)


def _table(view: View, there: list[Lying]) -> Table:
    t = view.t
    rows = [
        {
            "name": one.entry.name,
            "place": _places(view, one.held),
            "by": one.entry.note.by if one.entry.note and one.entry.note.by else t("intake.by_hand"),
            "at": _when(one.entry.at),
            "kilobytes": grouped(max(1, round(one.entry.size / 1000))),
            "state": t.code("status", one.held.status) if one.held else t("intake.waiting"),
        }
        for one in there
    ]
    columns = (
        Column("name", t("intake.file"), wide=True),
        Column("state", t("intake.state")),
        Column("place", t("column.place")),
        Column("by", t("intake.by")),
        Column("at", t("intake.at")),
        Column("kilobytes", t("intake.kilobytes"), t("unit.kilobytes"), numeric=True),
    )
    picked = st.session_state.get(_PICKED)
    return Table(t("intake.inbox"), columns, pd.DataFrame(rows), pick="name", lead=picked)


def _places(view: View, held: Held | None) -> str:
    """The places of a file: some by name, the number of more."""
    codes = held.places if held else ()
    more = view.t("intake.more_places", n=len(codes)) if len(codes) > MOST_PLACES else ""
    return view.t.listing([view.place_name(code) for code in codes[:MOST_PLACES]]) + more or "–"


def _pick(name: str) -> None:
    st.session_state[_PICKED] = name


def _picked(view: View, there: list[Lying], by: str) -> None:
    """Take the picked file out."""
    t, name = view.t, st.session_state.get(_PICKED)
    if name not in {one.entry.name for one in there}:
        page.hint(t("intake.pick"))
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        page.caption(t("intake.picked", name=name))
        st.button(
            t("intake.withdraw"), key="intake-withdraw", disabled=not by, on_click=_withdraw, args=(name, by)
        )
        if not by:
            page.hint(t("intake.name_first"))


def _withdraw(name: str, by: str) -> None:
    """Take a file out; one that someone else took out just now is out already."""
    state.touch()()
    st.session_state.pop(_PICKED, None)
    with suppress(FileNotFoundError):
        desk.withdraw(settings.load(), name, by)


def _withdrawn(view: View, by: str) -> None:
    """What was taken out, each with a button that puts it back."""
    t = view.t
    gone = desk.taken_out(settings.load())
    if not gone:
        return
    with st.expander(t.count("intake.withdrawn", len(gone))):
        for one in gone[:20]:
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                page.caption(t("intake.withdrawn_by", name=one.name, by=one.by, at=_when(one.at)))
                st.button(
                    t("intake.put_back"),
                    key=f"intake-back-{one.number}",
                    disabled=not by,
                    on_click=_put_back,
                    args=(one.number, by),
                )


def _put_back(number: str, by: str) -> None:
    """Put a file back; one that someone else put back just now is back already."""
    state.touch()()
    with suppress(FileNotFoundError):
        desk.put_back(settings.load(), number, by)


def _when(at: str) -> str:
    """An ISO time as the clock on the office's wall shows it."""
    return datetime.fromisoformat(at).astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M")
