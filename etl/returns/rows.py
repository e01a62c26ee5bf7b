"""What the cells gave, as columns of the tables observations and rejected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from etl.records import Document, Rows
from etl.returns.found import Found, Refused, Taken
from etl.returns.remarks import doubts_in
from etl.returns.written import Written, address, cell_text
from etl.schema import Flag, Measure, PeriodKind, Scope

RULE_ID: Final = "return"
"""Stands where an observation of a report names the cue that matched."""
KINDS: Final = {
    Measure.STOCK: PeriodKind.ASOF,
    Measure.RATE: PeriodKind.ASOF,
    Measure.FLOW: PeriodKind.YEAR,
    Measure.STANDARD: PeriodKind.STANDARD,
}
"""A stock and a rate are as of the end of the year in whose column they stand, a flow is that year's."""

Columns = dict[str, Sequence[Any]]


def rows_of(document: Document, found: Found) -> Rows:
    """The columns of all cells taken and refused, and the faults by sheet, row and column."""
    places = {sheet.name: number for number, sheet in enumerate(document.sheets)}
    faults = sorted(found.faults.values(), key=lambda f: (places[f.sheet], f.at or (-1, -1), f.code))
    written = Written(document.text)
    return Rows(_observations(document, found, written), _rejected(document, found, written), faults)


def _cells(document: Document, cells: Sequence[Taken | Refused], found: Found, written: Written) -> Columns:
    """Where each cell stands, and what it holds."""
    stands = [written.cell(one.sheet, *one.at) for one in cells]
    names = [cell_text(sheet.name) for sheet in document.sheets]
    return {
        "place_code": [one.place.code if one.place else "" for one in cells],
        "place_name": [one.place.name if one.place else "" for one in cells],
        "char_start": [start for start, _ in stands],
        "char_end": [start + len(text) for start, text in stands],
        "quote": [""] * len(cells),
        "section": [names[one.sheet] for one in cells],
        "locator": [f"{names[one.sheet]}!{address(*one.at)}" for one in cells],
        "value_text": [text for _, text in stands],
        "remark": [found.remarks.get((one.sheet, one.at)) for one in cells],
    }


def _observations(document: Document, found: Found, written: Written) -> Columns:
    taken = found.taken
    return _cells(document, taken, found, written) | {
        "indicator_id": [one.indicator.indicator_id for one in taken],
        "value": [one.figure.value for one in taken],
        "value_low": [one.figure.low for one in taken],
        "value_high": [one.figure.high for one in taken],
        "unit": [one.indicator.unit for one in taken],
        "qualifier": [one.figure.qualifier for one in taken],
        "period_kind": [KINDS[one.indicator.measure] for one in taken],
        "period_start": [one.year for one in taken],
        "period_end": [one.year for one in taken],
        "period_text": [f"{one.year}年" for one in taken],
        "scope": [Scope.SELF] * len(taken),
        "rule_id": [RULE_ID] * len(taken),
        "matched": [[one.label] for one in taken],
        "confidence": [1.0] * len(taken),
        "flags": [_flags(one, found) for one in taken],
    }


def _flags(one: Taken, found: Found) -> list[str]:
    """What a reader should know, in alphabetical order."""
    if not (one.figure.converted or one.formula or found.remarks):
        return []
    said = ((Flag.CONVERTED, one.figure.converted), (Flag.FORMULA, one.formula))
    flags = [str(flag) for flag, holds in said if holds]
    remark = found.remarks.get((one.sheet, one.at))
    return sorted([*flags, *map(str, doubts_in(remark))]) if remark else flags


def _rejected(document: Document, found: Found, written: Written) -> Columns:
    refused = found.refused
    values = [document.sheets[one.sheet].rows[one.at[0]][one.at[1]] for one in refused]
    return _cells(document, refused, found, written) | {
        "value": [float(v) if isinstance(v, (int, float)) and math.isfinite(v) else None for v in values],
        "unit_text": [one.indicator.unit if one.indicator else "" for one in refused],
        "reason": [one.reason for one in refused],
        "indicator_id": [one.indicator.indicator_id if one.indicator else None for one in refused],
        "detail": [one.detail for one in refused],
    }
