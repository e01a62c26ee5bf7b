"""Observations to comparable values: one value a place, indicator and period, per year and per head.

Tables in: observations, sources, indicators, places. Tables out: values, conflicts.
Missing stays missing: nothing is imputed, and what has no basis for comparison says why.

A value per head is divided by the denominator of the year nearest to its own, the later of two as near:
population from returns, which name the year, beside the census; veterans from any source. A report's
own population is not used: it says neither whose (常住, 户籍) nor of which year.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from etl.schema import Combine, Denominator, Measure, PeriodKind, Qualifier, Scope, SourceKind, WhyNot

TOLERANCE: Final = 0.001
"""Two values that differ by less are the same value, rounded differently."""
PER_PERSONS: Final = 100.0
"""Per-veteran values are per 100 veterans; per-resident values per 10,000 residents (万人)."""
_VETERANS: Final = "policy.veterans_total"
_POPULATION: Final = "context.population"
_STATES: Final = (PeriodKind.ASOF, PeriodKind.YEAR, PeriodKind.STANDARD)
_NEEDED: Final = (
    "observation_id", "place_code", "place_name", "indicator_id", "value", "value_low", "value_high",
    "qualifier", "period_kind", "period_start", "period_end", "source_id", "char_start", "matched",
)  # fmt: skip
"""Columns of observations that are used: records of all of them take twice as long."""
_KIND_ORDER: Final = {
    PeriodKind.YEAR: 0,
    PeriodKind.SINCE: 1,
    PeriodKind.ANNUAL: 2,
    PeriodKind.STANDARD: 3,
    PeriodKind.ASOF: 4,
    PeriodKind.CUMULATIVE: 5,
}


@dataclass(frozen=True, slots=True)
class Basis:
    """What a per-head value is divided by."""

    value: float
    year: int | None
    source: str
    factor: float


def comparable_values(
    observations: pd.DataFrame, sources: pd.DataFrame, indicators: pd.DataFrame, places: pd.DataFrame
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(rows of values, rows of conflicts), from whole-place observations only."""
    catalogue = {str(r["indicator_id"]): r for r in _records(indicators)}
    values: list[dict[str, Any]] = []
    conflicts: list[dict[str, Any]] = []
    for rows in _groups(observations, sources, catalogue):
        indicator = catalogue[rows[0]["indicator_id"]]
        combine = Combine(indicator["combine"])
        chosen, others = _choose(rows, combine)
        conflicts += _conflicts(chosen, others, combine)
        values.append(_value(chosen, others, indicator, combine))
    returns = set(sources.loc[sources["kind"] == SourceKind.RETURN, "source_id"])
    bases = _bases(places, values, returns)
    for row in values:
        _compare(row, catalogue[row["indicator_id"]], bases)
    _mark_latest(values)
    return values, conflicts


def _groups(
    observations: pd.DataFrame, sources: pd.DataFrame, catalogue: dict[str, dict[str, Any]]
) -> list[list[dict[str, Any]]]:
    """Whole-place observations by place, indicator, year and period, each with its source's date.

    Plain records: grouping a frame costs fifty times as much for groups of one or two rows. A state
    (stock, rate, standard) is of a year, however its period is said, so that a return and a report meet.
    """
    dated = {r["source_id"]: r for r in _records(sources[["source_id", "kind", "date", "year"]])}
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    own = observations.loc[observations["scope"] == Scope.SELF, list(_NEEDED)]
    for row in _records(own.sort_values(["source_id", "char_start", "indicator_id"], kind="stable")):
        source = dated[row["source_id"]]
        start, end = _year(row["period_start"]), _year(row["period_end"])
        year = (
            end if end is not None and row["period_kind"] != PeriodKind.CUMULATIVE else _year(source["year"])
        )
        stated = source["date"] if isinstance(source["date"], str) else _text(_year(source["year"]))
        row |= {"date": stated, "year": year, "period_start": start, "period_end": end}
        row["returned"] = source["kind"] == SourceKind.RETURN
        period = (row["period_kind"], start, end)
        if row["period_kind"] in _STATES and catalogue[row["indicator_id"]]["measure"] != Measure.FLOW:
            period = ("", None, None)
        groups.setdefault((row["place_code"], row["indicator_id"], year, *period), []).append(row)
    return [groups[key] for key in sorted(groups, key=str)]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as records; column by column, which takes a third of the time of ``to_dict``."""
    names = [str(name) for name in frame.columns]
    columns = [frame[name].to_numpy(dtype=object).tolist() for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _text(year: int | None) -> str:
    return "" if year is None else str(year)


def _year(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


@dataclass(frozen=True, slots=True)
class Stated:
    """What one source states for one place, indicator and period, after combining."""

    row: dict[str, Any]
    value: float
    low: float
    high: float
    observation_ids: tuple[str, ...]


def _choose(rows: list[dict[str, Any]], combine: Combine) -> tuple[Stated, list[Stated]]:
    """The statement that stands (the later source's), and the others."""
    by_source: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_source.setdefault(row["source_id"], []).append(row)
    stated = [_combine(own, combine) for own in by_source.values()]
    stated.sort(key=lambda s: (str(s.row["date"] or ""), str(s.row["source_id"])), reverse=True)
    return stated[0], stated[1:]


def _combine(records: list[dict[str, Any]], combine: Combine) -> Stated:
    ids = tuple(str(r["observation_id"]) for r in records)
    if combine is Combine.SUM:
        total = [sum(float(r[c]) for r in records) for c in ("value", "value_low", "value_high")]
        return Stated(records[0], total[0], total[1], total[2], ids)
    best = max(records, key=lambda r: float(r["value"])) if combine is Combine.MAX else records[-1]
    first = str(best["observation_id"])
    ordered = (first, *(i for i in ids if i != first))
    return Stated(best, float(best["value"]), float(best["value_low"]), float(best["value_high"]), ordered)


def _conflicts(chosen: Stated, others: list[Stated], combine: Combine) -> Iterator[dict[str, Any]]:
    for other in others:
        if not _contradicts(chosen, other, combine):
            continue
        row = chosen.row
        yield {
            **{
                c: row[c]
                for c in (
                    "place_code",
                    "place_name",
                    "indicator_id",
                    "period_kind",
                    "period_start",
                    "period_end",
                )
            },
            "kept_id": chosen.observation_ids[0],
            "other_id": other.observation_ids[0],
            "kept_value": chosen.value,
            "other_value": other.value,
            "difference_pct": (other.value - chosen.value) / chosen.value * 100 if chosen.value else 0.0,
        }


def _contradicts(a: Stated, b: Stated, combine: Combine) -> bool:
    """Whether two sources state different values for the same thing.

    A return names the indicator, and so all of its objects: its total is held against the other's.
    Between two reports, figures that add up are the same thing only when each has one: two of several
    relief campaigns do not contradict each other. Nor do figures of different objects
    (烈士纪念设施 and 革命遗址), which other words of the cue found.
    """
    if a.row["returned"] or b.row["returned"]:
        return not _same(a, b)
    if combine is Combine.SUM and not len(a.observation_ids) == len(b.observation_ids) == 1:
        return False
    words = [list(s.row["matched"])[:1] for s in (a, b)]  # a person needs no cue: nothing matched there
    if all(words) and combine is not Combine.LATEST and words[0] != words[1]:
        return False
    return not _same(a, b)


def _same(a: Stated, b: Stated) -> bool:
    if abs(a.value - b.value) <= TOLERANCE * max(abs(a.value), abs(b.value)):
        return True
    exact = a.row["qualifier"] == b.row["qualifier"] == Qualifier.EXACT
    return not exact and max(a.low, b.low) <= min(a.high, b.high)


def _value(
    chosen: Stated, others: list[Stated], indicator: dict[str, Any], combine: Combine
) -> dict[str, Any]:
    row = chosen.row
    years = _years(row, Measure(indicator["measure"]))
    flow = indicator["measure"] == Measure.FLOW
    annual = chosen.value / years if flow and years else None if flow else chosen.value
    return {
        **{
            c: row[c]
            for c in (
                "place_code",
                "place_name",
                "indicator_id",
                "year",
                "period_kind",
                "period_start",
                "period_end",
            )
        },
        "value": chosen.value,
        "value_low": chosen.low,
        "value_high": chosen.high,
        "qualifier": row["qualifier"],
        "years": years,
        "annual_value": annual,
        "observation_ids": [*chosen.observation_ids, *(i for o in others for i in o.observation_ids)],
        "source_id": row["source_id"],
        "conflict": any(_contradicts(chosen, o, combine) for o in others),
    }


def _years(row: dict[str, Any], measure: Measure) -> float | None:
    """How many years a flow covers; None when its start is not known."""
    if measure is not Measure.FLOW:
        return None
    if row["period_kind"] in (PeriodKind.YEAR, PeriodKind.ANNUAL):
        return 1.0
    start, end = row["period_start"], row["period_end"]
    if row["period_kind"] == PeriodKind.SINCE and start is not None and end is not None:
        return float(end - start + 1)
    return None


def _bases(
    places: pd.DataFrame, values: list[dict[str, Any]], returns: Collection[str]
) -> dict[tuple[str, str], list[Basis]]:
    """What values can be divided by, by place and denominator: one a year."""
    bases: dict[tuple[str, str], list[Basis]] = {}
    for p in _records(places.dropna(subset=["population"])):
        census = Basis(float(p["population"]), int(p["population_year"]), str(p["population_source"]), 1.0)
        bases[p["place_code"], Denominator.POPULATION] = [census]
    for v in values:
        if v["indicator_id"] == _VETERANS:
            basis = Basis(v["value"], v["year"], v["source_id"], PER_PERSONS)
            bases.setdefault((v["place_code"], Denominator.VETERANS), []).append(basis)
        elif v["indicator_id"] == _POPULATION and v["source_id"] in returns:
            basis = Basis(v["value"], v["year"], v["source_id"], 1.0)
            bases.setdefault((v["place_code"], Denominator.POPULATION), []).append(basis)
    return bases


def _nearest(bases: list[Basis], year: int | None) -> Basis | None:
    """The basis of the year nearest to a value's; of two as near, and for a value without a year, the later.

    One that is zero divides nothing.
    """

    def far(basis: Basis) -> tuple[float, int]:
        known = year is not None and basis.year is not None
        return (abs((basis.year or 0) - (year or 0)) if known else math.inf), -_order(basis.year)

    return min((basis for basis in bases if basis.value), key=far, default=None)


def _compare(
    row: dict[str, Any], indicator: dict[str, Any], bases: dict[tuple[str, str], list[Basis]]
) -> None:
    """Add per-head value, denominator, and whether and why not the value may be compared."""
    basis = _nearest(bases.get((row["place_code"], indicator["denominator"]), []), row["year"])
    annual = row["annual_value"]
    wanted = indicator["denominator"] != Denominator.NONE
    per_head = annual / basis.value * basis.factor if basis and annual is not None else None
    above = indicator["measure"] == Measure.RATE and row["value"] > 100
    why = WhyNot.NO_BASIS if annual is None else WhyNot.ABOVE_100 if above else None
    row |= {
        "denominator_value": basis.value if basis else None,
        "denominator_year": basis.year if basis else None,
        "denominator_source": basis.source if basis else None,
        "mixed_years": basis is not None and not _covers(row, basis.year),
        "per_head_value": per_head,
        "comparable": why is None,
        "why_not": why or (WhyNot.NO_DENOMINATOR if wanted and per_head is None else None),
    }


def _covers(row: dict[str, Any], year: int | None) -> bool:
    """Whether the years of a value include that of its denominator."""
    first = row["period_start"] if row["period_start"] is not None else row["year"]
    return year is not None and first is not None and first <= year <= (row["year"] or first)


def _order(year: int | None) -> int:
    return year or 0


def _mark_latest(values: list[dict[str, Any]]) -> None:
    """One row a place and indicator stands for it: comparable first, then the latest year."""
    best: dict[tuple[str, str], dict[str, Any]] = {}
    for row in values:
        row["latest"] = False
        key = (row["place_code"], row["indicator_id"])
        if key not in best or _preference(row) > _preference(best[key]):
            best[key] = row
    for row in best.values():
        row["latest"] = True


def _preference(row: dict[str, Any]) -> tuple[bool, int, int]:
    return bool(row["comparable"]), _order(row["year"]), -_KIND_ORDER[PeriodKind(row["period_kind"])]
