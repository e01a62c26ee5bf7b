"""Observations against hand-annotated facts: what was right, wrong and missed.

Facts are pooled by place, only whole-place facts (scope ``self``) are scored, and a value
counts once. An observation is right when place, indicator and value (to 0.1 %) agree with a
fact; one that agrees with a fact of another scope is passed over, and so are indicators that
the facts never use. A fact whose note says ambiguous or doubtful counts when it is found
and costs nothing when it is missed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

import pandas as pd

from etl.schema import PeriodKind, Scope
from etl.workbench.gold import Fact, gold_places, short

TOLERANCE: Final = 1e-3
_OPTIONAL: Final = re.compile("ambig|doubt")
_RATE_KINDS: Final = frozenset({PeriodKind.ASOF, PeriodKind.CUMULATIVE})
"""A rate without a stated period may be filed as either."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to look at: a missed fact, a wrong observation, or a right one that differs.

    ``kind`` is missed, wrong, qualifier or period; ``detail`` says what was expected.
    """

    kind: str
    place: str
    indicator: str
    value: str
    quote: str
    detail: str = ""


@dataclass(slots=True)
class Tally:
    """Counts, and the shares that follow from them; a share of nothing is 0."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    optional: int = 0
    qualifier: int = 0
    period: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def precision(self) -> float:
        """Share of the counted observations that are right."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the facts that were found."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _share(2 * self.precision * self.recall, self.precision + self.recall)

    @property
    def qualifier_share(self) -> float:
        """Share of the right ones whose qualifier agrees."""
        return _share(self.qualifier, self.right)

    @property
    def period_share(self) -> float:
        """Share of the right ones whose period agrees."""
        return _share(self.period, self.right)


@dataclass(slots=True)
class Score:
    """Tallies by indicator, the places scored, and every case to look at."""

    places: frozenset[str]
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    cases: list[Case] = field(default_factory=list)

    @property
    def total(self) -> Tally:
        """All indicators together."""
        return sum(self.tallies.values(), Tally())


def score(facts: Sequence[Fact], observations: pd.DataFrame, places: Iterable[str] | None = None) -> Score:
    """Score observations (in their table's order) on all places of the facts, or on some of them."""
    wanted = frozenset(gold_places(facts))
    if places is not None:
        wanted &= {short(p) for p in places}
    known: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if short(fact.place) in wanted:
            known[short(fact.place), fact.indicator].append(fact)
    result = Score(wanted)
    found = _judge_observations(result, known, observations, {f.indicator for f in facts})
    _judge_missed(result, known, found)
    return result


def _judge_observations(
    result: Score, known: Mapping[tuple[str, str], list[Fact]], observations: pd.DataFrame, used: set[str]
) -> set[int]:
    """Count each distinct value; returns the ids of the facts that were found."""
    found: set[int] = set()
    seen: set[tuple[str, str, float]] = set()
    for row in observations.to_dict("records"):
        place, indicator, value = short(str(row["place_name"])), str(row["indicator_id"]), float(row["value"])
        once = (place, indicator, round(value, 6))
        if place not in result.places or indicator not in used or once in seen:
            continue
        seen.add(once)
        same = [f for f in known.get((place, indicator), []) if _same(f.value, value)]
        own = [f for f in same if f.scope == Scope.SELF and id(f) not in found]
        if own:
            found.update(map(id, own))
            _judge_right(result, own[0], row)
        elif not same:
            result.tallies[indicator].wrong += 1
            quote = str(row.get("quote", ""))
            result.cases.append(Case("wrong", str(row["place_name"]), indicator, _printed(row), quote))
    return found


def _judge_right(result: Score, fact: Fact, row: Mapping[Any, Any]) -> None:
    tally = result.tallies[fact.indicator]
    tally.right += 1
    stated = (fact.period_kind, fact.period_start, fact.period_end)
    read = (str(row["period_kind"]), _year(row["period_start"]), _year(row["period_end"]))
    kinds = {stated[0], read[0]}
    same_kind = len(kinds) == 1 or (fact.indicator.endswith("_rate") and kinds <= _RATE_KINDS)
    verdicts = (
        ("qualifier", str(row["qualifier"]) == fact.qualifier, fact.qualifier, str(row["qualifier"])),
        ("period", same_kind and stated[1:] == read[1:], _period(*stated), _period(*read)),
    )
    for kind, agrees, expected, got in verdicts:
        if agrees:
            setattr(tally, kind, getattr(tally, kind) + 1)
            continue
        quote, differs = str(row.get("quote", "")), f"{expected} ≠ {got}"
        result.cases.append(Case(kind, fact.place, fact.indicator, fact.value_text, quote, differs))


def _judge_missed(result: Score, known: Mapping[tuple[str, str], list[Fact]], found: set[int]) -> None:
    for (_, indicator), facts in known.items():
        hits = [f.value for f in facts if id(f) in found]
        for fact in facts:
            if fact.scope != Scope.SELF or any(_same(value, fact.value) for value in hits):
                continue
            if _OPTIONAL.search(fact.note):
                result.tallies[indicator].optional += 1
                continue
            result.tallies[indicator].missed += 1
            result.cases.append(Case("missed", fact.place, indicator, fact.value_text, fact.quote))


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b), 1e-9)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _year(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _period(kind: str, start: int | None, end: int | None) -> str:
    return f"{kind} {start or '…'}–{end or '…'}"


def _printed(row: Mapping[Any, Any]) -> str:
    return str(row.get("value_text") or row["value"])
