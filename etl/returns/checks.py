"""Checks of all values together: range, repeats, totals. By pandera, which reports every failure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, Final

import pandas as pd
import pandera.pandas as pa

from etl.records import Sheet
from etl.returns.found import Found, Refused, Taken
from etl.returns.written import address, cell_text
from etl.schema import Fault, Measure, Reason
from etl.validate import MAX_TITLES, MAX_VALUE

TOTAL_TOLERANCE: Final = 0.005
"""Totals are rounded, and so are the rows that they sum up."""

Test = Callable[[Any], Any]


Key = tuple[str, str, int]
"""Place, indicator and year: what a value is of."""


def check(found: Found, sheets: tuple[Sheet, ...]) -> None:
    """Refuse the values that fail, with their faults."""
    _totals(found, sheets)  # first: the rows that a total sums up are all still there
    failures = _failures(_frame(found.taken))
    if not failures:
        return
    first = {_key(one): index for index, one in reversed(list(enumerate(found.taken)))}
    refused: dict[int, str] = {}
    for code, indices in failures.items():
        for index in indices:
            fault = _note(code, found, index, first, sheets)
            refused.setdefault(index, fault)
            if code is Fault.CONTRADICTING_ROW:  # which of the two is right is not known
                refused.setdefault(first[_key(found.taken[index])], fault)
    for index, detail in refused.items():
        one = found.taken[index]
        found.refused.append(Refused(one.sheet, one.at, one.place, one.indicator, Reason.CELL_FAULT, detail))
    found.taken = [one for index, one in enumerate(found.taken) if index not in refused]


def _frame(taken: list[Taken]) -> pd.DataFrame:
    """One row a value: what the checks look at."""
    limits = [MAX_TITLES.get(one.indicator.indicator_id, MAX_VALUE) for one in taken]
    frame = pd.DataFrame(
        {
            "value": [one.figure.value for one in taken],
            "limit": limits,
            "is_share": [one.indicator.measure is Measure.RATE for one in taken],
            "place": [one.place.code for one in taken],
            "indicator": [one.indicator.indicator_id for one in taken],
            "year": [one.year for one in taken],
        }
    ).astype({"value": "float64", "is_share": "bool"})
    key = ["place", "indicator", "year"]
    repeated = frame.duplicated(key)
    first = frame.groupby(key, sort=False)["value"].transform("first") if repeated.any() else frame["value"]
    return frame.assign(repeats=repeated & (first == frame["value"]), contradicts=first != frame["value"])


_SCHEMA: Final = pa.DataFrameSchema(
    {
        "value": pa.Column(float, pa.Check.ge(0, error=Fault.NEGATIVE), nullable=False),
        "repeats": pa.Column(bool, pa.Check(lambda c: ~c, error=Fault.REPEATED_ROW)),
        "contradicts": pa.Column(bool, pa.Check(lambda c: ~c, error=Fault.CONTRADICTING_ROW)),
    },
    checks=[
        pa.Check(lambda f: f["value"] <= f["limit"], error=Fault.TOO_LARGE),
        pa.Check(lambda f: ~f["is_share"] | (f["value"] <= 100), error=Fault.SHARE_ABOVE_100),
    ],
)


def _failures(frame: pd.DataFrame) -> dict[Fault, list[int]]:
    """Rows that fail, by fault."""
    try:
        _SCHEMA.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases.drop_duplicates(["check", "index"])
        return {
            Fault(str(c)): [int(i) for i in own["index"]] for c, own in cases.groupby("check", sort=False)
        }
    return {}


def _key(one: Taken) -> Key:
    return one.place.code, one.indicator.indicator_id, one.year


def _note(code: Fault, found: Found, index: int, firsts: dict[Key, int], sheets: tuple[Sheet, ...]) -> str:
    """Put a failed check into words at its cell; returns what is wrong."""
    one = found.taken[index]
    first = found.taken[firsts[_key(one)]]
    sheet = sheets[one.sheet]
    there = address(*first.at)
    words = {
        "unit": one.indicator.unit,
        "other": there if first.sheet == one.sheet else f"{sheets[first.sheet].name}!{there}",
        "other_value": f"{first.figure.value:.12g}",
    }
    text = cell_text(sheet.rows[one.at[0]][one.at[1]])
    return found.fault(code, sheet.name, one.at, text, **words).problem


def _totals(found: Found, sheets: tuple[Sheet, ...]) -> None:
    """Totals that are neither the sum of all rows nor of those since the total before.

    Above a total, a row that was refused is a part of it that is not known.
    """
    broken = {(one.sheet, one.at[1]): one.at[0] for one in reversed(found.refused) if _is_part(one)}
    totals = [
        t
        for t in found.totals
        if t.indicator.measure not in (Measure.RATE, Measure.STANDARD)
        and broken.get((t.sheet, t.at[1]), t.at[0]) >= t.at[0]
    ]
    if not totals:
        return
    rows: dict[tuple[int, str, int], list[tuple[int, float]]] = defaultdict(list)
    for index, one in enumerate(found.taken):
        rows[one.sheet, *_key(one)[1:]].append((index, one.figure.value))
    since: dict[tuple[int, str, int], int] = defaultdict(int)
    for total in totals:
        key = (total.sheet, total.indicator.indicator_id, total.year)
        own = [value for index, value in rows[key] if since[key] <= index < total.taken_before]
        since[key] = total.taken_before
        sums = [sum(value for _, value in rows[key]), *([sum(own)] if own else [])]
        if rows[key] and not any(_same(one, total.value) for one in sums):
            text, words = f"{total.value:.12g}", f"{sums[-1]:.12g}"
            found.fault(Fault.TOTAL_DIFFERS, sheets[total.sheet].name, total.at, text, sum=words)


def _is_part(one: Refused) -> bool:
    return one.reason is Reason.CELL_FAULT


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= TOTAL_TOLERANCE * max(abs(a), abs(b))
