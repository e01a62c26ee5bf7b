"""What happened to the editions: a journal beside them that only grows, one line an event.

Which edition is in use stands in ``CURRENT``; the journal says since when, by what and whom,
and which are pinned. ``CURRENT`` is swapped first: a change that the journal lacks (a death in
between, an older program, a hand) is told as ``found``, and written down by the next change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from etl.disk import append_line, replace

CURRENT: Final = "CURRENT"
JOURNAL: Final = "HISTORY.jsonl"


class Cause(StrEnum):
    """What happened to an edition."""

    BUILD = "build"
    RESTORE = "restore"
    FOUND = "found"
    PIN = "pin"
    UNPIN = "unpin"
    PRUNE = "prune"


CAME_INTO_USE: Final = frozenset({Cause.BUILD, Cause.RESTORE, Cause.FOUND})


@dataclass(frozen=True, slots=True)
class Event:
    """One line: when (ISO, UTC), which edition, what happened, by whom and why (both may be empty)."""

    at: str
    edition_id: str
    cause: Cause
    by: str = ""
    reason: str = ""


def current(root: Path) -> str | None:
    """What ``CURRENT`` says, unchecked; None where there is none."""
    try:
        return (root / CURRENT).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def history(root: Path) -> list[Event]:
    """Every event, oldest first; lines that a killed writer left half are passed over."""
    events = _written(root)
    return [*events, *_unwritten(root, events)]


def make_current(root: Path, edition_id: str, cause: Cause, by: str = "") -> None:
    """Put an edition into use and write it down; nothing where it is already. The caller holds the lock."""
    if current(root) == edition_id:
        return
    for event in _unwritten(root, _written(root)):
        _append(root, event)
    replace(root / CURRENT, edition_id.encode())
    record(root, edition_id, cause, by)


def restores(root: Path) -> int:
    """How often an edition was restored so far."""
    return sum(event.cause is Cause.RESTORE for event in history(root))


def restored_since(root: Path, restored: int) -> bool:
    """Whether the edition in use was restored after there had been so many restores."""
    events = [event for event in history(root) if event.cause in CAME_INTO_USE]
    return events[-1:] != [] and events[-1].cause is Cause.RESTORE and restores(root) > restored


def record(root: Path, edition_id: str, cause: Cause, by: str = "", reason: str = "") -> None:
    """Write an event down. The caller holds the lock."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    _append(root, Event(at, edition_id, cause, by.strip(), reason.strip()))


def changed_at(path: Path) -> str:
    """When a file was last changed: ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")


def _append(root: Path, event: Event) -> None:
    append_line(root / JOURNAL, json.dumps(asdict(event), ensure_ascii=False))


def _written(root: Path) -> list[Event]:
    try:
        lines = (root / JOURNAL).read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    return [event for line in lines for event in _parse(line)]


def _parse(line: bytes) -> Iterator[Event]:
    """The event of a line; nothing for half a line."""
    try:
        entry = json.loads(line)
        yield Event(**{**entry, "cause": Cause(entry["cause"])})
    except (ValueError, TypeError, LookupError):
        return


def _unwritten(root: Path, events: list[Event]) -> Iterator[Event]:
    """The edition in use, where the journal does not say how it came to be."""
    used, name = [e.edition_id for e in events if e.cause in CAME_INTO_USE], current(root)
    if name and used[-1:] != [name]:
        yield Event(changed_at(root / CURRENT), name, Cause.FOUND)
