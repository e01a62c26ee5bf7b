"""What is known of the editions in a folder without opening their tables."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from etl.editions.history import CAME_INTO_USE, Cause, Event, changed_at, current, history
from etl.publish import MANIFEST, damaged_files


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """What is known of an edition without opening its tables; times are ISO in UTC."""

    folder: Path
    written: str
    """When its files were written."""
    entered: Event | None
    """When, by what and by whom it last came into use; None where it never did."""
    pin: Event | None
    """Who pinned it, when and why; None where it is not pinned."""
    size: int
    """Bytes on disk."""
    sources: int | None
    """Rows in the table; None where the manifest does not read."""
    observations: int | None
    program: str
    current: bool
    previous: bool

    @property
    def edition_id(self) -> str:
        """Its name."""
        return self.folder.name

    @property
    def faults(self) -> tuple[str, ...]:
        """What is damaged, in words; empty when every file is as it was published. Reads every file once."""
        stats = [(path.name, path.stat()) for path in sorted(self.folder.iterdir())]
        return _faults(self.folder, tuple((name, s.st_size, s.st_mtime_ns) for name, s in stats))


def edition_names(root: Path) -> list[str]:
    """Names of the editions in the folder, damaged ones too: visible folders with a manifest or tables."""
    if not root.is_dir():
        return []
    folders = [path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")]
    return sorted(f.name for f in folders if (f / MANIFEST).exists() or any(f.glob("*.parquet")))


def previous(root: Path) -> str | None:
    """The edition that was in use before the current one and is still there; None where there is none."""
    there, used = set(edition_names(root)), current(root)
    before = [e.edition_id for e in history(root) if e.cause in CAME_INTO_USE]
    return next((name for name in reversed(before) if name != used and name in there), None)


def facts(root: Path) -> list[EditionFacts]:
    """Every edition in the folder, the one that came into use last first; then by when it was written."""
    events = history(root)
    entered = {e.edition_id: (number, e) for number, e in enumerate(events) if e.cause in CAME_INTO_USE}
    pins, used, before = pinned(events), current(root), previous(root)
    found = []
    for name in edition_names(root):
        number, event = entered.get(name, (-1, None))
        with suppress(FileNotFoundError):  # it was removed just now
            one = _facts(root / name, event, pins.get(name), used, before)
            found.append((number, one.written, one))
    return [one for *_, one in sorted(found, key=lambda row: row[:2], reverse=True)]


def pinned(events: list[Event]) -> dict[str, Event]:
    """The pin in force of each pinned edition."""
    last = {e.edition_id: e for e in events if e.cause in (Cause.PIN, Cause.UNPIN)}
    return {name: event for name, event in last.items() if event.cause is Cause.PIN}


def _facts(
    folder: Path, entered: Event | None, pin: Event | None, used: str | None, before: str | None
) -> EditionFacts:
    manifest, name = manifest_of(folder), folder.name
    counts = manifest.get("counts", {})
    return EditionFacts(
        folder,
        changed_at(folder),
        entered,
        pin,
        sum(path.stat().st_size for path in folder.iterdir() if path.is_file()),
        counts.get("sources"),
        counts.get("observations"),
        str(manifest.get("program_version", "")),
        name == used,
        name == before,
    )


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest; empty where it does not read."""
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) and isinstance(content.get("counts", {}), dict) else {}


@lru_cache(maxsize=256)
def _faults(folder: Path, _: tuple[tuple[str, int, int], ...]) -> tuple[str, ...]:
    """Faults of an edition's files as they were at these sizes and times."""
    return tuple(damaged_files(folder))
