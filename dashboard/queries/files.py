"""The Parquet files of an edition, each column read in its smallest form.

An edition of national size has three million values: as plain text and objects they would take 2 GB.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as arrow
import pyarrow.parquet as parquet

from etl.schema import CONTRIBUTIONS, TABLES

LATER: Final = frozenset({"scores", "contributions", "influence", "doubts"})
"""Tables that editions of the first programs lack: such an edition opens without them."""

LATER_COLUMNS: Final = {
    "indicators": ("counts_en",),
    "practice_catalogue": ("counts", "counts_en"),
    "corrections": tuple(
        c.name
        for c in TABLES["corrections"].columns
        if c.name not in ("correction_id", "source_id", "expect", "replace", "reason", "applied")
    ),
}
"""Text columns that they lack: empty there."""

REPEATING: Final = {
    name: [c.name for c in TABLES[name].columns if c.dtype == "string"]
    for name in ("values", "scores", "contributions")
} | {
    "observations": [
        *("place_code", "place_name", "indicator_id", "source_id"),
        *("unit", "qualifier", "period_kind", "period_text", "scope"),
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


class EditionError(Exception):
    """An edition cannot be shown; ``detail`` names the file, or the edition."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class DamagedEdition(EditionError):
    """A file of the edition is missing, unreadable or has other columns."""


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
    """Some columns of one table, whose file must have all that the schema declares."""
    path = folder / f"{name}.parquet"
    if name in LATER and not path.exists():
        return pd.DataFrame(columns=columns)
    later = LATER_COLUMNS.get(name, ())
    try:
        with parquet.ParquetFile(path, read_dictionary=REPEATING.get(name, []), memory_map=True) as content:
            absent = [c for c in TABLES[name].column_names if c not in content.schema_arrow.names]
            frame = _frame(content, [c for c in columns if c not in absent])
    except Exception as error:  # pyarrow raises many kinds; each means the same to a reader
        raise DamagedEdition(path.name) from error
    if wrong := [c for c in absent if c not in later]:
        raise DamagedEdition(f"{path.name} ({', '.join(wrong)})")
    return frame.assign(**dict.fromkeys(absent, ""))


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
