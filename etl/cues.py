"""Cues: which words near a figure make it a value of an indicator, and how near they are.

Each group of a rule must be found; what it costs grows with the distance, with every clause
boundary and with every other figure in between. A rule's score is its base plus, for each
group, one point and a little for the length of the word, minus the cost. The unit is a hard
constraint and the best rule wins. All words of all rules are found in one pass
(Aho-Corasick), so the catalogue may grow without slowing the reading down.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import ahocorasick

from etl.actors import GARRISON, GOVERNMENT
from etl.records import Candidate, Quantity, QuantityKind

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
SPENT_RIGHT: Final = 0.35
"""投入X万元，建成Y: what money was spent on follows in the next clause."""
NOT_WITHIN: Final = 0.30
REACH: Final = 90
HELP_WITHIN: Final = 0.9
AGAINST_MARGIN: Final = 0.15
"""Words against a reading count when they stand as near as the words that speak for it."""
HELP_BONUS: Final = 0.25
AGAINST_MALUS: Final = 0.7
ACTOR_MALUS: Final = {(GARRISON, ""): 0.45, (GOVERNMENT, ""): 0.0, (GOVERNMENT, GARRISON): 0.55}
"""Figures of the garrison need it named; the government is the doer of what nobody else does."""
LENGTH_BONUS: Final = 0.07
GROUP_BONUS: Final = 0.2
"""A rule with one more group to meet says more; generic words do not outweigh a precise phrase."""
NEAR_TIE: Final = 0.15
SHARE_WITHIN: Final = 0.9


@dataclass(frozen=True, slots=True)
class Group:
    """Words of which one must stand near the figure."""

    words: tuple[str, ...]
    shared: bool = False
    side: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of cues.yml, with its groups resolved."""

    index: int
    indicator_id: str
    rule_id: str
    units: frozenset[str]
    need: tuple[Group, ...]
    not_after: frozenset[str]
    """Forbidden words that count only after the figure."""
    actor: str
    base: float
    limit: float


@dataclass(slots=True)
class Occurrences:
    """Words of the rules in one sentence, and where figures and clauses divide it."""

    words: list[tuple[int, int, str, list[tuple[int, int]]]]
    commas: list[int]
    stops: list[int]
    lists: list[int]
    respectively: list[int]
    breaks: list[int]
    figure_starts: list[int]
    figure_items: frozenset[int]
    """Items (between any of ，；：、) that have a figure of their own."""
    spending: frozenset[int]
    """Starts of sums of money that are led by a verb of spending."""
    levels: list[int]
    """Starts of figures by level of government (7个县级、73个镇级…), which share their words."""
    summed_up: frozenset[int]
    """Starts of figures after A、B、C等: the whole list before them is what they count."""
    followed: frozenset[int]
    """Ends of figures after which 、, 和 or 及 begins the next item of a list."""


_HELP, _NOT, _AGAINST = -1, -2, -3
_GROUPING: Final = frozenset({"kind", "years", "grade"})
"""6大类23项: a number of kinds is no figure of its own that words could belong to."""
_SPENDING: Final = re.compile(
    r"(?:投入|投资|筹资|筹措|争取|安排|拨款|拨付|出资|斥资|耗资|列支|配套)(?:了|专项|各类|财政|国家和?省?|市?级?财政)?(?:资金|经费|建设资金)?(?:约|近|超|达|共)?$"
)
_LEVEL: Final = re.compile(r"(?:省|市|县|区|旗|镇|乡|街道|村|社区|嘎查|苏木|行政村)")
_AND_SO_ON: Final = re.compile(r"等[^，。；、\d]{0,8}$")
_NEXT_ITEM: Final = re.compile(r"[”’）]?[、和及与]")


class CueBook:
    """All rules over one set of indicators or practices."""

    def __init__(self, cues: Mapping[str, Sequence[Mapping[str, Any]]], unit_groups: Mapping[str, str]) -> None:
        self.rules: list[Rule] = []
        postings: dict[str, list[tuple[int, int]]] = {}
        for indicator_id, rules in cues.items():
            for row in rules:
                rule = _rule(len(self.rules), indicator_id, row, unit_groups)
                self.rules.append(rule)
                groups = [*enumerate(rule.need)]
                for key, number in (("help", _HELP), ("not", _NOT), ("against", _AGAINST)):
                    groups += [(number, _group(g)) for g in row[key]]
                for number, group in groups:
                    for word in group.words:
                        postings.setdefault(word, []).append((rule.index, number))
        self._automaton = ahocorasick.Automaton()
        for word, where in postings.items():
            self._automaton.add_word(word, (word, where))
        self._automaton.make_automaton()

    def scan(self, text: str, figures: Sequence[Quantity]) -> Occurrences:
        """Find all words of all rules in a sentence, once for all its figures."""
        starts = [q.start for q in figures if q.kind is QuantityKind.VALUE and q.dimension not in _GROUPING]
        commas = [i for i, c in enumerate(text) if c == "，"]
        stops = [i for i, c in enumerate(text) if c in "；："]
        lists = [i for i, c in enumerate(text) if c == "、"]
        breaks = sorted(commas + stops + lists)
        return Occurrences(
            words=[(end + 1 - len(w), end + 1, w, where) for end, (w, where) in self._automaton.iter(text)],
            commas=commas,
            stops=stops,
            lists=lists,
            respectively=[m.start() for m in re.finditer("分别", text)],
            breaks=breaks,
            figure_starts=starts,
            figure_items=frozenset(bisect_left(breaks, i) for i in starts),
            spending=frozenset(
                q.start for q in figures if q.dimension == "money" and _SPENDING.search(text, max(0, q.start - 12), q.start)
            ),
            levels=[q.start for q in figures if _LEVEL.match(text, q.end)],
            summed_up=frozenset(q.start for q in figures if _AND_SO_ON.search(text, max(0, q.start - 10), q.start)),
            followed=frozenset(q.end for q in figures if _NEXT_ITEM.match(text, q.end)),
        )

    def candidates(self, found: Occurrences, figure: Quantity, actor: str) -> tuple[list[Candidate], str]:
        """Best first: the readings of a figure; and the indicator whose words, not unit, fitted."""
        near: dict[int, dict[int, tuple[float, str]]] = {}
        rules = self.rules
        for start, end, word, where in found.words:
            costs = _costs(found, figure, start, end)
            if costs is None:
                continue
            own, shared, side = costs
            for index, number in where:
                value = own if number == _NOT else shared
                if number == _NOT and word in rules[index].not_after and side == "<":
                    continue
                if number >= 0:
                    group = rules[index].need[number]
                    if group.side and side and group.side != side:
                        continue
                    value = (shared if group.shared else own) - LENGTH_BONUS * len(word)
                hits = near.setdefault(index, {})
                if number not in hits or value < hits[number][0]:
                    hits[number] = (value, word)
        scored: list[Candidate] = []
        wrong_unit = ""
        for index, groups in near.items():
            candidate = self._score(rules[index], groups, actor)
            if candidate is None:
                continue
            if figure.dimension in rules[index].units:
                scored.append(candidate)
            else:
                wrong_unit = wrong_unit or candidate.indicator_id
        scored.sort(key=lambda c: (-c.score, c.rule_id))
        return scored, wrong_unit

    def _score(self, rule: Rule, groups: Mapping[int, tuple[float, str]], actor: str) -> Candidate | None:
        if rule.actor == GARRISON and actor == GOVERNMENT:
            return None
        if _NOT in groups and groups[_NOT][0] <= NOT_WITHIN:
            return None
        total = farthest = 0.0
        for number in range(len(rule.need)):
            hit = groups.get(number)
            if hit is None or hit[0] + LENGTH_BONUS * len(hit[1]) > rule.limit:
                return None
            total += 1 - hit[0]
            farthest = max(farthest, hit[0] + LENGTH_BONUS * len(hit[1]))
        score = rule.base + total / len(rule.need) + GROUP_BONUS * (len(rule.need) - 1)
        if _HELP in groups and groups[_HELP][0] <= HELP_WITHIN:
            score += HELP_BONUS
        if _AGAINST in groups and groups[_AGAINST][0] <= farthest + AGAINST_MARGIN:
            score -= AGAINST_MALUS
        if rule.actor in (GARRISON, GOVERNMENT) and actor != rule.actor:
            score -= ACTOR_MALUS[rule.actor, actor]
        words = tuple(dict.fromkeys(groups[n][1] for n in range(len(rule.need))))
        return Candidate(rule.indicator_id, rule.rule_id, round(score, 3), words)

    def stated(self, text: str) -> Iterable[tuple[Rule, int, int, tuple[str, ...]]]:
        """Rules all of whose groups stand in a text within ``limit`` characters of each other."""
        near: dict[int, dict[int, list[tuple[int, int, str]]]] = {}
        for end, (word, where) in self._automaton.iter(text):
            for index, number in where:
                near.setdefault(index, {}).setdefault(number, []).append((end + 1 - len(word), end + 1, word))
        for index, groups in near.items():
            rule = self.rules[index]
            if any(n not in groups for n in range(len(rule.need))):
                continue
            first = groups[0]
            best = min((_window(anchor, groups, len(rule.need)) for anchor in first), key=lambda w: w[1] - w[0])
            if best[1] - best[0] <= rule.limit:
                yield rule, best[0], best[1], best[2]


def _window(
    anchor: tuple[int, int, str], groups: Mapping[int, list[tuple[int, int, str]]], count: int
) -> tuple[int, int, tuple[str, ...]]:
    start, end, words = anchor[0], anchor[1], [anchor[2]]
    for number in range(1, count):
        s, e, word = min(groups[number], key=lambda o: max(end, o[1]) - min(start, o[0]))
        start, end = min(start, s), max(end, e)
        words.append(word)
    return start, end, tuple(dict.fromkeys(words))


def _between(positions: list[int], low: int, high: int) -> int:
    return bisect_left(positions, high) - bisect_left(positions, low)


def _costs(found: Occurrences, figure: Quantity, start: int, end: int) -> tuple[float, float, str] | None:
    """(cost of a word of the figure's own, of a shared word, the side it stands on)."""
    if end <= figure.start:
        low, high, side = end, figure.start, "<"
        clause, stop, step = CLAUSE_LEFT, STOP_LEFT, LIST_LEFT
        own_figure, shared_figure = FIGURE_LEFT, SHARED_LEFT
    elif start >= figure.end:
        low, high, side = figure.end, start, ">"
        clause = SPENT_RIGHT if figure.start in found.spending else CLAUSE_RIGHT
        stop, step = STOP_RIGHT, LIST_RIGHT
        own_figure, shared_figure = FIGURE_RIGHT, SHARED_RIGHT
    else:
        return 0.0, 0.0, ""
    if high - low > REACH:
        return None
    commas = _between(found.commas, low, high)
    base = PER_CHAR * (high - low) + clause * commas + stop * _between(found.stops, low, high)
    lists = _between(found.lists, low, high)
    if side == ">" and figure.end in found.followed:
        lists = max(lists, 1)
    crossed = _between(found.figure_starts, low, high)
    if crossed and _between(found.respectively, low, high):
        crossed = lists = 0
    if figure.start in found.levels:
        crossed -= _between(found.levels, low, high)
        lists = 0
    if side == "<" and figure.start in found.summed_up:
        lists = 0
    item = bisect_left(found.breaks, start)
    foreign = item in found.figure_items and item != bisect_left(found.breaks, figure.start)
    if foreign and figure.start in found.levels:
        foreign = False
    own = base + step * lists + own_figure * crossed + (FOREIGN_CLAUSE if foreign else 0.0)
    return own, base + LIST_SHARED * lists + shared_figure * crossed, side


def _group(text: str) -> Group:
    words = text.split()
    shared = side = ""
    while words and words[0] in ("~", "<", ">"):
        mark = words.pop(0)
        shared, side = ("~", side) if mark == "~" else (shared, mark)
    return Group(tuple(dict.fromkeys(words)), bool(shared), side)


def _rule(index: int, indicator_id: str, row: Mapping[str, Any], unit_groups: Mapping[str, str]) -> Rule:
    units: list[str] = []
    for unit in row.get("units", ()):
        units += unit_groups[unit[1:]].split() if unit.startswith("$") else [unit]
    if "money" in units:
        units.append("bare")
    return Rule(
        index=index,
        indicator_id=indicator_id,
        rule_id=f"{indicator_id}/{row['id']}",
        units=frozenset(units),
        need=tuple(_group(g) for g in row["need"]),
        not_after=frozenset(w for g in map(_group, row["not"]) if g.side == ">" for w in g.words),
        actor=row.get("actor", ""),
        base=float(row.get("base", 1.0)),
        limit=float(row.get("max", 1.0 if units else 40)),
    )
