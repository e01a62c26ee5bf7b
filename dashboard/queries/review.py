"""The queue of figures to review, and all that is known of one. Tables in: doubts, observations, rejected,
indicators, sources, values, corrections.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard.queries import place, quality
from dashboard.queries.edition import Edition
from dashboard.queries.frames import plain, records
from dashboard.queries.quality import EVERY, NEVER_A_VALUE

Subject = tuple[str, str, str, str, int]
"""Source, cell, sentence, figure as printed, and which of those printed alike: what a decision is about."""
_ALIKE = ["source_id", "quote", "value_text"]


@dataclass(frozen=True)
class Item:
    """A figure under review: its row (observation described, or refused figure) and what it conflicts with.

    ``was_indicator`` is empty for a refused figure; ``doubt`` is its row of doubts, if it has one.
    """

    row: dict[str, Any]
    subject: Subject
    was_indicator: str
    was_value: float | None
    doubt: dict[str, Any] | None = None
    other: dict[str, Any] | None = None


def queue(
    edition: Edition,
    place_code: str = EVERY,
    kind: str = EVERY,
    refused: bool = False,
    decided: Collection[Subject] = (),
) -> pd.DataFrame:
    """Figures to review, most effect first; refused ones, where asked for, after them.

    Columns: ``item`` (id), place_code, place_name, indicator_id, value_text, kinds, reason, shifts,
    name_zh, name_en. ``decided`` are those that wait for the next build: left out.
    """
    rows = _listed(edition, refused and kind == EVERY)
    if kind != EVERY:
        rows = rows[[kind in kinds for kinds in rows["kinds"]]]
    if place_code != EVERY:
        rows = rows[rows["place_code"] == place_code]
    near = rows[
        rows["source_id"].isin({s[0] for s in decided}) & rows["value_text"].isin({s[3] for s in decided})
    ]
    done = [
        at for at, row in zip(near.index, records(near), strict=True) if _subject(edition, row) in decided
    ]
    return rows.drop(index=done).reset_index(drop=True)


@lru_cache(maxsize=4)
def _listed(edition: Edition, refused: bool) -> pd.DataFrame:
    """Every figure to review, in order; kept, as a national edition has tens of thousands."""
    seen = edition["observations"][["observation_id", *_ALIKE, "char_start"]]
    seen = plain(seen[seen["observation_id"].isin(edition["doubts"]["observation_id"])])
    rows = edition["doubts"].sort_values("order").merge(seen, on="observation_id")
    rows = rows.assign(item="o" + rows["observation_id"].astype(str), reason="")
    if refused:
        more = edition["rejected"]
        more = plain(more[~more["reason"].isin(NEVER_A_VALUE)])
        ids = "r" + more["source_id"].astype(str) + "@" + more["char_start"].astype(str)
        more = more.assign(item=ids, kinds=pd.Series([[]] * len(more), more.index, dtype=object))
        rows = pd.concat([rows, more.sort_values(["source_id", "char_start"])], ignore_index=True)
    names = edition["indicators"][["indicator_id", "name_zh", "name_en"]]
    return rows.merge(names, on="indicator_id", how="left")


def _expect(row: dict[str, Any]) -> str:
    """The sentence; a cell of a return has none and stands for itself."""
    return str(row["quote"] or row["value_text"])


def _subject(edition: Edition, row: dict[str, Any]) -> Subject:
    """What a decision on the figure is about."""
    starts: set[int] = set()
    for name in ("observations", "rejected"):
        frame = edition[name]
        alike = frame[frame["source_id"] == row["source_id"]]
        alike = alike[(alike["quote"] == row["quote"]) & (alike["value_text"] == row["value_text"])]
        starts |= {int(start) for start in alike["char_start"]}
    number = sorted(starts).index(int(row["char_start"])) + 1 if row["quote"] else 1
    cell = "" if row["quote"] else str(row.get("locator") or "")
    return str(row["source_id"]), cell, _expect(row), str(row["value_text"]), number


def item(edition: Edition, name: str) -> Item:
    """All of one figure by the id that ``queue`` gave it. KeyError when the edition lacks it."""
    if name.startswith("o"):
        return _observed(edition, name[1:])
    source, _, start = name.removeprefix("r").rpartition("@")
    rows = edition["rejected"]
    rows = rows[(rows["source_id"] == source) & (rows["char_start"].astype(str) == start)]
    if rows.empty:
        raise KeyError(name)
    row = records(plain(rows.merge(edition["sources"][["source_id", "title", "date"]], on="source_id")))[0]
    value = None if pd.isna(row["value"]) else float(row["value"])
    return Item(row, _subject(edition, row), "", value)


def known(edition: Edition, name: str) -> bool:
    """Whether the edition has a figure of this id."""
    try:
        item(edition, name)
    except KeyError:
        return False
    return True


def _observed(edition: Edition, observation_id: str) -> Item:
    doubts = edition["doubts"]
    own = records(doubts[doubts["observation_id"] == observation_id])
    other_id = own[0]["other_id"] if own else None
    seen = quality.observations(edition, [observation_id, *([other_id] if isinstance(other_id, str) else [])])
    row = records(seen.loc[[observation_id]])[0]
    other = records(seen.loc[[other_id]])[0] if other_id in seen.index else None
    subject = _subject(edition, row)
    return Item(row, subject, str(row["indicator_id"]), float(row["value"]), own[0] if own else None, other)


def why_not(edition: Edition, row: dict[str, Any]) -> str | None:
    """Why an observation is shown but not compared, if it is not."""
    return place.why_not(edition, str(row["place_code"])).get(str(row["observation_id"]))


def places(edition: Edition, place_code: str) -> pd.DataFrame:
    """Places that a figure of this place may belong to: those of its province; columns of places."""
    rows = edition["places"]
    own = rows.loc[rows["place_code"] == place_code, "province_code"]
    return rows[rows["province_code"].isin(own)] if len(own) else rows


def doubtful_places(edition: Edition) -> pd.DataFrame:
    """Places with figures to review, most first: place_code, n."""
    counts = plain(edition["doubts"])["place_code"].value_counts().rename("n")
    return counts.rename_axis("place_code").reset_index()


def stated(edition: Edition) -> dict[str, bool]:
    """Corrections and decisions of the edition by id: whether they were applied."""
    rows = edition["corrections"]
    return dict(zip(rows["correction_id"].astype(str), rows["applied"].astype(bool), strict=True))
