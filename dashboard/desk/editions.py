"""The editions as a whole, for the page: which there are, what changed between two, and what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from dashboard.queries.edition import DamagedEdition, MissingEdition
from etl.editions.actions import (
    KEEP,
    EditionFacts,
    EditionRefused,
    Refusal,
    edition_names,
    facts,
    pin,
    previous,
    prunable,
    prune,
    restore,
    unpin,
)
from etl.editions.history import Event, history
from etl.workbench.diff import EditionDiff, TableDiff, compare, figure_of, rows_of
from etl.workbench.moves import Moves, Part, moves
from etl.workbench.rows import read

__all__ = [
    "KEEP",
    "Comparison",
    "EditionFacts",
    "EditionRefused",
    "Event",
    "Part",
    "Refusal",
    "TableDiff",
    "compared",
    "facts",
    "history",
    "pair",
    "pin",
    "prunable",
    "prune",
    "restore",
    "rows_of",
    "unpin",
]

SAYS: Final = (
    *("value", "unit", "qualifier", "indicator_id", "place_code", "scope"),
    *("period_kind", "period_start", "period_end"),
)
"""Columns of an observation in which a change is one of what it says; the others tell how it was read."""
_SHOWN: Final = (
    *("place_code", "indicator_id", "value", "unit", "period_kind", "period_start", "period_end"),
    *("source_id", "quote", "value_text", "observation_id"),
)


@dataclass(frozen=True, eq=False)
class Comparison:
    """What changed between two editions; compared by identity, as an edition is."""

    before: str
    after: str
    observations: pd.DataFrame
    """``change`` (new, changed, gone), columns of observations as the later edition that has the row states
    them, ``value_before``, ``changed`` (columns, tuple), ``refused`` (reason in the other edition, or null),
    ``edition_id`` (that has the row), ``title`` of the source."""
    read_otherwise: int
    """Observations that say the same and were only read otherwise (rule, confidence, flags)."""
    sources: TableDiff
    corrections: TableDiff
    moves: Moves
    scored: bool
    """Whether both editions have scores."""
    places: Mapping[str, tuple[str, str | None]]
    indicators: Mapping[str, tuple[str, str | None]]
    pillars: Mapping[str, tuple[str, str | None]]

    def count(self, change: str) -> int:
        """Observations that are new, changed or gone."""
        return int((self.observations["change"] == change).sum())


def pair(root: Path) -> tuple[str, str] | None:
    """The two to compare unless others are chosen: the one before, and the one in use; None for fewer."""
    found = facts(root)
    used = next((f.edition_id for f in found if f.current), found[0].edition_id if found else None)
    others = [f.edition_id for f in found if f.edition_id != used]
    return (previous(root) or others[0], used) if used and others else None


def compared(root: Path, before: str, after: str) -> Comparison:
    """Everything that changed from one edition to another.

    Raises MissingEdition when one is not there, DamagedEdition when one does not read.
    """
    known = edition_names(root)
    for name in (before, after):
        if name not in known:
            raise MissingEdition(name)
    sides = root / before, root / after
    try:
        return _compared(*sides)
    except (OSError, ValueError, LookupError) as error:  # Arrow's own are among them
        raise DamagedEdition(_damaged(root, before, after)) from error


def _damaged(root: Path, *names: str) -> str:
    """Which of the editions is damaged, and its first fault."""
    faults = [f"{f.edition_id}: {f.faults[0]}" for f in facts(root) if f.edition_id in names and f.faults]
    return faults[0] if faults else ", ".join(names)


def _compared(before: Path, after: Path) -> Comparison:
    difference = compare(before, after, ("observations", "sources", "corrections"))
    seen = difference.tables["observations"]
    rows, otherwise = _observations(difference, seen, before.name, after.name)
    titles = _names(before, after, "sources", "source_id", ("title", "title"))
    return Comparison(
        before.name,
        after.name,
        rows.assign(title=[titles.get(s, (s, None))[0] or s for s in rows["source_id"]]),
        otherwise,
        difference.tables["sources"],
        difference.tables["corrections"],
        moves(before, after),
        all((folder / "scores.parquet").is_file() for folder in (before, after)),
        _names(before, after, "places", "place_code", ("place_name", "name_en")),
        _names(before, after, "indicators", "indicator_id", ("name_zh", "name_en")),
        _names(before, after, "pillars", "pillar_id", ("name_zh", "name_en")),
    )


def _observations(
    difference: EditionDiff, seen: TableDiff, before: str, after: str
) -> tuple[pd.DataFrame, int]:
    """The rows of ``Comparison.observations``, and how many were only read otherwise."""
    found: list[dict[str, Any]] = []
    for change, rows, refused, name in (
        ("new", seen.added, difference.refused_before, after),
        ("gone", seen.removed, difference.refused_after, before),
    ):
        for row in rows_of(rows):
            was = row["value"] if change == "gone" else None
            more = {"value_before": was, "changed": (), "refused": refused.get(figure_of(row))}
            found.append({**_picked(row), **more, "change": change, "edition_id": name})
    otherwise = 0
    for (row, changes), old in zip(seen.changed(), rows_of(seen.old), strict=True):
        said = tuple(column for column, _, _ in changes if column in SAYS)
        otherwise += not said
        if said:
            more = {"value_before": old["value"], "changed": said, "refused": None}
            found.append({**_picked(row), **more, "change": "changed", "edition_id": after})
    columns = [*_SHOWN, "value_before", "changed", "refused", "change", "edition_id"]
    frame = pd.DataFrame(found, columns=columns)
    order = frame["change"].map({"changed": 0, "new": 1, "gone": 2})
    frame = frame.assign(order=order).sort_values(
        ["place_code", "order", "indicator_id", "period_start"], kind="stable"
    )
    return frame.drop(columns="order").reset_index(drop=True), otherwise


def _picked(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _SHOWN}


def _names(
    before: Path, after: Path, table: str, key: str, columns: tuple[str, str]
) -> dict[str, tuple[str, str | None]]:
    """Chinese and English name by key, of both editions; the later one's where they differ."""
    found: dict[str, tuple[str, str | None]] = {}
    for folder in (before, after):
        for row in rows_of(read(folder, table, list(dict.fromkeys((key, *columns))))):
            found[str(row[key])] = str(row[columns[0]] or ""), row.get(columns[1])
    return found
