"""What may be done to an edition as a whole: pin it, put it into use again, remove it.

An edition never changes. What changes is which is in use, which are pinned (kept for ever) and
which are still there; the journal (``etl.editions.history``) has it all. Ids come from users: one that is
not the name of an edition in the folder is refused before it is made part of a path.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Final

from etl.disk import locked, sync_folder
from etl.editions.facts import EditionFacts, edition_names, facts, pinned, previous
from etl.editions.history import Cause, history, make_current, record
from etl.publish import REMOVED, damaged_files, sweep

__all__ = [
    "EditionFacts",
    "EditionRefused",
    "edition_names",
    "facts",
    "pin",
    "previous",
    "prunable",
    "prune",
    "restore",
    "unpin",
]

KEEP: Final = 20
"""Editions that ``prune`` leaves unless told otherwise: some months of weekly builds."""


class Refusal(StrEnum):
    """Why something is not done to an edition."""

    UNKNOWN = "unknown"
    DAMAGED = "damaged"
    NAMELESS = "nameless"


_WORDS: Final[Mapping[Refusal, str]] = {
    Refusal.UNKNOWN: "没有该数据版本 / no such edition",
    Refusal.DAMAGED: "数据版本已损坏，不能启用；请重新生成 / damaged, cannot be put into use; build it again",
    Refusal.NAMELESS: "请写明姓名 / say who you are",
}


class EditionRefused(ValueError):
    """Nothing was done; ``refusal`` says why, ``detail`` to what."""

    def __init__(self, refusal: Refusal, detail: str) -> None:
        self.refusal, self.detail = refusal, detail
        super().__init__(f"{_WORDS[refusal]}: {detail}")


def pin(root: Path, edition_id: str, by: str, reason: str = "") -> None:
    """Keep an edition for ever, so that links into it live on."""
    _journal(root, edition_id, Cause.PIN, by, reason)


def unpin(root: Path, edition_id: str, by: str, reason: str = "") -> None:
    """Let an edition be pruned again."""
    _journal(root, edition_id, Cause.UNPIN, by, reason)


def restore(root: Path, edition_id: str, by: str) -> None:
    """Put an edition into use again for everyone, in one step; a damaged one is refused."""
    _named(by)
    with _editing(root, edition_id):
        if faults := damaged_files(root / edition_id):
            raise EditionRefused(Refusal.DAMAGED, f"{edition_id} ({faults[0]})")
        make_current(root, edition_id, Cause.RESTORE, by)


def prunable(root: Path, keep: int = KEEP) -> list[EditionFacts]:
    """What ``prune`` would remove, oldest first.

    That is all but the ``keep`` newest, the pinned, the one in use and the one before it.
    """
    return [f for f in facts(root)[max(keep, 0) :] if not (f.pin or f.current or f.previous)][::-1]


def prune(root: Path, keep: int, by: str, agreed: Collection[str] | None = None) -> list[str]:
    """Remove what ``prunable`` names, of it only what was ``agreed`` where given; returns the ids.

    Each is written down and renamed away in one step; a death leaves hidden folders at most,
    which the next build or prune removes.
    """
    _named(by)
    if not root.is_dir():
        return []
    with locked(root):
        sweep(root)
        gone = [f.edition_id for f in prunable(root, keep) if agreed is None or f.edition_id in agreed]
        for name in gone:
            record(root, name, Cause.PRUNE, by)
            hidden = (root / name).rename(root / f"{REMOVED}{name}")
            sync_folder(root)
            shutil.rmtree(hidden)
    return gone


@contextmanager
def _editing(root: Path, edition_id: str) -> Iterator[None]:
    """Hold the lock over an edition that is there. Raises ``EditionRefused`` when it is not."""
    if edition_id not in edition_names(root):
        raise EditionRefused(Refusal.UNKNOWN, edition_id[:80])
    with locked(root):
        if edition_id not in edition_names(root):
            raise EditionRefused(Refusal.UNKNOWN, edition_id)
        yield


def _journal(root: Path, edition_id: str, cause: Cause, by: str, reason: str) -> None:
    _named(by)
    with _editing(root, edition_id):
        if (edition_id in pinned(history(root))) != (cause is Cause.PIN):
            record(root, edition_id, cause, by, reason)


def _named(by: str) -> None:
    if not by.strip():
        raise EditionRefused(Refusal.NAMELESS, "by")
