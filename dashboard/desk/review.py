"""Reviewers' decisions: read, written, taken back, out and in as a file. No streamlit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache

from dashboard.queries.review import Item, Subject
from dashboard.settings import Settings
from etl.catalog import load_catalog
from etl.decisions.decided import read_value
from etl.decisions.decided_cells import value_as
from etl.decisions.declared import Correction, DeclaredError, checked, in_force, stamped
from etl.decisions.files import ImportFault, exported, imported
from etl.decisions.store import Store, StoreError
from etl.extract import Extractor
from etl.schema import Decision, PeriodKind
from etl.validate import in_range

__all__ = ["Correction", "DeclaredError", "ImportFault", "StoreError"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a person wants otherwise: the value as written, indicator, period, place; empty = as it is."""

    value: str = ""
    indicator: str = ""
    kind: str = ""
    start: int | None = None
    end: int | None = None
    place: str = ""


def history(settings: Settings) -> list[Correction]:
    """Every decision of the store, oldest first. Raises ``StoreError``."""
    return Store(settings.decisions_url).history()


def standing(records: Collection[Correction]) -> set[str]:
    """Ids of the decisions in force."""
    return {r.correction_id for r in in_force(records)}


def waiting(records: Collection[Correction], built: Collection[str]) -> list[Correction]:
    """Decisions that the next build will apply or take back: what an edition with ``built`` ids lacks."""
    force = in_force(records)
    names = {r.correction_id for r in force}
    gone = [r for r in records if r.correction_id in built and r.correction_id not in names]
    known = {r.subject for r in force}
    return [r for r in force if r.correction_id not in built] + [r for r in gone if r.subject not in known]


def subjects(records: Collection[Correction]) -> set[Subject]:
    """The figures that records are about."""
    return {r.subject for r in records}


def decide(settings: Settings, item: Item, decision: str, change: Change, reason: str, by: str) -> Correction:
    """Append a decision on a figure. Raises ``DeclaredError`` or ``StoreError``."""
    source, cell, expect, figure, number = item.subject
    record = Correction(
        "new", source, expect, change.value, reason, Decision(decision), figure, number, cell,
        was_indicator=item.was_indicator, was_value=item.was_value, indicator=change.indicator,
        period_kind=PeriodKind(change.kind) if change.kind else None,
        period_start=change.start if change.kind else None,
        period_end=change.end if change.kind else None,
        place=change.place, by=by,
    )  # fmt: skip
    return _append(settings, record)


def withdraw(settings: Settings, record: Correction, reason: str, by: str) -> Correction:
    """Take a decision back: another record, which says so. Raises ``StoreError``."""
    plain = Correction("new", record.source, record.expect, "", reason, Decision.WITHDRAW)
    same = {
        name: getattr(record, name) for name in ("figure", "occurrence", "cell", "was_indicator", "was_value")
    }
    return _append(settings, replace(plain, **same, by=by))


def _append(settings: Settings, record: Correction) -> Correction:
    dated = stamped(checked(record))
    Store(settings.decisions_url).append([dated])
    return dated


def reads_as(written: str, indicator_id: str) -> float | None:
    """A value as a person wrote it, in the indicator's unit; None when it is none that could be."""
    read = read_value(written, indicator_id, _extractor())
    if read is None or not in_range(read[1], _extractor().catalog.indicators[indicator_id]):
        return None
    return read[1]


def stands_as(item: Item, indicator_id: str) -> bool:
    """Whether a figure can be another indicator's as it is printed, so that no value need be written."""
    printed = str(item.row["value_text"])
    if not item.subject[1]:
        return reads_as(printed, indicator_id) is not None
    row = {name: item.row[name] for name in ("value_text", "value")}
    if item.was_indicator:
        row |= {name: item.row[name] for name in ("unit", "value_low")}
    return value_as(row, indicator_id, "", _extractor()) is not None


@lru_cache(maxsize=1)
def _extractor() -> Extractor:
    return Extractor(load_catalog())


def as_file(records: Collection[Correction]) -> bytes:
    """The records as corrections.yml has them."""
    return exported(records).encode()


def from_file(settings: Settings, data: bytes) -> tuple[int, int]:
    """Add the records of a file: (new, in all). Raises ``ImportFault`` or ``StoreError``."""
    records = imported(data)
    return Store(settings.decisions_url).append(records), len(records)
