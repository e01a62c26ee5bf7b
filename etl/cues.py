"""Cues: which words near a figure make it a value of an indicator, and how near they are.

Each group of a rule must be found; what it costs grows with the distance, with every clause
boundary and with every other figure in between. A rule's score is its base plus, for each
group, one point and a little for the length of the word, minus the cost. The unit is a hard
constraint and the best rule wins. All words of all rules are found in one pass
(Aho-Corasick), so the catalogue may grow without slowing the reading down.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import ahocorasick

from etl.actors import GARRISON, GOVERNMENT
from etl.nearness import REACH, Occurrences, lay_out
from etl.nearness import costs as nearness
from etl.records import Candidate, Quantity

NOT_WITHIN: Final = 0.30
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
    actor: str
    base: float
    limit: float


@dataclass(frozen=True, slots=True)
class Posting:
    """Where a word stands in the rules: rule, group (or help, not, against), and how it counts."""

    rule: int
    group: int
    bonus: float
    shared: bool
    side: str


_HELP, _NOT, _AGAINST = -1, -2, -3


class CueBook:
    """All rules over one set of indicators or practices."""

    def __init__(
        self, cues: Mapping[str, Sequence[Mapping[str, Any]]], unit_groups: Mapping[str, str]
    ) -> None:
        self.rules: list[Rule] = []
        self._postings: dict[str, dict[str, list[Posting]]] = {}
        self._automaton = ahocorasick.Automaton()
        for indicator_id, rows in cues.items():
            for row in rows:
                rule = _rule(len(self.rules), indicator_id, row, unit_groups)
                self.rules.append(rule)
                for word, posting in _postings(rule, row):
                    self._automaton.add_word(word, word)
                    for unit in rule.units or ("",):
                        self._postings.setdefault(unit, {}).setdefault(word, []).append(posting)
        self._automaton.make_automaton()
        self._longest = max((len(w) for words in self._postings.values() for w in words), default=0)

    def measures(self, dimension: str) -> bool:
        """Whether any rule takes figures of this dimension."""
        return dimension in self._postings

    def dimensions(self, indicator_id: str) -> set[str]:
        """Dimensions of the units that an indicator's figures may have."""
        return {unit for rule in self.rules if rule.indicator_id == indicator_id for unit in rule.units}

    def scan(self, text: str, figures: Sequence[Quantity]) -> Occurrences:
        """Find all words of all rules in a sentence, once for all its figures."""
        found = ((end + 1 - len(w), end + 1, w) for end, w in self._automaton.iter(text))
        return lay_out(text, found, figures)

    def candidates(self, found: Occurrences, figure: Quantity, actor: str) -> list[Candidate]:
        """The readings of a figure, best first."""
        postings = self._postings.get(figure.dimension)
        if postings is None:
            return []
        near: dict[int, dict[int, tuple[float, str]]] = {}
        first = bisect_left(found.word_starts, figure.start - REACH - self._longest)
        last = bisect_right(found.word_starts, figure.end + REACH)
        for start, end, word in found.words[first:last]:
            where = postings.get(word)
            costs = nearness(found, figure, start, end) if where else None
            if where is None or costs is None:
                continue
            own, shared, side = costs
            for posting in where:
                if posting.side and side and posting.side != side:
                    continue
                value = (shared if posting.shared else own) - posting.bonus
                hits = near.setdefault(posting.rule, {})
                if posting.group not in hits or value < hits[posting.group][0]:
                    hits[posting.group] = (value, word)
        scored = [c for index, hits in near.items() if (c := self._score(self.rules[index], hits, actor))]
        scored.sort(key=lambda c: (-c.score, c.rule_id))
        return scored

    def _score(self, rule: Rule, hits: Mapping[int, tuple[float, str]], actor: str) -> Candidate | None:
        count = len(rule.need)
        if len(hits) < count or (rule.actor == GARRISON and actor == GOVERNMENT):
            return None
        if _NOT in hits and hits[_NOT][0] <= NOT_WITHIN:
            return None
        total = farthest = 0.0
        for number in range(count):
            hit = hits.get(number)
            if hit is None:
                return None
            cost = hit[0] + LENGTH_BONUS * len(hit[1])
            if cost > rule.limit:
                return None
            total += 1 - hit[0]
            farthest = max(farthest, cost)
        score = rule.base + total / count + GROUP_BONUS * (count - 1)
        if _HELP in hits and hits[_HELP][0] <= HELP_WITHIN:
            score += HELP_BONUS
        if _AGAINST in hits and hits[_AGAINST][0] <= farthest + AGAINST_MARGIN:
            score -= AGAINST_MALUS
        score -= ACTOR_MALUS.get((rule.actor, actor), 0.0)
        words = tuple(dict.fromkeys(hits[n][1] for n in range(count)))
        return Candidate(rule.indicator_id, rule.rule_id, round(score, 3), words)

    def stated(self, text: str) -> Iterable[tuple[Rule, int, int, tuple[str, ...]]]:
        """Rules all of whose groups stand in a text within ``limit`` characters of each other."""
        near: dict[int, dict[int, list[tuple[int, int, str]]]] = {}
        for end, word in self._automaton.iter(text):
            for posting in self._postings[""].get(word, ()):
                spans = near.setdefault(posting.rule, {}).setdefault(posting.group, [])
                spans.append((end + 1 - len(word), end + 1, word))
        for index, groups in near.items():
            rule = self.rules[index]
            if any(n not in groups for n in range(len(rule.need))):
                continue
            windows = (_window(anchor, groups, len(rule.need)) for anchor in groups[0])
            start, end, words = min(windows, key=lambda w: w[1] - w[0])
            if end - start <= rule.limit:
                yield rule, start, end, words


def _window(
    anchor: tuple[int, int, str], groups: Mapping[int, list[tuple[int, int, str]]], count: int
) -> tuple[int, int, tuple[str, ...]]:
    start, end, words = anchor[0], anchor[1], [anchor[2]]
    for number in range(1, count):
        s, e, word = min(groups[number], key=lambda o: max(end, o[1]) - min(start, o[0]))
        start, end = min(start, s), max(end, e)
        words.append(word)
    return start, end, tuple(dict.fromkeys(words))


def _postings(rule: Rule, row: Mapping[str, Any]) -> Iterable[tuple[str, Posting]]:
    for number, group in enumerate(rule.need):
        for word in group.words:
            yield word, Posting(rule.index, number, LENGTH_BONUS * len(word), group.shared, group.side)
    for key, number in (("help", _HELP), ("not", _NOT), ("against", _AGAINST)):
        for group in map(_group, row[key]):
            for word in group.words:
                yield word, Posting(rule.index, number, 0.0, number != _NOT, group.side)


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
        actor=row.get("actor", ""),
        base=float(row.get("base", 1.0)),
        limit=float(row.get("max", 1.0 if units else 40)),
    )
