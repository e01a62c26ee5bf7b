"""What a reviewer does with a figure: confirm, correct or refuse it, each with reason and name; by keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import streamlit as st

from dashboard import settings
from dashboard.components import page, person, review_change, state
from dashboard.components.review import Desk, take
from dashboard.components.review_change import Fault
from dashboard.desk import review as desk
from dashboard.desk.review import Change
from dashboard.queries.review import Item
from dashboard.text import Text
from etl.schema import Decision

MODE, FAULT, RENAME = "review.mode", "review.fault", "review.rename"
KEYS = {"previous": "K", "next": "J", "confirm": "Y", "correct": "E", "reject": "X"}
"""One hand on the keyboard, none of them taken by Streamlit (C, R) or the browser."""
LONGEST_NOTE = 300
REASONS = {
    Decision.CONFIRM: ("checked",),
    Decision.CORRECT: ("misprint", "misread", "wrong_indicator", "wrong_period", "wrong_place", "taken_up"),
    Decision.REJECT: ("not_this", "goal", "other_place", "part", "damaged", "unsupported"),
}


def who(t: Text) -> None:
    """Ask for the name once; then only say it, so that keys go to the buttons and not into a field."""
    before = st.session_state.get(RENAME)
    if person.name() and person.name() != before:
        st.session_state.pop(RENAME, None)
        with st.container(horizontal=True, vertical_alignment="center", key="review-who"):
            page.caption(t("review.by", name=person.name()))
            st.button(t("review.change_name"), key="review-rename", type="tertiary", on_click=_rename)
        return
    person.ask(t)


def _rename() -> None:
    st.session_state[RENAME] = person.name()
    state.touch()()


def actions(now: Desk, item: Item) -> None:
    """The buttons, above the card: their place does not depend on how long it is."""
    t, mode = now.view.t, st.session_state.get(MODE)
    with st.container(horizontal=True, key="review-actions"):
        for step, key in ((-1, "previous"), (1, "next")):
            st.button(
                t(f"review.{key}"), key=f"review-{key}", shortcut=KEYS[key],
                on_click=take, args=(now.near(step),), type="tertiary",
            )  # fmt: skip
        calls = {"confirm": partial(_save, now, item, Decision.CONFIRM)}
        calls |= {key: partial(_open, key) for key in ("correct", "reject")}
        for key, call in calls.items():
            st.button(
                t(f"review.{key}"), key=f"review-{key}", shortcut=KEYS[key], on_click=call,
                disabled=not person.name(), type="primary" if mode == key else "secondary",
            )  # fmt: skip
    if not person.name():
        page.hint(t("review.name_first"))
    if fault := st.session_state.pop(FAULT, ""):
        page.notice(fault)


def form(now: Desk, item: Item) -> None:
    """The note, and the form of the action that was chosen."""
    t, mode = now.view.t, st.session_state.get(MODE)
    st.text_input(
        t("review.note"), key=f"review-note-{now.current}", max_chars=LONGEST_NOTE,
        placeholder=t("review.note_hint"), on_change=state.touch(),
    )  # fmt: skip
    if mode in (Decision.CORRECT, Decision.REJECT) and person.name():
        _form(now, item, Decision(mode))


def _open(mode: str) -> None:
    """Show or hide the form of an action."""
    st.session_state[MODE] = None if st.session_state.get(MODE) == mode else mode
    state.touch()()


def _form(now: Desk, item: Item, decision: Decision) -> None:
    """Reason, what is changed, and the button that saves."""
    t = now.view.t
    with st.container(key="review-form"):
        if decision is Decision.CORRECT:
            review_change.fields(now.view, item, now.current)
        reasons = [one for one in REASONS[decision] if one != "taken_up" or not item.was_indicator]
        st.selectbox(
            t("review.reason"), reasons[::-1] if not item.was_indicator else reasons,
            format_func=lambda one: t.code("review_reason", one),
            key=f"review-reason-{decision}-{now.current}", on_change=state.touch(),
        )  # fmt: skip
        st.button(
            t("review.save"), key="review-save", type="primary", shortcut="Ctrl+Enter",
            on_click=partial(_save, now, item, decision),
        )  # fmt: skip


def _save(now: Desk, item: Item, decision: Decision) -> None:
    """Append the decision and go on to the next figure; or say what is wrong and stay."""
    t, session = now.view.t, st.session_state
    proposed = session.get(f"review-reason-{decision}-{now.current}", REASONS[decision][0])
    note = str(session.get(f"review-note-{now.current}", "")).strip()
    reason = t.code("review_reason", proposed)
    state.touch()()
    with told(t):
        change = (
            review_change.given(now.view, item, now.current) if decision is Decision.CORRECT else Change()
        )
        desk.decide(
            settings.load(), item, decision, change, f"{reason}：{note}" if note else reason, person.name()
        )
        take(now.near(1) if now.near(1) != now.current else now.near(-1))


@contextmanager
def told(t: Text) -> Iterator[None]:
    """Say on the next run why a decision was not saved, if it was not."""
    try:
        yield
    except Fault as fault:
        st.session_state[FAULT] = t(fault.key)
    except (desk.DeclaredError, desk.StoreError) as error:
        st.session_state[FAULT] = t("review.not_saved", reason=str(error))
