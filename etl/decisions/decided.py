"""What a person's decision makes of one figure, and figures as a person writes them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from etl.catalog import Indicator
from etl.decisions.declared import Correction
from etl.extract import Extractor, in_unit
from etl.records import Candidate, Finding, Period, Place, Quantity
from etl.schema import Decision, Flag, Measure, Reason, Scope
from etl.validate import in_range

REVIEWED_RULE: Final = "reviewed"
"""In place of the cue: a person said which indicator it is."""


def said_of(
    decision: Correction, finding: Finding, machine: Finding, place: Place | None, extractor: Extractor
) -> Finding | None:
    """The finding as the person wants it; None when the machine now reads something else there."""
    if not _as_then(decision, finding, machine):
        return None
    said = machine.copy()
    if decision.decision is Decision.CORRECT:
        return _changed(said, decision, place, extractor)
    if decision.decision is Decision.REJECT:
        said.reason, said.detail = Reason.REVIEWED, decision.said
    elif decision.was_indicator:
        said.reason = None
        if all(c.indicator_id != decision.was_indicator for c in said.candidates):
            said.candidates = [_candidate(said, decision.was_indicator)]
        said.value = decision.was_value
        said.flags.add(Flag.CONFIRMED)
    return said


def _as_then(decision: Correction, finding: Finding, machine: Finding) -> bool:
    """Whether the machine reads the figure as it did when the person decided."""
    if not decision.was_indicator:
        return machine.reason is not None and same(decision.was_value, machine.quantity.value)
    known = {c.indicator_id for c in (*machine.candidates, *machine.alternatives, *finding.candidates)}
    values = (machine.value, finding.value)
    return decision.was_indicator in known and any(same(decision.was_value, v) for v in values)


def same(a: float | None, b: float | None) -> bool:
    """Whether two values read are one, but for the last bits."""
    return a is b if a is None or b is None else math.isclose(a, b, rel_tol=1e-9)


def _changed(
    said: Finding, decision: Correction, place: Place | None, extractor: Extractor
) -> Finding | None:
    """The finding with another value, indicator, period or place; None where that cannot be."""
    catalog, wanted = extractor.catalog, decision.indicator or decision.was_indicator
    indicator = catalog.indicators.get(wanted)
    theirs = catalog.places.get(decision.place) if decision.place else said.part or place
    if indicator is None or theirs is None:
        return None
    if decision.indicator or not said.candidates:
        said.candidates = [_candidate(said, wanted)]
        said.value = _value(said.quantity, wanted, extractor)
    if decision.replace:
        read = read_value(decision.replace, wanted, extractor)
        if read is None:
            return None
        quantity, said.value = read
        said.quantity = replace(quantity, start=said.quantity.start, end=said.quantity.end)
    if decision.period_kind:
        said.period = Period(decision.period_kind, decision.period_start, decision.period_end)
    if decision.place:
        said.scope, said.part = Scope.SELF, None if place and theirs.code == place.code else theirs
    if said.period is None or said.value is None or not in_range(said.value, indicator):
        return None
    said.reason, said.detail = None, ""
    said.flags = corrected_flags(said.flags, said.value, indicator, bool(decision.period_kind))
    return said


def corrected_flags(flags: Iterable[Flag], value: float, indicator: Indicator, dated: bool) -> set[Flag]:
    """The flags of a corrected figure: what was doubtful of the old reading holds no more."""
    settled = {Flag.ABOVE_100, Flag.NEAR_TIE} | ({Flag.CARRIED_PERIOD} if dated else set())
    above = indicator.measure is Measure.RATE and value > 100
    return set(flags) - settled | {Flag.CORRECTED} | ({Flag.ABOVE_100} if above else set())


def _candidate(finding: Finding, indicator_id: str) -> Candidate:
    """The machine's own reading as that indicator, or the person's."""
    for candidate in (*finding.candidates, *finding.alternatives):
        if candidate.indicator_id == indicator_id:
            return candidate
    return Candidate(indicator_id, REVIEWED_RULE, 0.0, ())


def read_value(text: str, indicator_id: str, extractor: Extractor) -> tuple[Quantity, float] | None:
    """The one figure that a person wrote, and its value in the indicator's unit.

    Read by the grammar of the reports: 1.85亿元, 近300人次, 每人每月600元. A bare number is in the
    indicator's unit. None when it is no figure, or in a unit that the indicator cannot have.
    """
    clean = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).rstrip("。,;")
    quantity = extractor.grammar.whole(clean)
    value = _value(quantity, indicator_id, extractor) if quantity else None
    return None if quantity is None or value is None else (quantity, value)


def _value(quantity: Quantity, indicator_id: str, extractor: Extractor) -> float | None:
    """A quantity in the unit of an indicator; None where the units do not go together."""
    if quantity.value is None:
        return None
    if not quantity.dimension:
        return quantity.value
    unit = extractor.catalog.indicators[indicator_id].unit
    if quantity.dimension not in {"bare", *extractor.cues.dimensions(indicator_id)}:
        return None
    return in_unit(quantity.value, quantity.dimension, unit)
