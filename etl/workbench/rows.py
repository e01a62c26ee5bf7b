"""Rows of an edition's tables: read with the columns that there are, and only those that differ.

Two editions are mostly the same. Each row is boiled down to 64 bits, a column at a time, and only rows
whose bits the other edition lacks are read: three million values take seconds and not gigabytes. That
two different rows have the same bits happens once in two million comparisons of editions that size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as arrow
import pyarrow.compute as compute
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from etl.schema import TABLES

Bits = NDArray[np.uint64]
_PRIME: Final = np.uint64(1099511628211)


def read(
    folder: Path,
    name: str,
    columns: Sequence[str] | None = None,
    where: Mapping[str, str | bool] = MappingProxyType({}),
) -> pd.DataFrame:
    """A table with those of the ``columns`` (default: all declared) that its file has.

    ``where`` holds what columns must be. A table that the edition lacks is empty. Lists come as tuples.
    """
    wanted = list(columns or TABLES[name].column_names)
    path = folder / f"{name}.parquet"
    if not path.is_file():
        return pd.DataFrame(columns=wanted)
    wanted = _there(path, wanted)
    if not where:
        return _frame(name, parquet.read_table(path, columns=wanted))
    looked_at = parquet.read_table(path, columns=list(where), read_dictionary=list(where))
    holds = [compute.equal(looked_at[column], value) for column, value in where.items()]
    return _chosen(path, name, wanted, np.logical_and.reduce([one.to_numpy() for one in holds]))


def differing(before: Path, after: Path, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of a table that the other edition does not have as they stand, of either edition."""
    paths = [folder / f"{name}.parquet" for folder in (before, after)]
    if not all(path.is_file() for path in paths):
        return read(before, name), read(after, name)
    shared = [c for c in _there(paths[0], TABLES[name].column_names) if c in _there(paths[1])]
    bits = [_bits(path, name, shared) for path in paths]
    kept = [~np.isin(own, other) for own, other in (bits, bits[::-1])]
    before_rows, after_rows = (
        _chosen(path, name, _there(path, TABLES[name].column_names), own)
        for path, own in zip(paths, kept, strict=True)
    )
    return before_rows, after_rows


def _there(path: Path, wanted: Sequence[str] | None = None) -> list[str]:
    """Columns of a file, of those wanted, in the order wanted."""
    names = parquet.read_schema(path).names
    return [c for c in wanted if c in names] if wanted is not None else names


def _bits(path: Path, name: str, columns: Sequence[str]) -> Bits:
    """64 bits for each row of a file, over these columns."""
    repeating = [c.name for c in TABLES[name].columns if c.dtype == "string" and c.name in columns]
    with parquet.ParquetFile(path, memory_map=True, read_dictionary=repeating) as content:
        total = np.zeros(content.metadata.num_rows, dtype=np.uint64)
        for column in columns:
            total = total * _PRIME ^ _hashed(content.read([column]).column(0))
    return total


def _hashed(column: arrow.ChunkedArray) -> Bits:
    """64 bits for each cell; numbers alike whatever their type."""
    if arrow.types.is_list(column.type):
        column = compute.binary_join(column.cast(arrow.list_(arrow.string())), "\x1f")
    series = column.to_pandas()
    if pd.api.types.is_numeric_dtype(series.dtype):
        series = series.astype(float)
    return np.asarray(pd.util.hash_pandas_object(series, index=False).to_numpy(dtype=np.uint64))


def _chosen(path: Path, name: str, columns: Sequence[str], kept: NDArray[np.bool_]) -> pd.DataFrame:
    """Some rows of a file, a batch at a time: all at once would hold what is not wanted too."""
    found, at = [], 0
    with parquet.ParquetFile(path, memory_map=True) as content:
        for batch in content.iter_batches(columns=list(columns)):
            found.append(batch.filter(arrow.array(kept[at : at + len(batch)])))
            at += len(batch)
        schema = content.schema_arrow
    table = arrow.Table.from_batches(found) if found else schema.empty_table()
    return _frame(name, table.select(list(columns)))


def _frame(name: str, table: arrow.Table) -> pd.DataFrame:
    """Whole numbers stay whole beside nothing, lists become tuples."""
    frame: pd.DataFrame = table.to_pandas()
    whole = [c.name for c in TABLES[name].columns if c.dtype == "int32" and c.name in frame]
    frame = frame.astype(dict.fromkeys(whole, "Int64"))
    for field in table.schema:
        if arrow.types.is_list(field.type):
            cells = [None if cell is None else tuple(cell) for cell in frame[field.name]]
            frame[field.name] = pd.Series(cells, index=frame.index, dtype=object)
    return frame
