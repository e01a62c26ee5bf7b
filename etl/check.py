"""An edition on disk, checked again: files, counts, types, keys, references, and the sum of the run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as arrow
import pyarrow.parquet as parquet

from etl.conform import arrow_schema, validate
from etl.publish import MANIFEST, REBUILD, damaged_files
from etl.schema import TABLES


def check_edition(folder: Path) -> list[str]:
    """Every fault of the edition in ``folder``; empty when it is as it was published.

    Each is one line that names the file or table and the cure. When a file is missing
    or changed, contents are not judged as well.
    """
    damaged = damaged_files(folder)
    if damaged:
        return damaged
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    contents, faults = _read_tables(folder)
    faults += [fault for name, content in contents.items() for fault in _form_faults(name, content.schema)]
    frames = {name: content.to_pandas() for name, content in contents.items()}
    return [*_unlisted(folder, manifest), *faults, *validate(frames), *_count_faults(frames, manifest)]


def _unlisted(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    names = sorted({path.name for path in folder.iterdir()} - {*manifest["files"], MANIFEST})
    return [f"{name}: 清单之外 / not in the manifest. 请移走 / move it away" for name in names]


def _read_tables(folder: Path) -> tuple[dict[str, arrow.Table], list[str]]:
    contents: dict[str, arrow.Table] = {}
    faults = []
    for path in sorted(folder.glob("*.parquet")):
        try:
            contents[path.stem] = parquet.read_table(path)
        except (OSError, arrow.ArrowException) as error:
            faults.append(f"{path.name}: 无法读取 / cannot be read ({error}). {REBUILD}")
    return contents, faults


def _form_faults(name: str, schema: arrow.Schema) -> Iterator[str]:
    if name in TABLES and not schema.equals(arrow_schema(TABLES[name])):
        yield f"{name}: 列或类型与声明不符 / columns or types differ from etl/schema.py. {REBUILD}"


def _count_faults(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> Iterator[str]:
    """Row counts of the manifest, and found = accepted + rejected of the run."""
    for name, stated in manifest.get("counts", {}).items():
        rows = len(tables[name]) if name in tables else 0
        if rows != stated:
            yield f"{name}: {rows} 行，清单为 / rows, the manifest says {stated}. {REBUILD}"
    run = manifest.get("run", {})
    if run.get("found", 0) != run.get("accepted", 0) + run.get("rejected", 0):
        yield f"{MANIFEST}: 找到 ≠ 采用 + 未采用 / found is not accepted + rejected: {run}. {REBUILD}"
