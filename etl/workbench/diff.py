"""``python -m etl diff``: what changed between two editions, row by row.

Observations are paired by id; what is left by the sentence and figure (so that a line put in
above them changes nothing), and at last by the figure alone: the same figure read as a value
of another indicator is one change, not one removed and one added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as parquet

from etl.schema import TABLES

Row = Mapping[str, Any]
Edition = Mapping[str, Sequence[Row]]
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
    """One table's rows that were added, removed, or changed (the later row, and what changed)."""

    name: str
    added: Sequence[Row]
    removed: Sequence[Row]
    changed: Sequence[tuple[Row, Sequence[Change]]]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """What changed between two editions: tables in their declared order, and counts of reasons."""

    tables: Mapping[str, TableDiff]
    reasons: Mapping[str, tuple[int, int]]
    """Rejected figures by reason, before and after, where they differ."""
    refused_before: Mapping[tuple[Any, ...], str]
    """Why a figure was refused before, by source, sentence and figure."""
    refused_after: Mapping[tuple[Any, ...], str]

    def __bool__(self) -> bool:
        return any(self.tables.values())


def read_edition(folder: Path) -> Edition:
    """Rows of every declared table in an edition's folder; raises ``OSError`` when it has no observations."""
    files = {name: folder / f"{name}.parquet" for name in TABLES}
    if not files["observations"].is_file():
        raise FileNotFoundError(f"{folder}: 没有 observations.parquet，不是数据版本 / is no edition")
    return {name: parquet.read_table(file).to_pylist() for name, file in files.items() if file.is_file()}


def compare(before: Edition, after: Edition) -> EditionDiff:
    """Every difference between two editions; a table that one of them lacks is empty there."""
    counts = [Counter(str(r["reason"]) for r in side.get("rejected", ())) for side in (before, after)]
    reasons = {r: (counts[0][r], counts[1][r]) for r in sorted(counts[0] | counts[1])}
    refused = [{figure_of(r): str(r["reason"]) for r in side.get("rejected", ())} for side in (before, after)]
    return EditionDiff(
        {name: _compare_table(name, before.get(name, ()), after.get(name, ())) for name in TABLES},
        {reason: pair for reason, pair in reasons.items() if pair[0] != pair[1]},
        *refused,
    )


def _compare_table(name: str, before: Sequence[Row], after: Sequence[Row]) -> TableDiff:
    changed: list[tuple[Row, Sequence[Change]]] = []
    for keys in _PAIRED_BY.get(name, (TABLES[name].key,)):
        pairs, before, after = _pair(before, after, keys)
        compared = ((new, _changes(old, new)) for old, new in pairs)
        changed += [(new, changes) for new, changes in compared if changes]
    return TableDiff(name, after, before, changed)


def _pair(
    before: Sequence[Row], after: Sequence[Row], keys: Sequence[str]
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Rows that agree in the keys, first with first; and those left on either side."""
    waiting: dict[tuple[Any, ...], list[Row]] = {}
    for row in reversed(before):
        waiting.setdefault(_key(row, keys), []).append(row)
    pairs, left = [], []
    for row in after:
        partners = waiting.get(_key(row, keys))
        if partners:
            pairs.append((partners.pop(), row))
        else:
            left.append(row)
    unpaired = {id(row) for rows in waiting.values() for row in rows}
    return pairs, [row for row in before if id(row) in unpaired], left


def _key(row: Row, keys: Iterable[str]) -> tuple[Any, ...]:
    return tuple(row[k] for k in keys)


def _changes(old: Row, new: Row) -> list[Change]:
    columns = [c for c in dict.fromkeys((*old, *new)) if c not in _PLACED]
    return [(c, old.get(c), new.get(c)) for c in columns if old.get(c) != new.get(c)]


def csv_rows(diff: EditionDiff) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Rows (table, change, key, column, before, after): one an added or removed row or a changed cell."""
    for name, table in diff.tables.items():
        key = TABLES[name].key
        for change, rows in (("added", table.added), ("removed", table.removed)):
            for row in rows:
                yield name, change, _text(_key(row, key)), "", "", ""
        for row, changes in table.changed:
            for column, before, after in changes:
                yield name, "changed", _text(_key(row, key)), column, _text(before), _text(after)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(map(_text, value))
    return "" if value is None else str(value)


def figure_of(row: Row) -> tuple[Any, ...]:
    """What names a figure over editions: source, sentence and the figure as printed."""
    return _key(row, _FIGURE)
