"""Plausibility of what was read: the last gate before a figure counts."""

from __future__ import annotations

from typing import Final

from etl.catalog import Catalog, Indicator
from etl.records import Finding, Place
from etl.schema import Measure, Reason

MAX_TITLES: Final = {"honour.national_titles": 12, "honour.provincial_titles": 20}
"""Twelve national naming rounds until 2025 (naming_rounds.csv); provinces name more often."""
MAX_SHARE: Final = 1000.0
"""A share above 100 % is kept and flagged; one above this is a misprint or no share."""

MAX_VALUE: Final = 1e10
"""No place has so many of anything: the nation's yearly product is 1.3e10 万元 (2023)."""


def validate(findings: list[Finding], place: Place | None, catalog: Catalog) -> None:
    """Refuse values that cannot be, and all values of a report without a place."""
    for finding in findings:
        if not finding.accepted:
            continue
        indicator = catalog.indicators[finding.candidates[0].indicator_id]
        value = finding.value or 0.0
        if place is None:
            finding.reject(Reason.NO_PLACE)
        elif not in_range(value, indicator):
            finding.reject(Reason.OUT_OF_RANGE, f"{value:g}")


def in_range(value: float, indicator: Indicator) -> bool:
    """Whether an indicator can have the value (in its unit)."""
    limit = MAX_SHARE if indicator.measure is Measure.RATE else MAX_VALUE
    return 0 < value <= MAX_TITLES.get(indicator.indicator_id, limit)


def assert_complete(findings: list[Finding]) -> None:
    """Found = accepted + rejected: nothing is dropped in silence.

    Raises ``AssertionError`` naming the figure that is neither or both.
    """
    for finding in findings:
        if finding.accepted == (finding.reason is not None):
            q = finding.quantity
            raise AssertionError(f"neither accepted nor rejected: {finding.sentence.text[q.start : q.end]!r}")
