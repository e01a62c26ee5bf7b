"""How near a word stands to a figure, in Chinese clause structure.

A cost grows with the characters between, with each comma, semicolon and list mark, and with
each other figure in between. Words before a figure are nearer than words after it, and a word
of a clause or list item that has a figure of its own belongs to that figure. All is counted
once a sentence, so that a cost is a few subtractions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from etl.records import Quantity, QuantityKind

PER_CHAR: Final = 0.012
CLAUSE_LEFT: Final = 0.30
CLAUSE_RIGHT: Final = 0.70
STOP_LEFT: Final = 1.2
STOP_RIGHT: Final = 2.5
"""Semicolons and colons part topics; a comma less so, and less before a figure than after it."""
LIST_LEFT: Final = 0.10
LIST_RIGHT: Final = 0.45
LIST_SHARED: Final = 0.05
"""、 before a figure lists what it counts; after a figure it begins the next item."""
FIGURE_LEFT: Final = 0.9
FIGURE_RIGHT: Final = 1.1
SHARED_LEFT: Final = 0.18
SHARED_RIGHT: Final = 0.45
"""Another figure in between: its words are its own, unless the group is marked as shared (~)."""
FOREIGN_CLAUSE: Final = 0.5
"""A word of another clause or list item that has its own figure belongs to that figure."""
CLAIMED: Final = 0.9
"""11所少年军校及1244所学校: the noun right after a figure is that figure's."""
SPENT_RIGHT: Final = 0.35
"""投入X万元，建成Y: what money was spent on follows in the next clause."""
REACH: Final = 90
TOO_FAR: Final = 1.6
"""No rule reaches farther than 1.5; what costs more need not be looked at."""

_GROUPING: Final = frozenset({"kind", "years", "grade"})
"""6大类23项: a number of kinds is no figure of its own that words could belong to."""
_SPENDING: Final = re.compile(
    r"(?:投入|投资|筹资|筹措|争取|安排|拨款|拨付|出资|斥资|耗资|列支|配套)(?:了|专项|各类|财政|国家和?省?|市?级?财政)?(?:资金|经费|建设资金)?(?:约|近|超|达|共)?$"
)
_LEVEL: Final = re.compile(r"(?:省|市|县|区|旗|镇|乡|街道|村|社区|嘎查|苏木|行政村)")
_AND_SO_ON: Final = re.compile(r"等[^，。；、\d]{0,8}$")
_RESPECTIVELY: Final = re.compile("分别[^，；。]{0,46}$")
_COUNTS: Final = frozenset({"piece", "firm", "site", "school", "building", "team", "person", "household"})
_PEOPLE: Final = frozenset({"person", "visits", "household", "times"})
_NEXT_ITEM: Final = re.compile(r"[”’）]?[、和及与]")
_PAIRED: Final = re.compile("[、，]?(?:共计?|合计|总计|计|金额)?")
"""救助1106人次、98.65万元: how many and how much of the same thing."""
_MARKS: Final = re.compile("[，；：、]")


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Words of the rules in one sentence, and what divides it, as counts up to each position."""

    words: list[tuple[int, int, str]]
    """(start, end, word), by start."""
    word_starts: list[int]
    commas: list[int]
    stops: list[int]
    lists: list[int]
    figures: list[int]
    levels: list[int]
    claimed: frozenset[int]
    """Ends of figures that count things: the noun right after one is counted by it, not by others."""
    respective: frozenset[int]
    """Starts of figures after 分别, which stand for a list said before and share its words."""
    figure_items: frozenset[int]
    """Items (between any of ，；：、) that have a figure of their own."""
    level_starts: frozenset[int]
    """Starts of figures by level of government (7个县级、73个镇级…), which share their words."""
    spending: frozenset[int]
    """Starts of sums of money that are led by a verb of spending."""
    summed_up: frozenset[int]
    """Starts of figures after A、B、C等: the whole list before them is what they count."""
    paired: dict[int, int]
    """Starts of sums of money that follow a count at once, and the start of that count."""
    followed: frozenset[int]
    """Ends of figures after which 、, 和 or 及 begins the next item of a list."""

    def item(self, position: int) -> int:
        """Number of the list item or clause at a position."""
        return self.commas[position] + self.stops[position] + self.lists[position]


def lay_out(text: str, found: Iterable[tuple[int, int, str]], figures: Sequence[Quantity]) -> Occurrences:
    """Words found in a sentence (start, end, word) with what divides it, for ``costs``."""
    size = len(text)
    starts = [q.start for q in figures if q.kind is QuantityKind.VALUE and q.dimension not in _GROUPING]
    marks: dict[str, list[int]] = {"，": [], "；": [], "、": []}
    for m in _MARKS.finditer(text):
        marks["；" if m[0] == "：" else m[0]].append(m.start())
    commas, stops, lists = (_counts(marks[c], size) for c in "，；、")
    levels = [q.start for q in figures if _LEVEL.match(text, q.end)]
    words = sorted(found)
    return Occurrences(
        words=words,
        word_starts=[w[0] for w in words],
        commas=commas,
        stops=stops,
        lists=lists,
        figures=_counts(starts, size),
        levels=_counts(levels, size),
        claimed=frozenset(q.end for q in figures if q.kind is QuantityKind.VALUE and q.dimension in _COUNTS),
        respective=frozenset(
            q.start for q in figures if _RESPECTIVELY.search(text, max(0, q.start - 48), q.start)
        ),
        figure_items=frozenset(commas[i] + stops[i] + lists[i] for i in starts),
        level_starts=frozenset(levels),
        spending=frozenset(
            q.start
            for q in figures
            if q.dimension == "money" and _SPENDING.search(text, max(0, q.start - 12), q.start)
        ),
        summed_up=frozenset(
            q.start for q in figures if _AND_SO_ON.search(text, max(0, q.start - 10), q.start)
        ),
        paired={
            b.start: a.start
            for a, b in pairwise(figures)
            if b.dimension == "money" and a.dimension in _PEOPLE and _PAIRED.fullmatch(text, a.end, b.start)
        },
        followed=frozenset(q.end for q in figures if _NEXT_ITEM.match(text, q.end)),
    )


def _counts(positions: Iterable[int], size: int) -> list[int]:
    """For each position of a text, how many of the given positions lie before it."""
    counts = [0] * (size + 1)
    for position in positions:
        counts[position + 1 if position < size else size] += 1
    return list(accumulate(counts))


def costs(found: Occurrences, figure: Quantity, start: int, end: int) -> tuple[float, float, str] | None:
    """(cost of a word of the figure's own, of a shared word, the side it stands on)."""
    left = end <= figure.start
    if not left and start < figure.end:
        return 0.0, 0.0, ""
    at = found.paired.get(figure.start, figure.start) if left else figure.start
    at = at if end <= at else figure.start
    low, high = (end, at) if left else (figure.end, start)
    if high - low > REACH:
        return None
    lists = found.lists[high] - found.lists[low]
    crossed = found.figures[high] - found.figures[low]
    base = PER_CHAR * (high - low)
    commas, stops = found.commas[high] - found.commas[low], found.stops[high] - found.stops[low]
    by_level = figure.start in found.level_starts
    if by_level:
        crossed, lists = crossed - (found.levels[high] - found.levels[low]), 0
    shared_list = by_level or figure.start in found.respective
    if figure.start in found.respective:
        crossed = lists = 0
    foreign = 0.0
    item = found.item(start)
    counts = figure.dimension in _COUNTS and start in found.claimed and start != figure.end
    if counts:
        foreign = CLAIMED
    elif not shared_list and item in found.figure_items and item != found.item(at):
        foreign = FOREIGN_CLAUSE
    if left:
        if figure.start in found.summed_up:
            lists = 0
        base += CLAUSE_LEFT * commas + STOP_LEFT * stops
        shared = base + LIST_SHARED * lists + SHARED_LEFT * crossed
        own = base + LIST_LEFT * lists + FIGURE_LEFT * crossed + foreign
        return (own, shared, "<") if shared <= TOO_FAR else None
    if figure.end in found.followed:
        lists = max(lists, 1)
    base += (SPENT_RIGHT if figure.start in found.spending else CLAUSE_RIGHT) * commas + STOP_RIGHT * stops
    shared = base + LIST_SHARED * lists + SHARED_RIGHT * crossed
    own = base + LIST_RIGHT * lists + FIGURE_RIGHT * crossed + foreign
    return (own, shared, ">") if shared <= TOO_FAR else None
