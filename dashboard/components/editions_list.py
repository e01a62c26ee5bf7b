"""The editions that there are, and what may be done to one; each is said before it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from dashboard import settings
from dashboard.charts.table import Column, Table
from dashboard.components import editions, page, panel, person, state
from dashboard.components.view import View
from dashboard.desk import editions as desk
from dashboard.desk.editions import KEEP, EditionFacts, EditionRefused, Event
from dashboard.text import Text

_ASKED: Final = "editions.asked"
"""What a person wants to do and has not yet confirmed: action and edition."""
_TOLD: Final = "editions.told"
"""What came of the last action, said once."""
_REASON: Final = "editions.reason"
MEGABYTE: Final = 1e6
HERE: Final = ZoneInfo("Asia/Shanghai")


def show(view: View, known: list[EditionFacts]) -> None:
    """The table, what may be done, and what was done so far."""
    told = st.session_state.pop(_TOLD, None)
    if told:
        page.notice(told)
    names = [f.edition_id for f in known]
    chosen = state.get("chosen", names, names[0])
    panel.panel(view, "editions", _table(view, known, chosen), on_pick=_choose, limit=8)
    _actions(view, next(f for f in known if f.edition_id == chosen))
    _events(view)


def _choose(edition_id: str) -> None:
    state.put("chosen", edition_id)
    st.session_state.pop(_ASKED, None)


def _table(view: View, known: list[EditionFacts], chosen: str) -> Table:
    t = view.t
    rows = pd.DataFrame(
        {
            "edition_id": f.edition_id,
            "state": t.listing([word for word, holds in editions.marks_of(view, f) if holds]) or "–",
            "at": _time(f.entered.at if f.entered else f.written),
            "cause": _caused(t, f.entered) if f.entered else t("editions.no_record"),
            "sources": f.sources,
            "observations": f.observations,
            "size": f.size / MEGABYTE,
            "note": _note(t, f),
        }
        for f in known
    )
    columns = (
        Column("edition_id", t("editions.edition")),
        Column("state", t("quality.state")),
        Column("at", t("editions.at")),
        Column("cause", t("editions.cause")),
        Column("sources", t("editions.sources"), numeric=True),
        Column("observations", t("editions.values"), numeric=True),
        Column("size", t("editions.size"), t("unit.megabytes"), numeric=True, decimals=1),
        Column("note", t("editions.note"), wide=True),
    )
    title = t.count("editions.list_title", len(known))
    told = t("editions.list_source")
    return Table(title, columns, rows, told, (t("editions.note_list"),), "edition_id", chosen)


def _time(at: str) -> str:
    """A time of the journal as the clock here shows it."""
    return datetime.fromisoformat(at).astimezone(HERE).strftime("%Y-%m-%d %H:%M")


def _caused(t: Text, event: Event) -> str:
    word = t.code("edition_cause", event.cause)
    return t("editions.by", what=word, by=event.by) if event.by else word


def _note(t: Text, one: EditionFacts) -> str:
    """Why it is pinned, or what is damaged."""
    if one.faults:
        return t("editions.damaged_file", file=one.faults[0].split(":")[0])
    return (
        _caused(t, one.pin) + (t("editions.reason_after", reason=one.pin.reason) if one.pin.reason else "")
        if one.pin
        else "–"
    )


def _actions(view: View, one: EditionFacts) -> None:
    """Buttons for the chosen edition; a press asks, and only a second one does it."""
    t = view.t
    with st.container(border=True, key="panel-edition-actions"):
        page.card_title(t("editions.actions_title", edition=one.edition_id))
        with st.container(horizontal=True, gap="small"):
            pin = "unpin" if one.pin else "pin"
            _button(t, pin, one.edition_id)
            _button(t, "restore", one.edition_id, disabled=one.current or bool(one.faults))
            _button(t, "prune", one.edition_id)
        asked = st.session_state.get(_ASKED)
        if asked:
            _confirm(view, *asked)


def _button(t: Text, action: str, edition_id: str, disabled: bool = False) -> None:
    st.button(
        t.code("edition_action", action),
        key=f"edition-{action}",
        on_click=_ask,
        args=(action, edition_id),
        disabled=disabled,
    )


def _ask(action: str, edition_id: str) -> None:
    state.touch()()
    st.session_state[_ASKED] = (action, edition_id)


def _confirm(view: View, action: str, edition_id: str) -> None:
    """What will happen, and for whom; who does it; yes or no."""
    t, root = view.t, settings.load().editions_root
    gone: list[str] = []
    if action == "prune":
        most = max(len(editions.found()), 2)
        keep = int(st.number_input(t("editions.keep"), 1, None, min(KEEP, most), key="editions.keep"))
        gone = [f.edition_id for f in desk.prunable(root, keep)]
        words = t("editions.confirm_prune", names=t.listing(gone)) if gone else t("editions.nothing_to_prune")
    else:
        words = t.code("edition_confirm", action).format(edition=edition_id)
    page.notice(words)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        person.ask(t)
        if action == "pin":
            st.text_input(t("editions.reason"), key=_REASON, max_chars=200)
        if action != "prune" or gone:
            label = t.code("edition_do", action)
            st.button(
                label, key="edition-yes", type="primary", on_click=_do, args=(t, action, edition_id, gone)
            )
        st.button(t("editions.no"), key="edition-no", on_click=_forget)


def _forget() -> None:
    state.touch()()
    st.session_state.pop(_ASKED, None)


def _do(t: Text, action: str, edition_id: str, gone: list[str]) -> None:
    """Do it; where it is refused say why, and ask on."""
    state.touch()()
    root, by = settings.load().editions_root, person.name()
    reason = str(st.session_state.get(_REASON, ""))
    acts: dict[str, Callable[[], object]] = {
        "pin": lambda: desk.pin(root, edition_id, by, reason),
        "unpin": lambda: desk.unpin(root, edition_id, by),
        "restore": lambda: desk.restore(root, edition_id, by),
        "prune": lambda: desk.prune(root, 0, by, agreed=gone),
    }
    try:
        acts[action]()
    except EditionRefused as error:
        st.session_state[_TOLD] = t.code("edition_refused", error.refusal)
        return
    except OSError as error:
        st.session_state[_TOLD] = t("editions.failed", detail=error.strerror or str(error))
        return
    st.session_state[_TOLD] = t.code("edition_done", action).format(edition=edition_id, n=len(gone))
    _forget()
    if action in ("restore", "prune"):  # what was looked at may be gone, or current no longer
        for name in ("edition", "from", "to", "chosen"):
            state.put(name, None)


def _events(view: View) -> None:
    """What happened to the editions so far, the latest first."""
    t = view.t
    events = desk.history(settings.load().editions_root)[::-1]
    if not events:
        return
    rows = pd.DataFrame(
        {
            "at": _time(e.at),
            "edition_id": e.edition_id,
            "what": t.code("edition_cause", e.cause),
            "by": e.by or "–",
            "reason": e.reason or "–",
        }
        for e in events
    )
    columns = (
        Column("at", t("editions.at")),
        Column("what", t("editions.happened")),
        Column("edition_id", t("editions.edition")),
        Column("by", t("editions.who")),
        Column("reason", t("review.reason"), wide=True),
    )
    with st.expander(t.count("editions.events_title", len(events))):
        panel.rows(view, "edition-events", Table(t("editions.events"), columns, rows), limit=10)
