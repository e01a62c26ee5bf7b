"""What a person says of a file that does not say it itself: ``<file>.note.yml`` beside the file.

A note holds title, publisher, date, place, ``good_rows`` (use the good rows of a faulty return) and
``by`` (who put the file in) and ``received`` (on which day). It wins over what the file says of itself;
a file with several reports takes the last three only, since one place cannot be that of them all.
"""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import yaml

from etl.records import Note

SUFFIX: Final = ".note.yml"
DATE: Final = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?")
_TEXTS: Final = ("title", "publisher", "date", "place", "by", "received")


def is_note(path: Path) -> bool:
    """Whether a file is a note and no source of its own."""
    return path.name.endswith(SUFFIX)


def note_of(file: Path) -> Path:
    """Where the note of a file stands."""
    return file.with_name(file.name + SUFFIX)


def read_note(file: Path) -> Note | None:
    """The note beside a file; None where there is none. Raises ``ValueError`` for one that is no note."""
    path = note_of(file)
    if not path.is_file():
        return None
    try:
        found: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (UnicodeError, yaml.YAMLError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    if not isinstance(found, dict):
        raise ValueError(f"{path.name}: {found!r}")
    texts = {name: _text(found.get(name)) for name in _TEXTS}
    for name in ("date", "received"):
        if texts[name] and not DATE.fullmatch(texts[name] or ""):
            raise ValueError(f"{path.name}: {name} {texts[name]!r}")
    return Note(**texts, good_rows=found.get("good_rows") is True)


def received_today(note: Note) -> Note:
    """The note of a file that is handed in now, unless it came on a day that is noted already."""
    return note if note.received else replace(note, received=datetime.now(UTC).date().isoformat())


def note_text(note: Note) -> str:
    """A note as the text of its file: YAML, what is unknown left out."""
    said = {name: value for name, value in asdict(note).items() if value}
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False)


def _text(value: Any) -> str | None:
    return str(value).strip() or None if value is not None else None
