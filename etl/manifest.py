"""The identity of an edition: what went in, and the id that follows from it.

No clock time enters: the same inputs, catalogue and program give the same manifest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from etl.catalog import catalog_files
from etl.schema import PROGRAM_VERSION

_UNDATED: Final = "0000-00-00"


def describe_run(
    run: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    catalog_root: Path,
    extra: Mapping[str, bytes],
) -> dict[str, Any]:
    """The manifest of a run: edition_id, program_version, inputs, catalogue, and the run's own facts.

    Tables in: sources, faults, corrections. ``inputs`` and ``catalog`` give SHA-256 by path. The id is the
    date of the newest source and 10 hex digits of a SHA-256 over all else: the inputs, what is said
    of them beside the files (notes, and what they make a fault; decisions), the catalogue, ``extra`` and
    the program.
    """
    sources = tables["sources"]
    inputs = dict(sorted(zip(sources["path"], sources["sha256"], strict=True)))
    catalog = {
        path.relative_to(catalog_root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in catalog_files(catalog_root)
    }
    further = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(extra.items())}
    said = {name: _rows(tables[name]) for name in ("sources", "faults", "corrections")}
    newest = sources["date"].dropna().max()
    return {
        "edition_id": f"{_UNDATED if pd.isna(newest) else newest}-{_digest(inputs, catalog, further, said)}",
        "program_version": PROGRAM_VERSION,
        "inputs": inputs,
        "catalog": catalog,
        "run": dict(run),
    }


def _rows(frame: pd.DataFrame) -> str:
    """Digest of a table's rows, in whatever order they come."""
    rows = sorted(frame.to_json(orient="records", lines=True, force_ascii=False).splitlines())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _digest(*parts: Mapping[str, str]) -> str:
    """10 hex digits over the parts, this program's version and its code.

    The code is part of it because a change of it may give other tables from the same input.
    """
    total = hashlib.sha256(PROGRAM_VERSION.encode())
    for part in parts:
        for name, digest in part.items():
            total.update(f"{name}\0{digest}\n".encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()[:10]
