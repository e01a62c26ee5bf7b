"""``python -m etl diff``: what changed between two editions, row by row.

Observations are paired by id; what is left by the sentence and figure (so that a line put in
above them changes nothing), and at last by the figure alone: the same figure read as a value
of another indicator is one change, not one removed and one added. Rows that are the same in both
are left out before any is paired (``rows``): an edition of national size has three million values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from etl.schema import TABLES
from etl.workbench.rows import differing, read

Row = Mapping[str, Any]
Change = tuple[str, Any, Any]
_FIGURE: Final = ("source_id", "quote", "value_text")
_SPAN: Final = ("source_id", "char_start", "char_end")
_PAIRED_BY: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "observations": (("observation_id",), (*_FIGURE, "indicator_id"), _SPAN, _FIGURE),
    "rejected": (_SPAN, _FIGURE),
    "conflicts": (
        ("kept_id", "other_id"),
        ("place_code", "indicator_id", "period_kind", "period_start", "period_end"),
    ),
}
_PLACED: Final = frozenset(
    {"observation_id", "observation_ids", "kept_id", "other_id", "char_start", "char_end"}
)
"""Where a row stands, and ids made of it: no change of what it says."""


@dataclass(frozen=True, slots=True)
class TableDiff:
    """One table's rows that were added, removed, or changed (as they were and as they are, side by side)."""

    name: str
    added: pd.DataFrame
    removed: pd.DataFrame
    old: pd.DataFrame
    new: pd.DataFrame

    def __bool__(self) -> bool:
        return bool(len(self.added) or len(self.removed) or len(self.new))

    def changed(self) -> Iterator[tuple[Row, Sequence[Change]]]:
        """Each changed row as it is, with its changed columns, before and after."""
        columns = _compared(self.old, self.new)
        for old, new in zip(rows_of(self.old), rows_of(self.new), strict=True):
            yield new, [(c, old[c], new[c]) for c in columns if old[c] != new[c]]


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """What changed between two editions: tables in their declared order, and counts of reasons."""

    tables: Mapping[str, TableDiff]
    reasons: Mapping[str, tuple[int, int]]
    """Rejected figures by reason, before and after, where they differ."""
    refused_before: Mapping[tuple[Any, ...], str]
    """Why a figure was refused before and is no longer so, by source, sentence and figure."""
    refused_after: Mapping[tuple[Any, ...], str]

    def __bool__(self) -> bool:
        return any(self.tables.values())


def compare(before: Path, after: Path, names: Collection[str] = TABLES) -> EditionDiff:
    """Every difference between the editions in two folders, in the tables of these ``names``.

    A table that one of them lacks is empty there; of columns only those that both have are compared.
    Raises ``OSError`` when a folder has no observations.
    """
    for folder in (before, after):
        if not (folder / "observations.parquet").is_file():
            raise FileNotFoundError(f"{folder}: 没有 observations.parquet，不是数据版本 / is no edition")
    sides = {name: differing(before, after, name) for name in {*names, "rejected"}}
    counts = [_reasons(folder) for folder in (before, after)]
    return EditionDiff(
        {name: compare_table(name, *sides[name]) for name in TABLES if name in names},
        {r: pair for r in sorted({*counts[0], *counts[1]}) if len(set(pair := _pair_of(counts, r))) > 1},
        *({figure_of(row): str(row["reason"]) for row in rows_of(side)} for side in sides["rejected"]),
    )


def _reasons(folder: Path) -> dict[str, int]:
    """Rejected figures by reason."""
    rejected = read(folder, "rejected", ["reason"])
    return {} if rejected.empty else {str(k): int(n) for k, n in rejected["reason"].value_counts().items()}


def _pair_of(counts: Sequence[Mapping[str, int]], reason: str) -> tuple[int, int]:
    return counts[0].get(reason, 0), counts[1].get(reason, 0)


def compare_table(name: str, before: pd.DataFrame, after: pd.DataFrame) -> TableDiff:
    """The difference of one table; rows that are the same in both may be left out of either."""
    columns, pairs = _compared(before, after), []
    for keys in _PAIRED_BY.get(name, (TABLES[name].key,)):
        old, new = _paired(before, after, keys)
        pairs.append((before.iloc[old], after.iloc[new]))
        before, after = (_without(rows, at) for rows, at in ((before, old), (after, new)))
    old_rows, new_rows = (pd.concat(side, ignore_index=True) for side in zip(*pairs, strict=True))
    differ = np.zeros(len(old_rows), dtype=bool)
    for column in columns:
        differ |= _unlike(old_rows[column], new_rows[column])
    kept = (rows[differ].reset_index(drop=True) for rows in (old_rows, new_rows))
    return TableDiff(name, after, before, *kept)


def _compared(before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    return [c for c in after.columns if c in before.columns and c not in _PLACED]


def _paired(before: pd.DataFrame, after: pd.DataFrame, keys: Sequence[str]) -> tuple[list[int], list[int]]:
    """Positions of rows that agree in the keys, first with first, in the order of ``after``."""
    if before.empty or after.empty:
        return [], []
    numbered = []
    for rows in (before, after):
        part = rows[list(keys)].astype(object).where(rows[list(keys)].notna(), None)
        turn = part.groupby(list(keys), dropna=False, sort=False).cumcount()
        numbered.append(part.assign(turn=turn, at=np.arange(len(part))))
    joined = numbered[1].merge(numbered[0], on=[*keys, "turn"], suffixes=("_new", "_old"))
    return joined["at_old"].tolist(), joined["at_new"].tolist()


def _without(rows: pd.DataFrame, at: list[int]) -> pd.DataFrame:
    left = np.ones(len(rows), dtype=bool)
    left[at] = False
    return rows[left].reset_index(drop=True)


def _unlike(old: pd.Series[Any], new: pd.Series[Any]) -> np.ndarray[Any, Any]:
    """Where two columns differ; nothing is like nothing."""
    same = (old == new) | (old.isna() & new.isna())
    return ~same.fillna(False).to_numpy(dtype=bool)


def rows_of(frame: pd.DataFrame) -> Iterator[Row]:
    """Rows one at a time; nothing is None, whatever the column."""
    columns = [frame[c].astype(object).where(frame[c].notna(), None) for c in frame.columns]
    for values in zip(*columns, strict=True):
        yield dict(zip(frame.columns, values, strict=True))


def csv_rows(diff: EditionDiff) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Rows (table, change, key, column, before, after): one an added or removed row or a changed cell."""
    for name, table in diff.tables.items():
        key = TABLES[name].key
        for change, rows in (("added", table.added), ("removed", table.removed)):
            for row in rows_of(rows):
                yield name, change, _text(_key(row, key)), "", "", ""
        for row, changes in table.changed():
            for column, before, after in changes:
                yield name, "changed", _text(_key(row, key)), column, _text(before), _text(after)


def _key(row: Row, keys: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[k] for k in keys)


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return "|".join(map(_text, value))
    return "" if value is None else str(value)


def figure_of(row: Row) -> tuple[Any, ...]:
    """What names a figure over editions: source, sentence and the figure as printed."""
    return _key(row, _FIGURE)
