"""What this session handed in: what came of each file, the way to its place, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from dashboard import settings
from dashboard.components import intake_tray, page, state
from dashboard.components.intake_tray import Item
from dashboard.components.view import View
from dashboard.desk import builds
from dashboard.desk import inbox as desk
from dashboard.desk.builds import State

_HANDED: Final = "intake.handed"
_FAILED: Final = "intake.failed"
_UNDONE: Final = "intake.undone"
MOST_PLACES: Final = 3
"""Buttons to the places of one file; a return may have hundreds."""


@dataclass(frozen=True)
class Handed:
    """A file that was handed in: its name in the inbox, by whom, and the places that it is about."""

    name: str
    by: str
    new: bool
    places: tuple[str, ...]


def hand_in(item: Item, by: str) -> None:
    """Put a file into the inbox and ask for a build, as a callback."""
    state.touch()()
    assert item.preview is not None  # noqa: S101  # only what was read has the button
    try:
        kept = desk.accept(settings.load(), item.name, item.data, replace(item.note, by=by))
    except OSError as error:
        st.session_state[_FAILED] = str(error.strerror or error)
        return
    if kept.name not in {one.name for one in handed()}:
        handed().append(Handed(kept.name, by, kept.new, item.preview.places))
    intake_tray.put_away(item.number)


def handed() -> list[Handed]:
    """Files that this session handed in and did not take back, the last one last."""
    found: list[Handed] = st.session_state.setdefault(_HANDED, [])
    return found


def show(view: View) -> None:
    """Each file with the way to its place, which is open once the edition has it."""
    t = view.t
    if failed := st.session_state.pop(_FAILED, None):
        page.notice(t("intake.disk", reason=failed))
    if undone := st.session_state.pop(_UNDONE, None):
        name, edition = undone
        key = "intake.undone" if edition else "intake.undone_building"
        page.notice(t(key, name=name, edition=edition))
    if not handed():
        return
    now = builds.status(settings.load())
    with st.container(border=True, key="panel-handed"):
        page.card_title(t("intake.handed"), t("intake.handed_detail"))
        for one in reversed(handed()):
            _row(view, one, ready=now.state is State.DONE)


def _row(view: View, one: Handed, *, ready: bool) -> None:
    t = view.t
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        page.caption(t("intake.kept" if one.new else "intake.kept_before", name=one.name))
        for code in one.places[:MOST_PLACES] if ready else ():
            st.button(
                t("intake.to_place", place=view.place_name(code)),
                key=f"intake-to-{code}-{one.name}",
                on_click=_to_place,
                args=(code,),
            )
        if ready and one.new:  # what someone else handed in before is not this reader's to take back
            st.button(t("intake.undo"), key=f"intake-undo-{one.name}", on_click=_undo, args=(one,))


def _to_place(place_code: str) -> None:
    """On to the place, in the edition that is now current."""
    edition = builds.status(settings.load()).edition_id
    state.put("edition", edition)
    state.put("place", place_code)
    state.go("place")


def _undo(one: Handed) -> None:
    """Back to the edition before the file."""
    edition = desk.undo(settings.load(), one.name, one.by)
    state.put("edition", edition)
    st.session_state[_UNDONE] = (one.name, edition)
    handed().remove(one)
