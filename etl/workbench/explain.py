"""``python -m etl explain``: why each figure of a report was used or not.

The report goes through the pipeline's own ``read_document``; this module only words what
came out: for each sentence its figures, for each figure the readings with their scores,
the doer, the period and where it came from, the scope, the decision and its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from etl.catalog import Catalog
from etl.extract import MIN_SCORE
from etl.pipeline import read_document
from etl.read import list_files, read_file
from etl.records import Candidate, Document, Finding, Practice, Reading, Sentence
from etl.schema import Flag
from etl.segment import segment
from etl.workbench.labels import Colour, Paint, both, number, pad, years
from etl.workbench.trace import TracingCues, tracing_extractor

SHOWN: Final = 5
"""Readings printed for a figure; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sentences and figures to print."""

    sentence: str = ""
    """Only sentences that hold this text."""
    only: str = ""
    """"accepted" or "rejected"; empty prints both, and sentences without figures too."""


def find_documents(report: str, inputs: list[Path]) -> list[Document]:
    """The reports of a file, or the one with this source id below ``inputs``; empty if there is none."""
    file = Path(report)
    if file.is_file():
        return read_file(file.name, file)
    below = [path for path in inputs if path.exists()]
    documents = (d for shown, path in list_files(below) for d in read_file(shown, path))
    return [d for d in documents if d.source_id == report]


def explain(documents: Iterable[Document], catalog: Catalog, wanted: Wanted, paint: Paint) -> Iterator[str]:
    """Lines that explain the reading of each document."""
    for document in documents:
        extractor, cues = tracing_extractor(catalog)
        yield from _Teller(document, read_document(document, extractor), catalog, cues, paint).lines(wanted)


class _Teller:
    """Words one reading."""

    def __init__(
        self, document: Document, reading: Reading, catalog: Catalog, cues: TracingCues, paint: Paint
    ) -> None:
        self._document, self._reading = document, reading
        self._catalog, self._cues, self._paint = catalog, cues, paint
        self._findings: dict[int, list[Finding]] = {}
        for finding in reading.findings:
            self._findings.setdefault(finding.sentence.offsets[0], []).append(finding)
        self._practices: dict[int, list[Practice]] = {}
        for practice in reading.practices:
            self._practices.setdefault(practice.sentence.offsets[0], []).append(practice)

    def lines(self, wanted: Wanted) -> Iterator[str]:
        """The head of the report, then its sentences."""
        yield from self._head()
        for sentence in segment(self._document, {unit.text for unit in self._catalog.units}):
            if wanted.sentence in sentence.text:
                yield from self._sentence(sentence, wanted.only)
        yield ""

    def _head(self) -> Iterator[str]:
        document, reading = self._document, self._reading
        place = f"{reading.place.name} {reading.place.code}" if reading.place else "地方不明 no place"
        date = document.date or f"无日期 no date（年份 year {reading.year or '?'}）"
        yield self._paint(f"{document.source_id}  {document.title}", Colour.STRONG)
        used = sum(f.accepted for f in reading.findings)
        yield (
            f"{place}  {date}  句子 sentences {reading.sentences}  数字 figures {len(reading.findings)}"
            f"  采用 accepted {used}  未采用 rejected {len(reading.findings) - used}"
        )
        for problem in reading.problems:
            yield self._paint(f"问题 problem: {problem}", Colour.BAD)

    def _sentence(self, sentence: Sentence, only: str) -> Iterator[str]:
        found = self._findings.get(sentence.offsets[0], [])
        shown = [f for f in found if not only or f.accepted == (only == "accepted")]
        practices = [] if only == "rejected" else self._practices.get(sentence.offsets[0], [])
        if not shown and not practices:
            if not only:
                yield from (
                    "",
                    self._paint(_marked(sentence), Colour.STRONG if sentence.is_heading else Colour.FAINT),
                )
            return
        yield from ("", _marked(sentence))
        for finding in shown:
            yield from self._finding(finding)
        for practice in practices:
            yield f"  做法 practice {self._practice(practice)}"

    def _practice(self, practice: Practice) -> str:
        name = self._catalog.practices[practice.practice_id].name_zh
        answer = "是 yes" if practice.answer else "否 no"
        return f"{name} {practice.practice_id} = {answer}  词语 words: {'、'.join(practice.matched)}"

    def _finding(self, finding: Finding) -> Iterator[str]:
        quantity = finding.quantity
        printed = pad(finding.sentence.text[quantity.start : quantity.end], 14)
        asked = self._cues.asked(quantity)
        ranked = asked.ranked if asked else tuple(finding.candidates)
        if finding.accepted:
            yield self._paint(f"  ✓ {printed} 采用 accepted", Colour.GOOD)
        else:
            detail = f"：{finding.detail}" if finding.detail else ""
            yield self._paint(f"  ✗ {printed} {both(finding.reason or '')}{detail}", Colour.BAD)
        if finding.candidates:
            yield from self._reading_of(finding)
        if asked:
            yield f"      行为方 doer: {both(asked.actor) if asked.actor else '未写明 not named'}"
        yield from self._candidates(finding, ranked)

    def _reading_of(self, finding: Finding) -> Iterator[str]:
        quantity, period = finding.quantity, finding.period
        for candidate in finding.candidates:
            indicator = self._catalog.indicators[candidate.indicator_id]
            named = f"{indicator.name_zh} {indicator.indicator_id}"
            yield f"      指标 {named} = {number(finding.value)} {indicator.unit}"
        part = finding.detail if finding.part is None else finding.part.name
        whose = both(finding.scope) + (f"：{part}" if finding.scope == "sub" and part else "")
        yield f"      限定 {both(quantity.qualifier)}  范围 {whose}"
        if period:
            when = years(period.kind, period.start, period.end)
            yield f"      时期 {when}  出自 from: {self._origin(finding)}"
        if finding.flags:
            yield f"      标记 {'、'.join(both(f) for f in sorted(finding.flags))}"

    def _origin(self, finding: Finding) -> str:
        """Where the words of a period stand."""
        period = finding.period
        if period is None or not period.text:
            return "未写明，按指标性质 not stated, by the indicator's measure"
        if period.text in finding.sentence.text and Flag.CARRIED_PERIOD not in finding.flags:
            return f"本句 this sentence “{period.text}”"
        titled = period.text in self._document.title
        return f"{'标题 title' if titled else '前文 sentences before'} “{period.text}”"

    def _candidates(self, finding: Finding, ranked: tuple[Candidate, ...]) -> Iterator[str]:
        chosen = {c.rule_id for c in finding.candidates}
        for candidate in ranked[:SHOWN]:
            mark = "→" if candidate.rule_id in chosen else " "
            words, fate = "、".join(candidate.matched), _fate(candidate, finding)
            line = f"    {mark} {candidate.score:6.3f}  {candidate.rule_id}  词语 words: {words}{fate}"
            yield line if candidate.rule_id in chosen else self._paint(line, Colour.FAINT)
        if len(ranked) > SHOWN:
            yield self._paint(
                f"      另有 {len(ranked) - SHOWN} 个得分更低的读法 more readings", Colour.FAINT
            )


def _fate(candidate: Candidate, finding: Finding) -> str:
    """Why a reading that is not the chosen one was passed over, where its rank does not say so."""
    if candidate.score < MIN_SCORE:
        return f"  低于 below {MIN_SCORE}"
    chosen = {c.indicator_id for c in finding.candidates}
    others = {c.rule_id for c in finding.alternatives}
    set_aside = candidate.indicator_id not in chosen and candidate.rule_id not in others
    return "  另有规定而排除 set aside by a later rule" if set_aside else ""


def _marked(sentence: Sentence) -> str:
    """The sentence, with its section's or its own mark before it."""
    if sentence.is_heading:
        return f"【{sentence.text}】"
    return f"{'（计划 plan）' if sentence.is_goal else ''}{sentence.text}"
