"""The card of one dropped file: what it is, what was read from it, and whether it is handed in."""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.components import intake_found, intake_handed, intake_tray, page
from dashboard.components.intake_tray import Item
from dashboard.components.page import Fact
from dashboard.components.view import View
from dashboard.desk.intake import DATE, Preview
from dashboard.numbers import Amount, grouped
from dashboard.queries.frames import records
from etl.schema import Problem, SourceKind

MOST_NAMES: Final = 6


def show(view: View, by: str) -> None:
    """A card for each file in the tray that was read."""
    for item in intake_tray.items():
        if item.preview is not None:
            with st.container(border=True, key=f"panel-file-{item.number}"):
                _card(view, item, item.preview, by)


def _card(view: View, item: Item, found: Preview, by: str) -> None:
    t = view.t
    size = t("intake.size", kilobytes=grouped(max(1, round(len(item.data) / 1000))))
    page.card_title(item.name, " · ".join([size, *_parts(view, found)]))
    for name, problem in found.problems:
        if problem != Problem.DUPLICATE_SOURCE or not found.known:  # the next line says of which
            words = t.code("problem", problem)
            page.notice(t("quality.status", status=name, problems=words) if name else words)
    if found.known:
        page.notice(t("intake.known", titles=t.listing(list(found.known))))
    if found.readable or len(found.faults):
        if len(found.sources) == 1:
            _recognised(view, item, found)
        page.facts(_facts(view, found))
        intake_found.show(view, item.number, found)
    if len(found.faults):
        st.checkbox(
            t("intake.good_rows"),
            item.note.good_rows,
            key=f"intake-good-{item.number}",
            on_change=_use_good_rows,
            args=(item.number,),
        )
    _choice(view, item, found, by)


def _use_good_rows(number: int) -> None:
    """Use the rows of a faulty return that are right, or not after all."""
    intake_tray.say(number, good_rows=bool(st.session_state[f"intake-good-{number}"]))


def _parts(view: View, found: Preview) -> list[str]:
    """How many reports a file with several holds, and which places where they are several."""
    words, codes = list[str](), found.places
    if len(found.sources) > 1:
        words.append(view.t.count("intake.reports", len(found.sources)))
    if len(codes) > 1:
        more = view.t("intake.more_places", n=len(codes)) if len(codes) > MOST_NAMES else ""
        words.append(view.t.listing([view.place_name(code) for code in codes[:MOST_NAMES]]) + more)
    return words


def _facts(view: View, found: Preview) -> list[Fact]:
    """Found, used, refused, and where the edition has another value."""
    t, sums = view.t, found.sources[["found", "observations", "rejected"]].sum()
    unit = t("intake.unit")
    new = int((found.effects["effect"] == "new").sum())
    known = t.count("intake.used_new", new) if new else t("intake.used_known")
    sentences, by_cell = int(found.sources["sentences"].sum()), t("intake.found_cells")
    rows = [
        ("found", sums["found"], t.count("intake.found_in", sentences) if sentences else by_cell),
        ("used", sums["observations"], known if sums["observations"] else ""),
        ("refused", sums["rejected"], t("intake.refused_each") if sums["rejected"] else ""),
        ("conflicts", len(found.conflicts), t("intake.conflicts_with", edition=found.edition_id)),
    ]
    return [Fact(t.code("intake_fact", name), Amount(grouped(int(n)), unit), why) for name, n, why in rows]


def _recognised(view: View, item: Item, found: Preview) -> None:
    """Place, date and title as recognised; a change is a note beside the file, which is read again.

    A return of several places says at each which it is; its date and title are those of all.
    """
    t, row, several = view.t, records(found.sources)[0], len(found.places) > 1
    names = view.edition.place_names
    code = str(row["place_code"])
    place, date, title = st.columns([1, 0.8, 2], gap="small")
    keys = {name: f"intake-{name}-{item.number}" for name in ("place", "date", "title")}
    with place:
        st.selectbox(
            t("column.place"),
            list(names),
            index=list(names).index(code) if code in names else None,
            format_func=view.place_name,
            key=keys["place"],
            placeholder=t("intake.several_places" if several else "intake.choose_place"),
            disabled=several,
            on_change=lambda: _say(item.number, "place", names[st.session_state[keys["place"]]][0]),
        )
    with date:
        st.text_input(
            t("intake.date"),
            row["date"] if pd.notna(row["date"]) else "",
            key=keys["date"],
            placeholder="2023-06-01",
            on_change=lambda: _say(item.number, "date", st.session_state[keys["date"]].strip()),
        )
    with title:
        st.text_input(
            t("intake.heading"),
            row["title"],
            key=keys["title"],
            on_change=lambda: _say(item.number, "title", st.session_state[keys["title"]].strip()),
        )
    if st.session_state.get(f"intake-bad-date-{item.number}"):
        page.notice(t("intake.bad_date"))
    if row["kind"] == SourceKind.RETURN and pd.isna(row["date"]) and pd.notna(row["year"]):
        page.notice(t("intake.undated", year=int(row["year"])))


def _say(number: int, name: str, value: str) -> None:
    """Take a correction over; a date that is none is not."""
    bad = name == "date" and value != "" and not DATE.fullmatch(value)
    if name == "date":
        st.session_state[f"intake-bad-date-{number}"] = bad
    if not bad:
        intake_tray.say(number, **{name: value or None})


def _choice(view: View, item: Item, found: Preview, by: str) -> None:
    """Hand in or put away."""
    t = view.t
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if found.acceptable:
            st.button(
                t("intake.accept"),
                key=f"intake-accept-{item.number}",
                type="primary",
                disabled=not by,
                on_click=partial(intake_handed.hand_in, item, by),
            )
        st.button(
            t("intake.discard"),
            key=f"intake-discard-{item.number}",
            on_click=intake_tray.put_away,
            args=(item.number,),
        )
        if not found.acceptable:
            page.caption(t("intake.not_acceptable"))
        elif not by:
            page.hint(t("intake.name_first"))
