"""Files that survive a death at any moment: whole or not there, and on the disk when said to be.

One lock a folder: who changes what several processes share holds it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; the kernel frees it when its holder dies."""
    with (folder / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def replace(path: Path, data: bytes) -> None:
    """Give ``path`` new content in one step: readers see the old or the new, never a part."""
    part = part_of(path)
    write_synced(part, data)
    part.replace(path)
    sync_folder(path.parent)


def part_of(path: Path) -> Path:
    """Where ``replace`` writes first: what a killed process may leave."""
    return path.with_name(f".{path.name}.part")


def append_line(path: Path, line: str) -> None:
    """Add a line to a file that only grows; a half line of a killed writer is closed off, not continued."""
    with path.open("ab+") as handle:
        if handle.tell():
            handle.seek(-1, os.SEEK_END)
            if handle.read(1) != b"\n":
                handle.write(b"\n")
        handle.write(f"{line}\n".encode())
        handle.flush()
        os.fsync(handle.fileno())
    sync_folder(path.parent)


def write_synced(path: Path, data: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has a folder's names."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
