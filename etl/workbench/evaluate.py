"""``python -m etl evaluate``: the score against hand-annotated facts, in words and columns."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from etl.workbench.gold import Fact, gold_places
from etl.workbench.labels import Colour, Paint, lead, pad, width
from etl.workbench.score import Case, Score, Tally, score

_KINDS: Final = {
    "missed": "漏 missed",
    "wrong": "错 wrong",
    "qualifier": "限定不符 qualifier",
    "period": "时期不符 period",
}
_COLUMNS: Final = (
    "对 right",
    "错 wrong",
    "漏 missed",
    "准确率 P",
    "召回率 R",
    "F1",
    "限定 qual.",
    "时期 period",
)
HALVES: Final = ("调校过的 tuned", "未看过的 untouched")


def halves(facts: Sequence[Fact], seed: int) -> tuple[list[str], list[str]]:
    """The places of the facts in two halves, at random but the same for the same seed."""
    places = gold_places(facts)
    random.Random(seed).shuffle(places)  # noqa: S311 - a split, not a secret
    middle = (len(places) + 1) // 2
    return sorted(places[:middle]), sorted(places[middle:])


def split_by_file(facts: Sequence[Fact], file: Path) -> tuple[list[str], list[str]]:
    """The places that a file lists, one a line, and the others; raises ``OSError``."""
    listed = {line.strip() for line in file.read_text(encoding="utf-8").splitlines()} - {""}
    places = gold_places(facts)
    return [p for p in places if p in listed], [p for p in places if p not in listed]


def evaluate(
    facts: Sequence[Fact],
    observations: pd.DataFrame,
    groups: Mapping[str, Sequence[str] | None],
    names: Mapping[str, str],
    paint: Paint,
) -> Iterator[str]:
    """Lines: the cases to look at, then tallies by indicator, one block of columns a group.

    ``groups`` names sets of places (None: all of the facts'); ``names`` the indicators.
    """
    scores = {title: score(facts, observations, places) for title, places in groups.items()}
    for title, result in scores.items():
        if len(scores) > 1:
            yield paint(f"{title}：{'、'.join(sorted(result.places))}", Colour.STRONG)
        yield from _cases(result.cases, names, paint)
    yield from _table(scores, names, paint)
    for title, result in scores.items():
        yield from _summary(title if len(scores) > 1 else "", result)


def _cases(cases: Sequence[Case], names: Mapping[str, str], paint: Paint) -> Iterator[str]:
    for kind, label in _KINDS.items():
        for case in sorted(
            (c for c in cases if c.kind == kind), key=lambda c: (c.indicator, c.place, c.value)
        ):
            detail = f"  （标注 expected {case.detail} 读作 read）" if case.detail else ""
            yield (
                f"{paint(label, Colour.BAD)}  {case.indicator} {names.get(case.indicator, '')}  {case.place}"
                f"  {paint(case.value, Colour.STRONG)}{detail}"
            )
            yield f"    {case.quote}"


def _table(scores: Mapping[str, Score], names: Mapping[str, str], paint: Paint) -> Iterator[str]:
    indicators = sorted({i for result in scores.values() for i in result.tallies})
    labels = {i: f"{i} {names.get(i, '')}" for i in indicators} | {"": "合计 total"}
    first = max(map(width, labels.values()))
    block = "  ".join(_COLUMNS)
    if len(scores) > 1:
        yield pad("", first) + "  " + "    ".join(pad(title, width(block)) for title in scores)
    yield paint(pad("指标 indicator", first) + "  " + "    ".join([block] * len(scores)), Colour.STRONG)
    for indicator, label in labels.items():
        tallies = (
            result.tallies.get(indicator, Tally()) if indicator else result.total
            for result in scores.values()
        )
        yield (pad(label, first) + "  " + "    ".join(map(_cells, tallies))).rstrip()


def _cells(tally: Tally) -> str:
    counts = [str(tally.right), str(tally.wrong), str(tally.missed)]
    shares = (
        (tally.precision, tally.right + tally.wrong),
        (tally.recall, tally.right + tally.missed),
        (tally.f1, tally.right + tally.wrong + tally.missed),
        (tally.qualifier_share, tally.right),
        (tally.period_share, tally.right),
    )
    cells = counts + [f"{share:.3f}" if whole else "—" for share, whole in shares]
    return "  ".join(lead(cell, width(column)) for cell, column in zip(cells, _COLUMNS, strict=True))


def _summary(title: str, result: Score) -> Iterator[str]:
    t = result.total
    yield ""
    yield (
        f"{title + '：' if title else ''}地方 places {len(result.places)}"
        f"  对 right {t.right}  错 wrong {t.wrong}"
        f"  漏 missed {t.missed}  （可有可无而漏 optional, missed {t.optional}）"
    )
    yield f"准确率 precision {t.precision:.3f}  召回率 recall {t.recall:.3f}  F1 {t.f1:.3f}"
    if t.right:
        agree = f"限定 qualifier {t.qualifier_share:.3f}  时期 period {t.period_share:.3f}"
        yield f"读对的之中 of the right ones: {agree}"
