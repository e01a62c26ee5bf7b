"""Handing in: what a file holds, before anything is kept; then the inbox. No streamlit.

The page's only way into the pipeline. An upload is read in a process of its own (``desk.reader``),
so that no file, however made, can take the server down or hold it up.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

from dashboard.desk import builds
from dashboard.queries.edition import MissingEdition, current_id
from dashboard.queries.files import Files
from dashboard.queries.frames import records
from dashboard.settings import ROOT, Settings
from etl import inbox
from etl.editions import EditionRefused, previous, restore
from etl.inbox import Entry, Kept, Withdrawn
from etl.notes import DATE
from etl.read import MAX_BYTES
from etl.records import Note
from etl.schema import FATAL, TABLES, Problem

__all__ = ["DATE", "MAX_BYTES", "Entry", "Kept", "Note", "Preview", "Withdrawn", "accept", "preview"]

READER: Final = (sys.executable, "-m", "dashboard.desk.reader")
WALL_SECONDS: Final = 90.0
"""A reader's own limit counts the processor's seconds; this one ends what only waits."""
EFFECT: Final = (
    *("place_code", "place_name", "indicator_id", "effect", "comparable", "why_not"),
    *(
        f"{when}_{column}"
        for when in ("before", "after")
        for column in ("value", "period_kind", "period_start", "period_end", "qualifier")
    ),
)
CONFLICT: Final = (
    *("place_code", "place_name", "indicator_id", "period_kind", "period_start", "period_end"),
    *(
        f"{side}_{column}"
        for side in ("new", "current")
        for column in ("value", "value_text", "quote", "locator", "title", "kept")
    ),
    "difference_pct",
)


def _empty(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=columns)


@dataclass(frozen=True, eq=False)
class Preview:
    """What a file would bring. Frames: sources, observations, rejected as declared in ``etl.schema``;
    conflicts and effects with the columns ``CONFLICT`` and ``EFFECT``.
    """

    sha256: str
    trouble: Problem | None = None
    """Why it could not be read at all; what its content lacks is said of its sources."""
    sources: pd.DataFrame = field(default_factory=lambda: _empty(TABLES["sources"].column_names))
    observations: pd.DataFrame = field(default_factory=lambda: _empty(TABLES["observations"].column_names))
    rejected: pd.DataFrame = field(default_factory=lambda: _empty(TABLES["rejected"].column_names))
    conflicts: pd.DataFrame = field(default_factory=lambda: _empty(list(CONFLICT)))
    effects: pd.DataFrame = field(default_factory=lambda: _empty(list(EFFECT)))
    texts: Mapping[str, str] = field(default_factory=dict)
    known: tuple[str, ...] = ()
    """Titles of the edition's sources with the same content."""
    edition_id: str | None = None
    """The edition that it was put beside: the one then current."""

    @property
    def readable(self) -> bool:
        """Whether it was read and one of its reports, at least, can be used."""
        return self.trouble is None and not bool(self.failed.all())

    @property
    def acceptable(self) -> bool:
        """Whether it may be handed in: what it holds can be used, and is new."""
        return self.readable and not self.known

    @property
    def problems(self) -> list[str]:
        """Codes of Problem of the file or of a report in it, each once."""
        every = [self.trouble] if self.trouble else self.sources["problems"].explode().dropna()
        return list(dict.fromkeys(map(str, every)))

    @property
    def failed(self) -> pd.Series[bool]:
        """Which of the sources could not be used at all."""
        return self.sources["problems"].map(lambda problems: bool(FATAL & set(problems))).astype(bool)


def preview(settings: Settings, name: str, data: bytes, note: Note) -> Preview:
    """Read a file as a build would, and put it beside the current edition. Takes seconds; keeps nothing."""
    sha256 = hashlib.sha256(data).hexdigest()
    if len(data) > MAX_BYTES:
        return Preview(sha256, Problem.TOO_LARGE)
    edition = _edition(settings)
    found = _read({"name": inbox.safe_name(name), "note": asdict(note), "edition": edition}, data)
    if isinstance(found, Problem):
        return Preview(sha256, found)
    return _preview(sha256, Path(edition).name if edition else None, found)


def _read(asked: Mapping[str, Any], data: bytes) -> Mapping[str, Any] | Problem:
    """What the reader answers, or how it ended."""
    with tempfile.TemporaryFile() as answer:
        try:
            ended = subprocess.run(  # noqa: S603  # no shell, no word from outside
                READER,
                input=json.dumps(asked).encode() + b"\n" + data,
                stdout=answer,
                cwd=ROOT,
                timeout=WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Problem.TOO_COMPLEX
        if ended.returncode:
            return Problem.TOO_COMPLEX if _ran_out(ended.returncode) else Problem.CRASHED
        answer.seek(0)
        found: Mapping[str, Any] = json.load(answer)
        return found


def _ran_out(code: int) -> bool:
    """Whether the kernel ended a process for its seconds of the processor."""
    return -code in (9, 24)  # SIGKILL at the hard limit, SIGXCPU at the soft one


def _preview(sha256: str, edition_id: str | None, found: Mapping[str, Any]) -> Preview:
    def table(name: str, columns: Iterable[str]) -> pd.DataFrame:
        return pd.DataFrame(found[name], columns=list(columns))

    return Preview(
        sha256,
        sources=table("sources", TABLES["sources"].column_names),
        observations=table("observations", TABLES["observations"].column_names),
        rejected=table("rejected", TABLES["rejected"].column_names),
        conflicts=table("conflicts", CONFLICT),
        effects=table("effects", EFFECT),
        texts=found["texts"],
        known=tuple(found["known"]),
        edition_id=edition_id,
    )


def _edition(settings: Settings) -> str | None:
    """Folder of the current edition; None where there is none."""
    try:
        return str(settings.editions_root / current_id(settings.editions_root))
    except MissingEdition:
        return None


def accept(settings: Settings, name: str, data: bytes, note: Note) -> Kept:
    """Put a file into the inbox, and ask for a new edition. Raises ``OSError`` when the disk refuses."""
    kept = inbox.put(settings.inbox_root, name, data, note)
    builds.request_build(settings)
    return kept


@dataclass(frozen=True, slots=True)
class Lying:
    """A file in the inbox, and what the current edition has of it (columns of sources; None: nothing)."""

    entry: Entry
    source: Mapping[str, Any] | None


def lying(settings: Settings) -> list[Lying]:
    """What lies in the inbox, the newest first."""
    folder = _edition(settings)
    known = _sources(folder) if folder else {}
    return [Lying(e, known.get(_sha256(e.path, e.size, e.at))) for e in inbox.entries(settings.inbox_root)]


@lru_cache(maxsize=8)
def _sources(folder: str) -> Mapping[str, Mapping[str, Any]]:
    """The first source of each file of an edition, by SHA-256."""
    rows = records(Files(Path(folder))["sources"])
    return {str(row["sha256"]): row for row in reversed(rows)}


def taken_out(settings: Settings) -> list[Withdrawn]:
    """What was taken out of the inbox and can be put back, the last first."""
    return inbox.withdrawn(settings.inbox_root)


def withdraw(settings: Settings, name: str, by: str) -> None:
    """Take a file out of the inbox, and ask for an edition without it. FileNotFoundError: it is gone."""
    inbox.withdraw(settings.inbox_root, name, by)
    builds.request_build(settings)


def undo(settings: Settings, name: str, by: str) -> str | None:
    """Take a file out of the inbox, and go back to the edition before it; returns that edition.

    Where that would undo more than this file (others were handed in or decided since), an edition
    without it is built instead, and None comes back.
    """
    root = settings.editions_root
    there = [e for e in inbox.entries(settings.inbox_root) if e.name == name]
    digest = _sha256(there[0].path, there[0].size, there[0].at) if there else ""
    with suppress(FileNotFoundError):  # someone else took it out
        inbox.withdraw(settings.inbox_root, name, by)
    before = previous(root)
    if before is not None and not builds.status(settings).active and _differ_by(root, before, digest):
        with suppress(EditionRefused):  # it is damaged
            restore(root, before, by)
            return before
    builds.request_build(settings)
    return None


def _differ_by(root: Path, before: str, digest: str) -> bool:
    """Whether the current edition has one file more than another, and all else is the same in both."""
    old, new = Files(root / before), Files(root / current_id(root))
    columns = ["path", "sha256", "title", "date", "place_code"]
    sources = [files["sources"][columns].sort_values(columns[:2], ignore_index=True) for files in (old, new)]
    without = sources[1][sources[1]["sha256"] != digest].reset_index(drop=True)
    return (
        len(without) < len(sources[1])
        and without.equals(sources[0])
        and old["corrections"].equals(new["corrections"])
    )


def put_back(settings: Settings, number: str) -> None:
    """Put a file back into the inbox, and ask for an edition with it. FileNotFoundError: it is gone."""
    inbox.put_back(settings.inbox_root, number)
    builds.request_build(settings)


@lru_cache(maxsize=4096)
def _sha256(path: Path, _size: int, _at: str) -> str:
    """SHA-256 of a file in the inbox, worked out once as long as it does not change."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
