"""The inbox: what people hand in, under names that are safe, each whole or not there.

A file is written under a hidden name, which no build reads, and gets its own by a link, which never
replaces another; its note is there before it. What is taken out goes to a hidden folder with the
time, and who took it, and can be put back. One person at a time: the folder has a lock.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import yaml

from etl import disk
from etl.notes import SUFFIX, note_of, note_text, read_note
from etl.read import list_files
from etl.records import Note

WITHDRAWN: Final = ".withdrawn"
_FATE, _RETURNED = ".withdrawn.yml", ".put-back.yml"
"""Names that no file in the inbox has, since it is moved beside them."""
STEM_BYTES: Final = 120
"""A name ends at 255 bytes on Linux; a Chinese character has 3, and a note's name is longer."""
SUFFIX_LETTERS: Final = 10
_NEVER: Final = frozenset('/\\<>:"|?*')
"""Separators, and what Windows does not take: a folder of files is copied to office PCs."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the inbox: its path below it, and whether it was stored now or was there before."""

    name: str
    new: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in the inbox; ``at`` is an ISO time in UTC, ``note`` None where there is none or a bad one."""

    name: str
    path: Path
    size: int
    at: str
    note: Note | None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """One file that was taken out: by whom and when, and the number that puts it back."""

    number: str
    name: str
    by: str
    at: str


def put(root: Path, name: str, data: bytes, note: Note) -> Kept:
    """Store a file and its note, or find that the same content is there already and add to its note.

    ``name`` is not trusted. Raises ``OSError`` when the disk refuses; nothing is stored then.
    """
    root.mkdir(parents=True, exist_ok=True)
    with disk.locked(root):
        for left in root.glob(".*.part"):  # by one that died
            left.unlink()
        same = next((e for e in entries(root) if _holds(e, data)), None)
        if same is not None:
            said = _added(same.note, note)
            if said != same.note:
                disk.replace(note_of(same.path), note_text(said).encode())
            return Kept(same.name, new=False)
        for tried in (safe_name(name), safe_name(name, _digest(data))):
            if _place(root / tried, data, note):
                return Kept(tried, new=True)
    raise FileExistsError(name)


def entries(root: Path) -> list[Entry]:
    """What lies in the inbox, as a build reads it, the newest first."""
    found = []
    for name, path in list_files([root]) if root.is_dir() else ():
        with suppress(FileNotFoundError):  # taken out by someone else this moment
            stat = path.stat()
            found.append(Entry(name, path, stat.st_size, _iso(stat.st_mtime), _note(path)))
    return sorted(found, key=lambda entry: (entry.at, entry.name), reverse=True)


def withdraw(root: Path, name: str, by: str) -> Withdrawn:
    """Take a file and its note out. Raises ``FileNotFoundError`` for a name that ``entries`` lacks."""
    with disk.locked(root):
        path = next((e.path for e in entries(root) if e.name == name), None)
        if path is None:
            raise FileNotFoundError(name)
        gone = Withdrawn(uuid.uuid4().hex, path.relative_to(root).as_posix(), by, _iso(None))
        folder = root / WITHDRAWN / gone.number
        folder.mkdir(parents=True)
        fate = {"name": gone.name, "by": gone.by, "at": gone.at}
        disk.write_synced(folder / _FATE, yaml.safe_dump(fate, allow_unicode=True).encode())
        note = note_of(path)
        if note.exists():  # moved after its file, or a build could read that without it
            disk.write_synced(folder / note.name, note.read_bytes())
        path.rename(folder / path.name)
        note.unlink(missing_ok=True)
        disk.sync_folder(folder)
    return gone


def withdrawn(root: Path) -> list[Withdrawn]:
    """What was taken out and can be put back, the last first.

    A record without its file is that of one who died before the file was moved: it is in the inbox still.
    """
    found = []
    for fate in (root / WITHDRAWN).glob(f"*/{_FATE}"):
        with suppress(FileNotFoundError):  # put back by someone else this moment
            said: Any = yaml.safe_load(fate.read_text(encoding="utf-8"))
            one = Withdrawn(fate.parent.name, said["name"], said["by"], said["at"])
            if (fate.parent / Path(one.name).name).is_file():
                found.append(one)
    return sorted(found, key=lambda one: one.at, reverse=True)


def put_back(root: Path, number: str) -> Kept:
    """Put a withdrawn file back, as ``put`` does. Raises ``FileNotFoundError`` for an unknown number."""
    gone = next((one for one in withdrawn(root) if one.number == number), None)
    if gone is None:
        raise FileNotFoundError(number)
    folder = root / WITHDRAWN / number
    file = folder / Path(gone.name).name
    note = _note(file) or Note()
    kept = put(root, file.name, file.read_bytes(), replace(note, by=note.by or gone.by))
    (folder / _FATE).rename(folder / _RETURNED)  # the folder stays as a trace, and is offered no more
    return kept


def safe_name(name: str, digest: str = "") -> str:
    """A file name out of an untrusted one: its last part, without what a name must not hold.

    It gets 8 digits of ``digest`` where that is given. Longer stems are cut, to the letter, not the byte.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in last if c not in _NEVER and unicodedata.category(c)[0] != "C")
    stem, dot, suffix = "".join(c if c.isprintable() else " " for c in kept).strip(" .").rpartition(".")
    if not dot or len(suffix) > SUFFIX_LETTERS or not suffix.isascii() or not suffix.isalnum():
        stem, suffix = stem + dot + suffix, ""
    stem = stem.strip(" .").encode()[:STEM_BYTES].decode(errors="ignore").strip(" .") or "file"
    stem += f"-{digest[:8]}" if digest else ""
    whole = f"{stem}.{suffix}" if suffix else stem
    return f"{whole}.txt" if whole.lower().endswith(SUFFIX) else whole


def _place(target: Path, data: bytes, note: Note) -> bool:
    """Give a file its name, its note first; False where the name is taken."""
    if target.exists():
        return False
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        disk.write_synced(part, data)
        disk.replace(note_of(target), note_text(note).encode())
        os.link(part, target)
        disk.sync_folder(target.parent)
    except FileExistsError:  # put there by hand this moment: it keeps its name, and gets no note of ours
        note_of(target).unlink()
        return False
    finally:
        part.unlink(missing_ok=True)
    return True


def _added(old: Note | None, new: Note) -> Note:
    """A note with what another adds: what was said before stays where nothing else is said."""
    if old is None:
        return new
    first = {"by": old.by or new.by, "received": old.received or new.received}
    return replace(old, **{name: value for name, value in asdict(new).items() if value} | first)


def _holds(entry: Entry, data: bytes) -> bool:
    return entry.size == len(data) and entry.path.read_bytes() == data


def _note(path: Path) -> Note | None:
    try:
        return read_note(path)
    except (OSError, ValueError):
        return None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _iso(seconds: float | None) -> str:
    moment = datetime.now(UTC) if seconds is None else datetime.fromtimestamp(seconds, UTC)
    return moment.isoformat(timespec="seconds")
