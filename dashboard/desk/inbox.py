"""The inbox as the intake page has it: a yes, what lies there, taking out, going back. No streamlit."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from dashboard.desk import builds
from dashboard.desk.intake import current_folder
from dashboard.queries.edition import current_id
from dashboard.queries.files import Files
from dashboard.queries.frames import records
from dashboard.settings import Settings
from etl.editions.actions import EditionRefused, previous, restore
from etl.editions.facts import manifest_of
from etl.intake import inbox
from etl.intake.inbox import Entry, Kept, Withdrawn
from etl.notes import received_today
from etl.records import Note
from etl.schema import SourceStatus


def accept(settings: Settings, name: str, data: bytes, note: Note) -> Kept:
    """Put a file into the inbox, and ask for a new edition. Raises ``OSError`` when the disk refuses."""
    kept = inbox.put(settings.inbox_root, name, data, received_today(note))
    builds.request_build(settings, note.by or "")
    return kept


@dataclass(frozen=True, slots=True)
class Held:
    """What an edition has of a file, all of its reports together: how they were read, whose they are."""

    status: SourceStatus
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lying:
    """A file in the inbox, and what the current edition has of it (None: nothing)."""

    entry: Entry
    held: Held | None


def lying(settings: Settings) -> list[Lying]:
    """What lies in the inbox, the newest first."""
    folder = current_folder(settings)
    known = _held(folder) if folder else {}
    there = inbox.entries(settings.inbox_root)
    return [Lying(e, known.get(_sha256(e.path, e.size, e.at)) or known.get(f"{e.name}/")) for e in there]


@lru_cache(maxsize=8)
def _held(folder: str) -> Mapping[str, Held]:
    """What an edition has of each file, by SHA-256; of a ZIP, whose files have theirs, by name."""
    rows, found = Files(Path(folder))["sources"], dict[str, list[Mapping[str, Any]]]()
    several = _places(Path(folder), list(rows.loc[rows["place_code"].isna(), "source_id"]))
    for row in records(rows):
        name, mark, _ = str(row["path"]).partition("/")
        for key in {str(row["sha256"]), name + mark if mark else str(row["sha256"])}:
            found.setdefault(key, []).append(row)
    return {key: Held(_status(own), _named(own, several)) for key, own in found.items()}


def _status(rows: list[Mapping[str, Any]]) -> SourceStatus:
    """That of all of them; partial where they differ."""
    every = {SourceStatus(str(row["status"])) for row in rows}
    return every.pop() if len(every) == 1 else SourceStatus.PARTIAL


def _named(rows: list[Mapping[str, Any]], several: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Codes of the places of some sources, each once."""
    codes = [several.get(str(row["source_id"]), [row["place_code"]]) for row in rows]
    return tuple(dict.fromkeys(str(code) for part in codes for code in part))


def _places(folder: Path, sources: list[str]) -> dict[str, list[str]]:
    """Codes of the places that sources about several have figures of, by source; none for some."""
    if not sources:
        return {}
    wanted, columns = [("source_id", "in", sources)], ["source_id", "place_code", "char_start"]
    read = parquet.read_table(folder / "observations.parquet", columns=columns, filters=wanted).to_pandas()
    by_source = read.sort_values("char_start").groupby("source_id")["place_code"]
    found = {str(own): list(codes.unique()) for own, codes in by_source}
    return {own: found.get(own, []) for own in sources}


def taken_out(settings: Settings) -> list[Withdrawn]:
    """What was taken out of the inbox and can be put back, the last first."""
    return inbox.withdrawn(settings.inbox_root)


def withdraw(settings: Settings, name: str, by: str) -> None:
    """Take a file out of the inbox, and ask for an edition without it. FileNotFoundError: it is gone."""
    inbox.withdraw(settings.inbox_root, name, by)
    builds.request_build(settings, by)


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
    if before is not None and not builds.status(settings).active and _differ_by(root, before, name, digest):
        with suppress(EditionRefused):  # it is damaged
            restore(root, before, by)
            return before
    builds.request_build(settings, by)
    return None


def _differ_by(root: Path, before: str, name: str, digest: str) -> bool:
    """Whether the current edition has one file more than another, and all else is the same in both.

    All else: the other sources, the corrections, the catalogue and the program.
    """
    folders = root / before, root / current_id(root)
    made = [[manifest_of(f).get(key) for key in ("program_version", "catalog")] for f in folders]
    if made[0] != made[1]:
        return False
    old, new = map(Files, folders)
    columns = ["path", "sha256", "title", "date", "place_code"]
    sources = [files["sources"][columns].sort_values(columns[:2], ignore_index=True) for files in (old, new)]
    own = (sources[1]["sha256"] == digest) | sources[1]["path"].str.startswith(f"{name}/")
    without = sources[1][~own].reset_index(drop=True)
    return (
        len(without) < len(sources[1])
        and without.equals(sources[0])
        and old["corrections"].equals(new["corrections"])
    )


def put_back(settings: Settings, number: str, by: str) -> None:
    """Put a file back into the inbox, and ask for an edition with it. FileNotFoundError: it is gone."""
    inbox.put_back(settings.inbox_root, number)
    builds.request_build(settings, by)


@lru_cache(maxsize=4096)
def _sha256(path: Path, _size: int, _at: str) -> str:
    """SHA-256 of a file in the inbox, worked out once as long as it does not change."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
