"""What a file would bring into an edition, worked out without publishing anything.

The file goes through the same stages as in a build; then its observations are put beside those that
the edition has of the same places, and the comparable values are chosen anew for these.
Tables in (of the edition): observations, sources, documents. Plain data out, fit for JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow.parquet as parquet

from etl.extract import Extractor
from etl.normalise import comparable_values
from etl.pipeline import distinct, read_document
from etl.read import read_bytes
from etl.records import Note, Reading
from etl.schema import TABLES
from etl.tables import build_tables, frame

MOST_ROWS: Final = 3_000
"""Rows of a table that are shown of one file; the counts in ``sources`` are of all."""
MOST_CHARACTERS: Final = 200_000
"""Of the text of one document: a book."""
_SHOWN: Final = ("sources", "observations", "rejected", "faults")

Rows = list[dict[str, Any]]


class Effect(StrEnum):
    """What becomes of the value that stands for a place and indicator."""

    NEW = "new"
    CHANGED = "changed"
    RENEWED = "renewed"
    """The same figure, of another time."""
    SAME = "same"
    UNUSED = "unused"


def preview(
    name: str, data: bytes, note: Note | None, edition: Path | None, extractor: Extractor
) -> dict[str, Any]:
    """Read a file and say what it would change in the edition in that folder (None: there is none yet).

    ``sources``, ``observations``, ``rejected``: rows of these tables; ``texts``: by source_id;
    ``known``: titles of the edition's sources with the same content; ``conflicts``: columns of conflicts
    with quote and title of both sides; ``effects``: place, indicator, before, after, effect.
    """
    there = _Edition(edition)
    read = [read_document(document, extractor) for document in read_bytes(name, data, note)]
    places = {code for reading in read for code in _places(reading)}
    own = there.observations(places)
    readings = list(distinct(read, there.sources["source_id"], there.texts(places)))
    tables = build_tables(readings, extractor.catalog, extractor)
    same = there.sources["sha256"].isin(tables["sources"]["sha256"])
    new = not tables["sources"]["sha256"].isin(there.sources["sha256"]).all()
    conflicts, effects = _effects(tables, own, there.sources) if new else ([], [])
    return {
        **{name: _rows(tables[name].head(MOST_ROWS)) for name in _SHOWN},
        "texts": {r.document.source_id: _text(r) for r in readings},
        "known": [str(title) for title in there.sources.loc[same, "title"]],
        "new": new,
        "conflicts": conflicts[:MOST_ROWS],
        "effects": effects[:MOST_ROWS],
    }


def _places(reading: Reading) -> Iterator[str]:
    """Codes of the places that a reading has figures of."""
    yield from [reading.place.code] if reading.place else []
    yield from (finding.part.code for finding in reading.findings if finding.part)
    yield from reading.rows.observations["place_code"] if reading.rows else []


class _Edition:
    """The tables that are needed of an edition, as far as they are needed."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.sources = self._read("sources", None)

    def observations(self, places: set[str]) -> pd.DataFrame:
        """Those of some places."""
        return self._read("observations", ("place_code", places))

    def texts(self, places: set[str]) -> list[str]:
        """The texts of the sources about some places, or about several at once."""
        about = self.sources["place_code"]
        ids = self.sources.loc[about.isin(places) | about.isna(), "source_id"]
        return [text for text in self._read("documents", ("source_id", set(ids)))["text"] if text]

    def _read(self, name: str, only: tuple[str, set[str]] | None) -> pd.DataFrame:
        """A table, or its rows with one of these codes; columns that an older edition lacks are empty."""
        if self._folder is None or (only and not only[1]):
            return frame(name, [])
        filters = [(only[0], "in", only[1])] if only else None
        read: pd.DataFrame = parquet.read_table(self._folder / f"{name}.parquet", filters=filters).to_pandas()
        return read.reindex(columns=TABLES[name].column_names)


def _effects(tables: dict[str, pd.DataFrame], own: pd.DataFrame, sources: pd.DataFrame) -> tuple[Rows, Rows]:
    """(conflicts between the file and the edition, what becomes of each value that the file states)."""
    new, both = tables["observations"], [own, tables["observations"]]
    every = pd.concat([part for part in both if len(part)]) if any(map(len, both)) else new
    known = pd.concat([sources, tables["sources"]])
    catalogue = tables["indicators"], tables["places"]
    before, _ = comparable_values(own, known, *catalogue)
    after, conflicts = comparable_values(every, known, *catalogue)
    ids = set(new["observation_id"])
    between = [c for c in conflicts if (c["kept_id"] in ids) != (c["other_id"] in ids)]
    said = every.set_index("observation_id")[["quote", "value_text", "locator", "remark", "source_id"]]
    said = said.join(known.set_index("source_id")["title"], on="source_id")
    wanted = {(o.place_code, o.indicator_id) for o in new.itertuples()}
    return [_sides(c, said, ids) for c in between], _changes(before, after, wanted, ids)


def _sides(conflict: dict[str, Any], said: pd.DataFrame, ids: set[str]) -> dict[str, Any]:
    """A conflict seen from the file: ``new_…`` is what it states, ``current_…`` what the edition has."""
    sides = ("kept", "other") if conflict["kept_id"] in ids else ("other", "kept")
    shown = {k: v for k, v in conflict.items() if not k.startswith(("kept", "other", "difference"))}
    for name, side in zip(("new", "current"), sides, strict=True):
        row = said.loc[conflict[f"{side}_id"]]
        shown |= {f"{name}_{c}": row[c] for c in ("quote", "value_text", "locator", "remark", "title")}
        shown |= {f"{name}_value": conflict[f"{side}_value"], f"{name}_kept": side == "kept"}
    old, value = shown["current_value"], shown["new_value"]
    return _plain(shown | {"difference_pct": (value - old) / old * 100 if old else None})


def _changes(before: Rows, after: Rows, wanted: set[tuple[Any, Any]], ids: set[str]) -> Rows:
    """One row a place and indicator that the file speaks of: its value, before and after."""
    old, new = (
        {(v["place_code"], v["indicator_id"]): v for v in values if v["latest"]} for values in (before, after)
    )
    rows = []
    for key in sorted(wanted & new.keys() | wanted & old.keys()):
        last, now = old.get(key), new[key]
        row = {c: now[c] for c in ("place_code", "place_name", "indicator_id")}
        row |= {"effect": _effect(last, now, ids), "comparable": now["comparable"], "why_not": now["why_not"]}
        for name, value in (("before", last), ("after", now)):
            columns = ("value", "period_kind", "period_start", "period_end", "qualifier")
            row |= {f"{name}_{c}": value[c] if value else None for c in columns}
        rows.append(_plain(row))
    order = list(Effect)
    return sorted(rows, key=lambda r: order.index(r["effect"]))


def _effect(last: dict[str, Any] | None, now: dict[str, Any], ids: set[str]) -> Effect:
    if last is None:
        return Effect.NEW
    if now["observation_ids"][0] in ids:
        if last["value"] != now["value"]:
            return Effect.CHANGED
        same = all(last[c] == now[c] for c in ("period_kind", "period_start", "period_end"))
        return Effect.SAME if same else Effect.RENEWED
    return Effect.SAME if ids & set(now["observation_ids"]) and not now["conflict"] else Effect.UNUSED


def _text(reading: Reading) -> str:
    return reading.document.text[:MOST_CHARACTERS]


def _rows(data: pd.DataFrame) -> Rows:
    return [_plain(row) for row in data.to_dict("records")]


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    """A row as JSON takes it: what is missing is None."""
    return {str(k): None if not isinstance(v, list) and pd.isna(v) else v for k, v in row.items()}
