"""What persons said of cells of a return: the same decisions, on rows instead of sentences.

A decision names sheet and cell; it is applied while the cell still holds the same text and is read as
it was then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from etl.decisions.decided import REVIEWED_RULE, corrected_flags, read_value, same
from etl.decisions.declared import Correction
from etl.extract import Extractor
from etl.records import Reading, Rows
from etl.schema import Decision, Flag, Problem, Reason, Scope
from etl.validate import in_range

Columns = dict[str, list[Any]]


def settle_cells(reading: Reading, fixes: list[Correction], extractor: Extractor) -> Reading:
    """The reading of a return under the decisions on its cells."""
    decided = [c for c in fixes if c.cell]
    if reading.rows is None or not decided:
        return reading
    used = {name: list(column) for name, column in reading.rows.observations.items()}
    refused = {name: list(column) for name, column in reading.rows.rejected.items()}
    applied = [c.correction_id for c in decided if _apply(c, used, refused, extractor)]
    problems = tuple(_with_rows(p) for p in reading.problems) if used["value"] else reading.problems
    rows = Rows(used, refused, reading.rows.faults)
    return replace(reading, rows=rows, corrected=applied, problems=problems)


def _with_rows(problem: Problem) -> Problem:
    """A problem of a return of which something is used.

    Who takes up a cell of a faulty return says that it is good, as ``good_rows`` says of all: a
    decision may not need the whole return to be mended first, and what counts may not stand in a
    source that failed.
    """
    unused = problem in (Problem.FAULTY_RETURN, Problem.NO_RETURN)
    return Problem.GOOD_ROWS_ONLY if unused else problem


def _apply(decision: Correction, used: Columns, refused: Columns, extractor: Extractor) -> bool:
    """Change the rows as the person said; false where the cell or its reading is another now."""
    own = used if decision.was_indicator else refused
    at = _row(own, decision)
    if at is None:
        return False
    row = {name: column[at] for name, column in own.items()}
    if decision.decision is Decision.REJECT and own is used:
        said = {"unit_text": row["unit"], "reason": Reason.REVIEWED, "detail": decision.said}
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
    value = value_as(row, wanted, decision.replace, extractor) if indicator else None
    if indicator is None or place is None or value is None:
        return None
    said: dict[str, Any] = {"period_text": "", "matched": [], "flags": []}
    said |= {"rule_id": REVIEWED_RULE, "scope": Scope.SELF}
    said |= row | value | {"indicator_id": wanted, "unit": indicator.unit, "confidence": 1.0}
    said |= {"place_code": place.code, "place_name": place.name}
    if decision.period_kind:
        said |= {"period_kind": decision.period_kind, "period_start": decision.period_start}
        said |= {"period_end": decision.period_end}
    if "period_kind" not in said or not in_range(said["value"], indicator):
        return None
    flags = corrected_flags(map(Flag, said["flags"]), said["value"], indicator, bool(decision.period_kind))
    return said | {"flags": sorted(map(str, flags))}


def value_as(
    row: Mapping[str, Any], indicator_id: str, written: str, extractor: Extractor
) -> dict[str, Any] | None:
    """Columns that give a row of a return its value as an indicator's; None where that cannot be.

    ``written`` is what the person wrote. Without it the row keeps its value where the unit stays the
    same; else the cell's own text is read, if it states its unit: a bare number has that of its row or
    column, which the row of the table does not tell.
    """
    if not written and "value_low" in row and row["unit"] == extractor.catalog.indicators[indicator_id].unit:
        return {}
    read = read_value(written or row["value_text"], indicator_id, extractor)
    if read is None or (not written and read[0].dimension in ("", "bare")):
        return None
    quantity, value = read
    ratio = value / quantity.value if quantity.value else 1.0
    low, high = ((v if v is not None else quantity.value or 0.0) for v in (quantity.low, quantity.high))
    bounds = {"value_low": low * ratio, "value_high": high * ratio}
    return {"value": value, **bounds, "qualifier": quantity.qualifier}
