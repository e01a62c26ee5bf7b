"""The Parquet files of an edition, each column read in its smallest form.

Editions of earlier programs open too: a table that their manifest does not list is empty, a column that
their file does not have is null, or empty text, or false, where it cannot be null.
An edition of national size has three million values: as plain text and objects they would take 2 GB.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as arrow
import pyarrow.parquet as parquet

from etl.schema import CONTRIBUTIONS, TABLES

REPEATING: Final = {
    name: [c.name for c in TABLES[name].columns if c.dtype == "string"]
    for name in ("values", "scores", "contributions")
} | {
    "observations": [
        *("place_code", "place_name", "indicator_id", "source_id"),
        *("unit", "qualifier", "period_kind", "period_text", "scope", "remark"),
    ]
}
"""Text columns kept as categories: every place has 90 indicators and 12 years of the same words."""

UNSHOWN: Final = {
    "values": {"years", "denominator_year", "denominator_source", "mixed_years", "conflict"},
    "observations": {"section", "rule_id", "matched"},
    "scores": {"score_low", "score_high", "rank_median"},
    "contributions": set(CONTRIBUTIONS.column_names),
}
"""Columns that no page reads stay in their file, a fifth of the edition; ``Files`` has them."""


_TYPES: Final[Mapping[str, tuple[arrow.DataType, Any]]] = {
    "string": (arrow.string(), ""),
    "double": (arrow.float64(), None),
    "int32": (arrow.int32(), None),
    "bool": (arrow.bool_(), False),
    "list<string>": (arrow.list_(arrow.string()), []),
}
"""Type of a declared column, and what stands in it where the file does not have it."""


class EditionError(Exception):
    """An edition cannot be shown; ``detail`` names the file, or the edition."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class DamagedEdition(EditionError):
    """A file of the edition is missing or unreadable."""


class Files(Mapping[str, pd.DataFrame]):
    """Every table of an edition with all its columns, read anew each time: for what is given away whole.

    Raises DamagedEdition when a file does not read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Read one table."""
        return _table(self.folder, name, TABLES[name].column_names)

    def __iter__(self) -> Iterator[str]:
        """Names of the tables."""
        return iter(TABLES)

    def __len__(self) -> int:
        """How many tables there are."""
        return len(TABLES)

    def shown(self) -> dict[str, pd.DataFrame]:
        """Every table with the columns that pages read."""
        return {
            name: _table(self.folder, name, [c for c in table.column_names if c not in UNSHOWN.get(name, ())])
            for name, table in TABLES.items()
        }


def _table(folder: Path, name: str, columns: list[str]) -> pd.DataFrame:
    """Some columns of one table, in the order asked for."""
    path = folder / f"{name}.parquet"
    if not path.exists() and not _is_listed(folder, path.name):
        return pd.DataFrame({c: _absent(name, c, 0) for c in columns})
    try:
        with parquet.ParquetFile(path, memory_map=True) as content:
            there = content.schema_arrow.names
        repeating = [c for c in REPEATING.get(name, []) if c in there]
        with parquet.ParquetFile(path, read_dictionary=repeating, memory_map=True) as content:
            frame = _frame(content, [c for c in columns if c in there])
            rows = content.metadata.num_rows
    except Exception as error:  # pyarrow raises many kinds; each means the same to a reader
        raise DamagedEdition(path.name) from error
    return frame.assign(**{c: _absent(name, c, rows) for c in columns if c not in there})[columns]


def _is_listed(folder: Path, name: str) -> bool:
    """Whether the edition was published with a file of this name; so it seems where no one can say."""
    try:
        return name in json.loads((folder / "manifest.json").read_bytes())["files"]
    except (OSError, ValueError, LookupError, TypeError):
        return True


def _absent(name: str, column: str, rows: int) -> pd.Series[Any]:
    """A column of an edition whose program did not have it yet."""
    declared = next(c for c in TABLES[name].columns if c.name == column)
    kind, plain = _TYPES[declared.dtype]
    value = arrow.scalar(None if declared.nullable else plain, kind)
    read: pd.Series[Any] = arrow.repeat(value, max(rows, 1)).slice(0, rows).to_pandas()
    return read if not arrow.types.is_list(kind) else read.astype(pd.ArrowDtype(kind))


def _frame(content: parquet.ParquetFile, names: list[str]) -> pd.DataFrame:
    """Columns of a file, one after the other, so that never more than one is held twice.

    In this thread alone, for the allocator keeps what each thread has freed.
    """
    columns = {}
    for name in names:
        read = content.read([name], use_threads=False)
        columns[name] = read.to_pandas(types_mapper=_lists, self_destruct=True, use_threads=False)[name]
    arrow.default_memory_pool().release_unused()
    return pd.DataFrame(columns, copy=False)


def _lists(kind: arrow.DataType) -> pd.ArrowDtype | None:
    """Lists stay Arrow's; an object for each of three million would take a gigabyte."""
    return pd.ArrowDtype(kind) if arrow.types.is_list(kind) else None
