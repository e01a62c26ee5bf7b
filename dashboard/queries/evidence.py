"""A source and all figures found in it. Tables in: documents, sources, observations, rejected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.queries import place
from dashboard.queries.edition import Edition
from dashboard.queries.frames import one


@dataclass(frozen=True)
class Reading:
    """One source: its row, its text, and the figures with offsets into that text.

    ``observations`` has the columns of ``place.observations`` with ``start`` and ``end``;
    ``rejected`` those of rejected with the same, and ``rejected_id`` (start in the file).
    """

    source: dict[str, Any]
    text: str
    observations: pd.DataFrame
    rejected: pd.DataFrame

    def between(self, start: int, end: int) -> Reading:
        """The same with the figures that stand between two offsets only."""
        rows = (frame[frame["start"].between(start, end)] for frame in (self.observations, self.rejected))
        return Reading(self.source, self.text, *rows)

    def offset(self, figure: str | None) -> int:
        """Where a figure (an observation's id, or ``x`` and a rejected one's) stands; -1 where none is."""
        seen, refused = self.observations, self.rejected
        own = seen.loc[seen["observation_id"] == figure, "start"]
        own = own if len(own) else refused.loc["x" + refused["rejected_id"] == figure, "start"]
        return int(own.iloc[0]) if len(own) else -1


def readable(edition: Edition) -> pd.DataFrame:
    """Sources whose text is kept, newest first: columns of sources."""
    sources = edition["sources"]
    kept = sources[sources["source_id"].isin(edition["documents"]["source_id"])]
    return kept.sort_values(["date", "source_id"], ascending=[False, True], na_position="last")


def source_of(edition: Edition, observation_id: str | None) -> str | None:
    """Source of an observation, None for one that the edition lacks."""
    seen = edition["observations"]
    own = seen.loc[seen["observation_id"] == observation_id, "source_id"]
    return str(own.iloc[0]) if len(own) else None


def reading(edition: Edition, source_id: str) -> Reading:
    """All of one source; KeyError when its text is not kept."""
    document = one(edition["documents"], "source_id", source_id)
    source = one(edition["sources"], "source_id", source_id)
    shift = int(document["char_start"])
    seen = place.described(edition, edition["observations"]["source_id"] == source_id)
    refused = edition["rejected"]
    refused = refused[refused["source_id"] == source_id]
    refused = refused.assign(rejected_id=refused["char_start"].astype(str))
    return Reading(source, str(document["text"]), _shifted(seen, shift), _shifted(refused, shift))


def _shifted(rows: pd.DataFrame, shift: int) -> pd.DataFrame:
    """Offsets in the file as offsets in the text, in reading order."""
    moved = rows.assign(start=rows["char_start"] - shift, end=rows["char_end"] - shift)
    return moved.sort_values("start", kind="stable")
