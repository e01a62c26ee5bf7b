"""The facts of an edition, its newest sources, and what needs attention.

Tables in: sources, observations, values, indicators, conflicts, corrections, titles.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dashboard.queries.edition import Edition
from dashboard.queries.pairs import pairs
from etl.schema import Flag, SourceStatus, WhyNot


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts of an edition."""

    places: int
    reference_places: int
    sources: int
    sources_read: int
    observations: int
    found: int
    accepted: int
    cells: int
    cells_filled: int
    indicators: int

    @property
    def coverage_pct(self) -> float:
        """Share of places x indicators that have a value."""
        return 100.0 * self.cells_filled / self.cells if self.cells else 0.0

    @property
    def accepted_pct(self) -> float:
        """Share of the figures found that became observations."""
        return 100.0 * self.accepted / self.found if self.found else 0.0


@lru_cache(maxsize=4)
def facts(edition: Edition) -> Facts:
    """Count an edition, once."""
    values, sources = edition["values"], edition["sources"]
    places, indicators = values["place_code"].nunique(), len(edition["indicators"])
    return Facts(
        places=places,
        reference_places=len(edition["places"]),
        sources=len(sources),
        sources_read=int((sources["status"] != SourceStatus.FAILED).sum()),
        observations=len(edition["observations"]),
        found=int(sources["found"].sum()),
        accepted=int(sources["accepted"].sum()),
        cells=places * indicators,
        cells_filled=len(pairs(edition)),
        indicators=indicators,
    )


def newest_sources(edition: Edition, n: int = 6) -> pd.DataFrame:
    """The newest sources that were read: columns of sources."""
    sources = edition["sources"]
    read = sources[sources["status"] != SourceStatus.FAILED]
    keys = read[["date", "source_id"]]  # the rows themselves are long
    newest = keys.sort_values(["date", "source_id"], ascending=[False, True], na_position="last").head(n)
    return read.loc[newest.index]


@lru_cache(maxsize=4)
def attention(edition: Edition) -> list[tuple[str, int, list[str]]]:
    """What a person should look at, worst first: (kind, how many, up to three place codes or files).

    Counted once an edition.

    Kinds: failed, correction, conflict, damaged, carried, no_basis, partial.
    """
    sources, seen, values = edition["sources"], edition["observations"], edition["values"]
    fixes = edition["corrections"]
    found = [
        ("failed", sources[sources["status"] == SourceStatus.FAILED], "path"),
        ("correction", fixes[~fixes["applied"].astype(bool)], "correction_id"),
        ("conflict", edition["conflicts"], "place_code"),
        ("damaged", seen[_has(seen, Flag.DAMAGED_NEARBY)], "place_code"),
        ("partial", sources[sources["status"] == SourceStatus.PARTIAL], "path"),
        ("carried", seen[_has(seen, Flag.CARRIED_PERIOD)], "place_code"),
        ("no_basis", values.loc[values["why_not"] == WhyNot.NO_BASIS, ["place_code"]], "place_code"),
    ]
    return [(kind, len(rows), _names(rows[column])) for kind, rows, column in found if len(rows)]


def _has(rows: pd.DataFrame, flag: Flag) -> pd.Series[bool]:
    """Which observations carry a flag."""
    return pd.Series([flag in flags for flags in rows["flags"]], index=rows.index, dtype=bool)


def _names(column: pd.Series[str], n: int = 3) -> list[str]:
    """The most frequent values."""
    counts = column.value_counts()
    return [str(name) for name in counts[counts > 0].head(n).index]  # a category without rows counts too
