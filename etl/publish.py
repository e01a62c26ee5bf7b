"""Tables to an edition on disk: checked, reproducible to the byte, and atomic.

An edition is written into a hidden folder beside the others, flushed to the disk and
renamed; then ``CURRENT`` is swapped. A build that dies at any moment leaves the last
edition in use, and what it left is removed by the next one.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as arrow
import pyarrow.parquet as parquet

from etl.conform import to_arrow, validate
from etl.datapackage import describe
from etl.disk import locked, part_of, replace, sync_folder, write_synced
from etl.editions.history import CURRENT, Cause, make_current, restored_since
from etl.schema import TABLES

__all__ = ["PublishError", "damaged_files", "edition_files", "publish", "validate", "write_folder"]

MANIFEST: Final = "manifest.json"
_BUILDING: Final = ".building-"
REMOVED: Final = ".removed-"
REBUILD: Final = "请重新生成 / build the edition again"
_SAFE_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")


class PublishError(ValueError):
    """The tables may not be published; ``faults`` says why and how to mend each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


def publish(
    tables: Mapping[str, pd.DataFrame],
    extra: Mapping[str, bytes],
    manifest: Mapping[str, Any],
    root: Path,
    by: str = "",
    restored: int | None = None,
) -> Path:
    """Write an edition below ``root`` and make it current; returns its folder.

    ``manifest`` must hold ``edition_id``; ``counts`` and ``files`` (SHA-256 by name) are
    filled in here. ``extra`` are further files by name. Publishing an edition that is
    already there changes nothing but ``CURRENT``. ``by`` is who had it built, for the journal
    (``etl.editions.history``). ``restored`` is how often an edition had been restored when the build
    was asked for: one that somebody restored since then stays in use. Raises ``PublishError`` when a table
    breaks its declaration, or when an intact edition of this id holds something else.
    """
    contents = edition_files(tables, extra, manifest)
    edition_id = str(manifest["edition_id"])
    root.mkdir(parents=True, exist_ok=True)
    with locked(root):
        sweep(root)
        target = root / edition_id
        if not _is_published(target, contents):
            building = root / f"{_BUILDING}{edition_id}"
            _write_new(building, contents)
            building.rename(target)
            sync_folder(root)
        if restored is None or not restored_since(root, restored):
            make_current(root, edition_id, Cause.BUILD, by)
    return target


def write_folder(
    tables: Mapping[str, pd.DataFrame], extra: Mapping[str, bytes], manifest: Mapping[str, Any], folder: Path
) -> Path:
    """Write the files of an edition plainly into ``folder``, leaving other files there alone.

    The manifest goes first and comes back last: a folder without one is unfinished.
    Raises ``PublishError`` like ``publish``.
    """
    contents = edition_files(tables, extra, manifest)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    for name, data in contents.items():
        replace(folder / name, data)
    return folder


def edition_files(
    tables: Mapping[str, pd.DataFrame], extra: Mapping[str, bytes], manifest: Mapping[str, Any]
) -> dict[str, bytes]:
    """Every file of an edition by name, manifest last; the same input gives the same bytes."""
    faults = [*validate(tables), *_unsafe_names([str(manifest.get("edition_id", "")), *extra])]
    if faults:
        raise PublishError(faults)
    contents = {f"{name}.parquet": _parquet(to_arrow(TABLES[name], frame)) for name, frame in tables.items()}
    contents |= extra
    contents["datapackage.json"] = _json(describe(str(manifest["edition_id"]), contents))
    counts = {name: len(frame) for name, frame in tables.items()}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}
    return contents | {MANIFEST: _json({**manifest, "counts": counts, "files": digests})}


def damaged_files(folder: Path) -> list[str]:
    """Faults of the files that the manifest lists: missing or changed; or of the manifest itself."""
    try:
        listed = list(json.loads((folder / MANIFEST).read_bytes())["files"].items())
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        return [f"{MANIFEST}: 无法读取 / cannot be read ({error}). {REBUILD}"]
    return [fault for name, digest in listed for fault in _file_faults(folder / name, digest)]


def _file_faults(path: Path, digest: str) -> Iterator[str]:
    if not path.is_file():
        yield f"{path.name}: 文件缺失 / file is missing. {REBUILD}"
    elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        yield f"{path.name}: 内容与清单不符 / differs from the manifest. {REBUILD}"


def _is_published(target: Path, contents: Mapping[str, bytes]) -> bool:
    """Whether ``target`` holds exactly this edition; a damaged one is cleared away, another refused."""
    if not target.exists():
        return False
    if damaged_files(target):
        shutil.rmtree(target)
        return False
    if (target / MANIFEST).read_bytes() == contents[MANIFEST]:
        return True
    raise PublishError(
        [
            f"{target.name}: 同编号的数据版本内容不同，已发布的版本不可更改"
            " / an edition of this id holds something else, and a published edition never changes."
            " 请提高 etl/schema.py 的 PROGRAM_VERSION / raise PROGRAM_VERSION there"
        ]
    )


def _unsafe_names(names: list[str]) -> Iterator[str]:
    for name in names:
        if not _SAFE_NAME.fullmatch(name):
            yield f"{name!r}: 不能作文件名 / cannot be a file name. 只用 / use only: 0-9 A-Z a-z . _ -"


def _parquet(table: arrow.Table) -> bytes:
    sink = arrow.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


def _json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()


def sweep(root: Path) -> None:
    """Remove what killed processes left; under the lock no one else is at work."""
    for kind in (_BUILDING, REMOVED):
        for leftover in root.glob(f"{kind}*"):
            shutil.rmtree(leftover)
    part_of(root / CURRENT).unlink(missing_ok=True)


def _write_new(folder: Path, contents: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, data in contents.items():
        write_synced(folder / name, data)
    sync_folder(folder)
