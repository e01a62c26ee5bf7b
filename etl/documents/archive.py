"""The files in a ZIP archive, with names that can be shown.

Names are decoded as they were written: Windows packs Chinese names in GBK and does not say so.
Hidden files, what macOS adds (``__MACOSX``) and what Word leaves behind (``~$…``) are no documents
and are passed over.
"""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from etl.containers import reopened
from etl.schema import Problem

MAX_NAME: Final = 80
"""Characters of a file's or folder's name that are shown; a file system takes 85 Chinese ones."""
_UTF_8: Final = 0x800
_PASSED_OVER: Final = ("__MACOSX", "Thumbs.db", "desktop.ini")


def members(data: bytes, largest: int) -> Iterator[tuple[str, bytes | Problem]]:
    """(path in the archive, content) of each file, by name; too large a one with its problem.

    The container was checked before (``etl.formats``).
    """
    with reopened(data) as container:
        files = [(name_of(m), m) for m in container.infolist() if not m.is_dir()]
        for name, member in sorted(files, key=lambda entry: entry[0]):
            if not _passed_over(name):
                large = member.file_size > largest
                yield name, Problem.TOO_LARGE if large else container.read(member)


def name_of(member: zipfile.ZipInfo) -> str:
    """A member's path as it was written, without characters that do not show."""
    name = member.filename
    if not member.flag_bits & _UTF_8:
        for encoding in ("utf-8", "gb18030"):
            try:
                name = member.filename.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    return "".join(c for c in name.replace("\\", "/") if unicodedata.category(c)[0] != "C")


def _passed_over(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part in _PASSED_OVER or part.startswith((".", "~$")) for part in parts)


def short(path: str) -> str:
    """A path whose every part can be the name of a file; the ending stays."""
    return PurePosixPath(*map(_short, PurePosixPath(path).parts)).as_posix()


def _short(part: str) -> str:
    if len(part) <= MAX_NAME:
        return part
    ending = PurePosixPath(part).suffix[-10:]
    return part[: MAX_NAME - len(ending) - 1] + "…" + ending
