"""Opening an edition: its tables, its manifest, its boundaries, and what can go wrong.

Tables in: every Parquet file of ``etl.schema.TABLES``. No streamlit here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as arrow
import pyarrow.parquet as parquet

from etl.schema import TABLES

MANIFEST: Final = "manifest.json"
BOUNDARIES: Final = "boundaries.json"
CURRENT: Final = "CURRENT"


LATER: Final = frozenset({"scores", "contributions", "influence"})
"""Tables that editions of the first programs lack: such an edition opens without them."""

LATER_COLUMNS: Final = {"indicators": ("counts_en",), "practice_catalogue": ("counts", "counts_en")}
"""Text columns that they lack: empty there."""


REPEATING: Final = {
    name: [c.name for c in TABLES[name].columns if c.dtype == "string"]
    for name in ("values", "scores", "contributions")
}
"""Text columns kept as categories: every place has 90 indicators and 12 years of the same words."""


class EditionError(Exception):
    """An edition cannot be shown; ``detail`` names the file, or the edition."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class MissingEdition(EditionError):
    """There is no edition of that name, or none at all."""


class DamagedEdition(EditionError):
    """A file of the edition is missing, unreadable or has other columns."""


@dataclass(frozen=True, eq=False)
class Edition:
    """One published set of tables, read-only.

    Compared by identity, so that queries can keep what they worked out of one
    (``functools.lru_cache``): its tables never change.
    """

    edition_id: str
    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]
    boundaries: Mapping[str, Any]

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table as a copy on write: no page can change what others see."""
        return self.tables[name].copy(deep=False)

    @cached_property
    def place_names(self) -> Mapping[str, tuple[str, str | None]]:
        """Chinese and English name of each reference place, by code."""
        places = self.tables["places"]
        english = [name if isinstance(name, str) else None for name in places["name_en"]]
        return dict(zip(places["place_code"], zip(places["place_name"], english, strict=True), strict=True))

    @cached_property
    def source_titles(self) -> Mapping[str, str]:
        """Title of each source."""
        sources = self.tables["sources"]
        return dict(zip(sources["source_id"], sources["title"], strict=True))

    @cached_property
    def sourced(self) -> frozenset[str]:
        """Places with at least one source."""
        return frozenset(self.tables["sources"]["place_code"].dropna().unique())

    @property
    def is_empty(self) -> bool:
        """Whether no source gave a single observation."""
        return self.tables["observations"].empty


def edition_ids(root: Path) -> list[str]:
    """Names of the editions below ``root``, newest first."""
    if not root.is_dir():
        return []
    return sorted(
        (p.parent.name for p in root.glob(f"*/{MANIFEST}") if p.parent.name[0] != "."), reverse=True
    )


def current_id(root: Path) -> str:
    """Name of the edition in use.

    Raises MissingEdition when there is none, or CURRENT names one that is gone.
    """
    known = edition_ids(root)
    pointer = root / CURRENT
    if not pointer.is_file():
        raise MissingEdition(str(pointer))
    name = pointer.read_text(encoding="utf-8").strip()
    if name not in known:
        raise MissingEdition(name)
    return name


def load(root: Path, edition_id: str) -> Edition:
    """Read one edition.

    Raises MissingEdition when ``edition_id`` is not one of ``edition_ids(root)`` (so a
    name from a URL never becomes a path), DamagedEdition when a file does not read.
    """
    if edition_id not in edition_ids(root):
        raise MissingEdition(edition_id)
    folder = root / edition_id
    tables = {name: _table(folder, name) for name in TABLES}
    return Edition(edition_id, tables, _json(folder / MANIFEST), _json(folder / BOUNDARIES))


def _table(folder: Path, name: str) -> pd.DataFrame:
    """One table, with the columns that the schema declares."""
    path = folder / f"{name}.parquet"
    if name in LATER and not path.exists():
        return pd.DataFrame(columns=TABLES[name].column_names)
    try:
        frame = _frame(path, REPEATING.get(name, []))
    except Exception as error:  # pyarrow raises many kinds; each means the same to a reader
        raise DamagedEdition(path.name) from error
    for column in LATER_COLUMNS.get(name, ()):
        if column not in frame.columns:
            frame[column] = ""
    absent = [c for c in TABLES[name].column_names if c not in frame.columns]
    if absent:
        raise DamagedEdition(f"{path.name} ({', '.join(absent)})")
    return frame


def _frame(path: Path, repeating: list[str]) -> pd.DataFrame:
    """A Parquet file with each column in its smallest form, 0.4 GB instead of 2 at national size.

    Column by column, so that never more than one is held twice.
    """
    with parquet.ParquetFile(path, read_dictionary=repeating, memory_map=True) as content:
        columns = {}
        for name in content.schema_arrow.names:
            one = content.read([name]).to_pandas(types_mapper=_lists, self_destruct=True)
            columns[name] = one[name]
        arrow.default_memory_pool().release_unused()
    return pd.DataFrame(columns, copy=False)


def _lists(kind: arrow.DataType) -> pd.ArrowDtype | None:
    """Lists stay Arrow's; an object for each of three million would take a gigabyte."""
    return pd.ArrowDtype(kind) if arrow.types.is_list(kind) else None


def _json(path: Path) -> dict[str, Any]:
    """One JSON object."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DamagedEdition(path.name) from error
    if not isinstance(content, dict):
        raise DamagedEdition(path.name)
    return content
