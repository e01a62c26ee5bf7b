"""What persons said of cells of a return: the same decisions, on rows instead of sentences.

A decision names sheet and cell; it is applied while the cell still holds the same text and is read as
it was then.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from etl.decisions.decided import REVIEWED_RULE, read_value, same
from etl.decisions.declared import Correction
from etl.extract import Extractor
from etl.records import Reading, Rows
from etl.schema import Decision, Flag, Qualifier, Reason, Scope

Columns = dict[str, list[Any]]


def settle_cells(reading: Reading, fixes: list[Correction], extractor: Extractor) -> Reading:
    """The reading of a return under the decisions on its cells."""
    decided = [c for c in fixes if c.cell]
    if reading.rows is None or not decided:
        return reading
    used = {name: list(column) for name, column in reading.rows.observations.items()}
    refused = {name: list(column) for name, column in reading.rows.rejected.items()}
    applied = [c.correction_id for c in decided if _apply(c, used, refused, extractor)]
    return replace(reading, rows=Rows(used, refused, reading.rows.faults), corrected=applied)


def _apply(decision: Correction, used: Columns, refused: Columns, extractor: Extractor) -> bool:
    """Change the rows as the person said; false where the cell or its reading is another now."""
    own = used if decision.was_indicator else refused
    at = _row(own, decision)
    if at is None:
        return False
    row = {name: column[at] for name, column in own.items()}
    if decision.decision is Decision.REJECT and own is used:
        who = f"（{decision.by}）" if decision.by else ""
        said = {"unit_text": row["unit"], "reason": Reason.REVIEWED, "detail": f"{decision.reason}{who}"}
        _move(own, at, {**row, **said}, refused)
    elif decision.decision is Decision.CORRECT:
        changed = _changed(row, decision, extractor)
        if changed is None:
            return False
        _move(own, at, changed, used)
    elif own is used:
        used["confidence"][at] = 1.0
        used["flags"][at] = sorted({*row["flags"], str(Flag.CONFIRMED)})
    return True


def _row(own: Columns, decision: Correction) -> int | None:
    """Number of the row that the decision is about."""
    for at, cell in enumerate(own["locator"]):
        if cell != decision.cell or own["value_text"][at] != decision.figure:
            continue
        read = own["indicator_id"][at] == decision.was_indicator or not decision.was_indicator
        if read and same(decision.was_value, own["value"][at]):
            return at
    return None


def _move(own: Columns, at: int, row: dict[str, Any], to: Columns) -> None:
    """Take a row out and put it, as changed, where it now belongs."""
    for column in own.values():
        column.pop(at)
    for name, column in to.items():
        column.append(row[name])


def _changed(row: dict[str, Any], decision: Correction, extractor: Extractor) -> dict[str, Any] | None:
    """The row with what the person changed; None where that cannot be."""
    catalog, wanted = extractor.catalog, decision.indicator or decision.was_indicator
    indicator = catalog.indicators.get(wanted)
    place = catalog.places.get(decision.place or row["place_code"])
    read = read_value(decision.replace or row["value_text"], wanted, extractor) if indicator else None
    if indicator is None or place is None or (read is None and (decision.replace or decision.indicator)):
        return None
    changed: dict[str, Any] = {
        "period_text": "",
        "qualifier": Qualifier.EXACT,
        "scope": Scope.SELF,
        "matched": [],
    }
    changed |= {"rule_id": REVIEWED_RULE, "flags": []} | row
    if read and (decision.replace or decision.indicator):
        quantity, value = read
        ratio = value / quantity.value if quantity.value else 1.0
        low, high = ((v if v is not None else quantity.value or 0.0) for v in (quantity.low, quantity.high))
        changed |= {"value": value, "value_low": low * ratio, "value_high": high * ratio}
        changed["qualifier"] = quantity.qualifier
    if decision.period_kind:
        changed |= {"period_kind": decision.period_kind, "period_start": decision.period_start}
        changed |= {"period_end": decision.period_end}
    if "period_kind" not in changed or changed.get("value_low") is None:
        return None
    changed |= {"indicator_id": wanted, "unit": indicator.unit, "confidence": 1.0}
    changed |= {"place_code": place.code, "place_name": place.name}
    changed["flags"] = sorted({*changed["flags"], str(Flag.CORRECTED)})
    return changed
