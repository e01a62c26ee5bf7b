"""Quantities to findings: which indicator a figure is a value of, when, and whose.

The only module that brings figure, period, place and cues together. Every figure leaves it
either with candidates or with the reason why it has none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from etl.actors import Actors
from etl.catalog import Catalog
from etl.cues import NEAR_TIE, SHARE_WITHIN, CueBook
from etl.namedcounts import NamedCounts
from etl.periods import Timeline
from etl.places import Gazetteer
from etl.quantities import QuantityGrammar
from etl.records import Candidate, Document, Finding, Place, Practice, Quantity, QuantityKind, Sentence
from etl.schema import Flag, Measure, PeriodKind, PlaceLevel, Reason, Scope

_NOT_VALUE: Final = {
    QuantityKind.DATE: Reason.DATE,
    QuantityKind.ORDINAL: Reason.ORDINAL,
    QuantityKind.CODE: Reason.NAME_PART,
    QuantityKind.SLOGAN: Reason.SLOGAN,
    QuantityKind.GRADE: Reason.GRADE,
    QuantityKind.DAMAGED: Reason.DAMAGED,
}
TITLES: Final = "honour"
"""2020年获九连冠: the year dates the naming; how many titles are held is a state of today."""
_GOAL: Final = re.compile(
    r"(?:争创|争取(?![^，。；]{0,10}(?:资金|经费|金$|\d))|力争|冲刺|目标是|(?<!累)计划(?!分配|拨)|拟|预计|即将|有望|瞄准|奋力夺取|誓夺|向着|迈向|创建全国双拥模范城“)[^，。；]{0,30}$"
    r"|(?:将|要)(?:投入|投资|新建|建设|建成|安排|继续|开展|发放|增加到|达到|实现|再)[^，。；]{0,24}$|到20[2-9]\d年[底末]?，?[^，。；]{0,30}(?:达到|实现|建成|力争)[^，。；]{0,16}$"
)
_ACHIEVED: Final = re.compile(r"(?:实现了|取得了?|荣获|成功(?:实现|创建))[^，。；]{0,20}$")
_GOAL_AFTER: Final = re.compile(
    r"^[”’」]?(?:的)?(?:宏伟|奋斗|创建)?目标|^[”’」]?[^，。；]{0,4}(?:奋斗|迈进|冲刺)"
)
_ONE_PERSON: Final = re.compile(
    r"(?:他|她|其|本人|老人|老兵[\u4e00-\u9fff]{2,3}|同志|烈士[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]{1,3}(?:夫妇|夫妻|一家))(?:先后|累计|共|已|的|个人|自费|每年|义务|坚持|自掏腰包|主动|带领|曾|一人)[^，。；]{0,24}$"
    r"|(?:自掏腰包|个人出资|自费|个人捐|让我|我享受|我申请|我家|我贷|给我)[^，。；]{0,16}$"
)
CONTEXT: Final = 160
"""Characters on each side that decide whether a figure is a result; bounded, so is the cost."""
MIN_SUM: Final = 1.0
"""万元. A sum below it is one gift or one prize, never what a city spent."""
_WIDER: Final = re.compile(r"(?:全国|全省)(?:首批|仅有|共有|唯一|第一批)?$")
"""全国16个试点之一: the country's figure, not the place's."""
_SLOGAN_PARTS: Final = re.compile(r"“[一二三四五六七八九十]个[一二三四五六七八九十百千万]+”（[^）]*$")
"""“五个一百”（组织100名…、为100名…）: the parts of a slogan are no counts."""
_OLD_VALUE: Final = re.compile(
    r"^[^，。；\d]{0,4}(?:增加|提高|提升|上涨|增长|上调|扩大|调整|提标|增)(?:到|至|为)"
)
_OLD_VALUE_BEFORE: Final = re.compile(r"(?:由|从)[^，。；]{0,16}$")
PRACTICE_NEGATION: Final = re.compile(r"(?:尚未|没有建立|未能|未纳入|未建立|缺乏|还没有|未开展|未落实)")


class Extractor:
    """Reads the sentences of one catalogue's world; holds no state between documents."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.grammar = QuantityGrammar(catalog.units)
        self.gazetteer = Gazetteer(catalog)
        self.cues = CueBook(catalog.cues, catalog.unit_groups)
        self.counts = NamedCounts(catalog)
        self.practice_cues = CueBook(catalog.practice_cues, {})

    def findings(
        self, document: Document, sentences: list[Sentence], place: Place | None, year: int | None
    ) -> list[Finding]:
        """Every figure of a report, in order, read or refused."""
        timeline = Timeline(year, document.title)
        actors = Actors(self.catalog.actors, self.gazetteer.own_names(place))
        found: list[Finding] = []
        for sentence in sentences:
            quantities = self.grammar.find(sentence)
            timeline.enter(sentence, quantities)
            actors.enter(sentence)
            if quantities:
                found += self._sentence(sentence, quantities, timeline, actors, place)
        return found

    def _sentence(
        self,
        sentence: Sentence,
        quantities: list[Quantity],
        timeline: Timeline,
        actors: Actors,
        place: Place | None,
    ) -> list[Finding]:
        occurrences = self.cues.scan(sentence.text, quantities) if not sentence.is_heading else None
        names = [m.span() for m in re.finditer(r"《[^》]*》", sentence.text)]
        findings = []
        for quantity in filter(sentence.counts, quantities):
            finding = Finding(sentence, quantity)
            findings.append(finding)
            if quantity.kind is not QuantityKind.VALUE:
                finding.reject(_NOT_VALUE[quantity.kind])
                continue
            if sentence.is_heading or occurrences is None:
                finding.reject(Reason.HEADING)
                continue
            if any(a <= quantity.start < b for a, b in names):
                finding.reject(Reason.NAME_PART)
                continue
            finding.quantity, named = self.counts.counted(sentence, quantity)
            ranked = self.cues.candidates(occurrences, finding.quantity, actors.at(quantity.start))
            ranked = [c for c in ranked if named in (None, c.indicator_id)]
            ranked = [c for c in ranked if _fits_area(c, sentence.text, quantity, self.catalog.sum_by_level)]
            finding.candidates = _choose(ranked, sentence.text, quantity)
            chosen = {c.indicator_id for c in finding.candidates}
            finding.alternatives = tuple(
                c for c in ranked if c.indicator_id not in chosen and c.score >= MIN_SCORE
            )
            if not finding.candidates:
                fits = self.cues.measures(quantity.dimension)
                finding.reject(Reason.NO_INDICATOR if fits else Reason.UNIT_MISMATCH, quantity.unit)
                continue
            self._complete(finding, timeline, place)
            _refuse(finding, place)
        return findings

    def _complete(self, finding: Finding, timeline: Timeline, place: Place | None) -> None:
        """Value, period and scope of a figure that has an indicator."""
        quantity, best = finding.quantity, finding.candidates[0]
        indicator = self.catalog.indicators[best.indicator_id]
        finding.value = in_unit(quantity.value or 0.0, quantity.dimension, indicator.unit)
        finding.period, carried = timeline.period_of(quantity, indicator.measure)
        if indicator.pillar_id == TITLES and finding.period.kind is PeriodKind.YEAR:
            finding.period = replace(finding.period, kind=PeriodKind.ASOF, start=None, end=None)
        if carried:
            finding.flags.add(Flag.CARRIED_PERIOD)
        if best.near_tie:
            finding.flags.add(Flag.NEAR_TIE)
        if len(finding.candidates) > 1:
            finding.flags.add(Flag.SHARED_FIGURE)
        if indicator.measure is Measure.RATE and finding.value > 100:
            finding.flags.add(Flag.ABOVE_100)
        part = self.gazetteer.part_of(finding.sentence, quantity.start, place)
        if part is not None:
            finding.scope, finding.detail, finding.part = Scope.SUB, part.words, part.place

    def practices(self, sentences: list[Sentence]) -> list[Practice]:
        """Yes/no practices that the sentences state, the first mention of each."""
        first: dict[str, Practice] = {}
        for sentence in sentences:
            if sentence.is_heading or sentence.is_goal:
                continue
            for rule, start, end, words in self.practice_cues.stated(sentence.text):
                if rule.indicator_id not in first:
                    clause = sentence.text[max(0, start - 8) : end + 4]
                    answer = PRACTICE_NEGATION.search(clause) is None
                    first[rule.indicator_id] = Practice(
                        rule.indicator_id, answer, sentence, start, end, words
                    )
        return list(first.values())


def in_unit(value: float, dimension: str, unit: str) -> float:
    """Value in the indicator's unit: money is read in 万元 and persons singly."""
    if dimension.startswith("money_per"):
        return round(value * 10_000, 6)
    ten_thousands = unit == "万人" or (unit == "万元" and dimension == "bare")
    return value / 10_000 if ten_thousands else value


def _is_vague(finding: Finding) -> bool:
    """数亿元: a sum of money without a figure cannot be compared; 数十次 says at least about 30."""
    printed = finding.sentence.text[finding.quantity.start : finding.quantity.end]
    return finding.quantity.dimension == "money" and bool(re.search("[数几]", printed))


def _fits_area(candidate: Candidate, text: str, quantity: Quantity, by_level: frozenset[str]) -> bool:
    """20个县（市、区）均打造了…: districts are counted, unless the indicator is stated by level."""
    return candidate.indicator_id in by_level or not _DISTRICTS.match(text, quantity.end)


def _choose(ranked: list[Candidate], text: str, quantity: Quantity) -> list[Candidate]:
    """The best reading; a second one where the figure serves both; near ties are marked."""
    if not ranked:
        return []
    best = ranked[0]
    if best.score < MIN_SCORE:
        return []
    others = [c for c in ranked[1:] if c.indicator_id != best.indicator_id]
    if not others:
        return [best]
    second = others[0]
    if _joined(text, quantity, best, second) and best.score - second.score < SHARE_WITHIN:
        return [best, second]
    tie = best.score - second.score < NEAR_TIE
    return [Candidate(best.indicator_id, best.rule_id, best.score, best.matched, near_tie=tie)]


MIN_SCORE: Final = 1.7
"""Below it, fewer than half of the readings were right on the tuning reports."""
_DISTRICTS: Final = re.compile(r"(?:县|市|区|旗|乡镇|镇街|县区|市县)(?=[（(、，。；和均都全各共辖]|$)")
_CARD_AND_PLAQUE: Final = frozenset({"policy.priority_cards", "activity.glory_plaques"})


def _joined(text: str, quantity: Quantity, first: Candidate, second: Candidate) -> bool:
    """办理优待证和发放光荣牌: the two objects stand side by side, joined by a conjunction."""
    if {first.indicator_id, second.indicator_id} != _CARD_AND_PLAQUE:
        return False
    start = max(text.rfind(mark, 0, quantity.start) for mark in "，；：") + 1
    end = min((i for mark in "，；：" if (i := text.find(mark, quantity.end)) >= 0), default=len(text))
    clause = text[start:end]
    pairs = [(a, b) for a in first.matched for b in second.matched]
    return any(
        re.search(rf"{re.escape(left)}[^\d]{{0,3}}[和、及与并][^\d]{{0,4}}{re.escape(right)}", clause)
        for a, b in pairs
        for left, right in ((a, b), (b, a))
    )


def _refuse(finding: Finding, place: Place | None) -> None:
    """Goals, old values, one person's and the whole country's figures are not results of the place."""
    sentence, quantity = finding.sentence, finding.quantity
    before = sentence.text[max(0, quantity.start - CONTEXT) : quantity.start]
    after = sentence.text[quantity.end : quantity.end + CONTEXT]
    goal = None if _ACHIEVED.search(before) else _GOAL.search(before) or _GOAL_AFTER.match(after)
    if sentence.is_goal or goal:
        finding.reject(Reason.GOAL_NOT_RESULT, goal[0] if goal else sentence.text[:20])
    elif _OLD_VALUE.match(after) and _OLD_VALUE_BEFORE.search(before):
        finding.reject(Reason.SUPERSEDED, after[:8])
    elif _is_vague(finding):
        finding.reject(Reason.VAGUE, sentence.text[quantity.start : quantity.end])
    elif quantity.dimension == "money" and (finding.value or 0) < MIN_SUM:
        finding.reject(Reason.ONE_PERSON, sentence.text[quantity.start : quantity.end])
    elif _WIDER.search(before) and (place is None or place.level != PlaceLevel.PROVINCE):
        finding.reject(Reason.OTHER_PLACE, before[-4:])
    elif _SLOGAN_PARTS.search(before):
        finding.reject(Reason.SLOGAN, before[-20:])
    elif person := _ONE_PERSON.search(before):
        finding.reject(Reason.ONE_PERSON, person[0])
