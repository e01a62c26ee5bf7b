"""The tray: files that a person dropped on the intake page and did not hand in yet; this session's alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

import streamlit as st

from dashboard.components import state
from dashboard.desk.intake import Note, Preview

_TRAY, _COUNT = "intake.tray", "intake.count"
MOST_FILES: Final = 20
MOST_BYTES: Final = 100_000_000
"""What one tray may hold: it lies in the server's memory."""


@dataclass
class Item:
    """One dropped file, what a person said of it, and what was read (None: not yet)."""

    number: int
    name: str
    data: bytes
    note: Note = field(default_factory=Note)
    preview: Preview | None = None


def items() -> list[Item]:
    """The files in the order they came."""
    return list(_tray().values())


def add(name: str, data: bytes) -> bool:
    """Put a file into the tray; False where that is full."""
    held = _tray()
    if len(held) >= MOST_FILES or sum(len(i.data) for i in held.values()) + len(data) > MOST_BYTES:
        return False
    number = st.session_state[_COUNT] = int(st.session_state.get(_COUNT, 0)) + 1
    held[number] = Item(number, name, data)
    return True


def put_away(number: int) -> None:
    """Take a file out of the tray, as a callback."""
    state.touch()()
    _tray().pop(number, None)


def say(number: int, **said: Any) -> None:
    """Note what a person says of a file, which is then read again."""
    state.touch()()
    item = _tray().get(number)
    if item is not None and (note := replace(item.note, **said)) != item.note:
        item.note, item.preview = note, None


def _tray() -> dict[int, Item]:
    found: dict[int, Item] = st.session_state.setdefault(_TRAY, {})
    return found
