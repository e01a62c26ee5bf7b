"""What persons said of figures: applied only while source and reading are as they were then.

A fix of the catalogue (``correct``) mends figures before anything is made of them. A decision on one
figure is about the reading that an edition showed: so the findings are settled once without it, the
decision is held against that, and what the person said stands whatever the stages make of the rest.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace

from etl.decisions.decided import said_of
from etl.decisions.declared import Correction
from etl.extract import Extractor, in_unit
from etl.reconcile import reconcile
from etl.records import Document, Finding, Place, Quantity, Sentence
from etl.schema import Flag, Reason
from etl.validate import validate


def matching(document: Document, fixes: Iterable[Correction]) -> list[Correction]:
    """Fixes of a document, by source id (also as made distinct) or by SHA-256 of its file."""
    ids = (document.source_id, document.sha256, f"{document.source_id}-{document.sha256[:8]}")
    return [c for c in fixes if c.source in ids]


def settle(
    findings: list[Finding],
    document: Document,
    place: Place | None,
    fixes: list[Correction],
    extractor: Extractor,
) -> list[str]:
    """Reconcile and validate the findings under the fixes of their document; ids of those applied."""
    catalog = extractor.catalog
    applied = [c.correction_id for c in fixes if not c.figure and correct(findings, c, extractor)]
    decided = [c for c in fixes if c.figure]
    machine = [f.copy() for f in findings] if decided else []
    reconcile(machine, catalog)
    validate(machine, place, catalog)
    words = []
    for decision in decided:
        at = _figure(findings, document, decision)
        said = at is not None and said_of(decision, findings[at], machine[at], place, extractor)
        if at is not None and said:
            words.append(_Word(findings[at], said))
            applied.append(decision.correction_id)
    for word in words:
        word.foretell()
    reconcile(findings, catalog)
    validate(findings, place, catalog)
    for word in words:
        word.stand()
    return applied


@dataclass(frozen=True, slots=True)
class _Word:
    """What a person said of a finding: as it must stand in the end."""

    finding: Finding
    said: Finding

    def foretell(self) -> None:
        """Let the stages know: a figure taken out or read otherwise changes what they make of others.

        Not where the value is a sum of parts, which they would add up once more.
        """
        if self.said.reason or (self.said.flags & {Flag.CORRECTED, Flag.SUMMED_PARTS}) == {Flag.CORRECTED}:
            self.stand()
        self.finding.flags |= self.said.flags & {Flag.CONFIRMED, Flag.CORRECTED}

    def stand(self) -> None:
        """Give the finding what the person said."""
        one, said = self.finding, self.said
        one.quantity, one.value, one.period = said.quantity, said.value, said.period
        one.candidates, one.scope, one.part = list(said.candidates), said.scope, said.part
        one.reason, one.detail = said.reason, said.detail
        one.flags |= said.flags


def _figure(findings: list[Finding], document: Document, decision: Correction) -> int | None:
    """Number of the finding that a decision is about; None when the source no longer prints it.

    ``occurrence`` counts as the review page does: by where the figure stands, in the sentences that are
    ``expect``. Only where there is none, those that contain it count: somebody wrote a part of one down.
    """
    sentences = {id(f.sentence): f.sentence for f in findings}
    printed = {key: document.printed(sentence.offsets) for key, sentence in sentences.items()}
    whole = decision.expect in printed.values()
    stands: dict[int, int] = {}
    for number, finding in enumerate(findings):
        text, q = printed[id(finding.sentence)], finding.quantity
        at = text.find(decision.expect)
        if at < 0 or (whole and text != decision.expect):
            continue
        inside = at <= q.start and q.end <= at + len(decision.expect)
        if inside and text[q.start : q.end] == decision.figure:
            stands.setdefault(finding.sentence.offsets[q.start], number)
    counted = sorted(stands)[decision.occurrence - 1 : decision.occurrence]
    return stands[counted[0]] if counted else None


def correct(findings: list[Finding], correction: Correction, extractor: Extractor) -> bool:
    """Apply one correction to the figures inside its ``expect``; false when it does not stand.

    An empty ``replace`` takes the figures out. Otherwise its figures are read in the place of
    those in ``expect``, one for one; when they are not as many, nothing is applied. A figure that
    is refused for another reason stays so.
    """
    sentences = {id(f.sentence): f.sentence for f in findings if correction.expect in f.sentence.text}
    better = extractor.grammar.find(
        Sentence(correction.replace, array("i", range(len(correction.replace))), 0, "")
    )
    applied = False
    for sentence in sentences.values():
        start = sentence.text.index(correction.expect)
        end = start + len(correction.expect)
        inside = [f for f in findings if f.sentence is sentence and start <= f.quantity.start < end]
        if not correction.replace:
            for finding in inside:
                finding.reject(Reason.REVIEWED, correction.reason)
        elif len(better) == len(inside):
            for finding, quantity in zip(inside, better, strict=True):
                _mend(finding, quantity, extractor)
        else:
            continue
        applied = applied or bool(inside)
    return applied


def _mend(finding: Finding, quantity: Quantity, extractor: Extractor) -> None:
    """Read a figure as another; its span stays where the source prints it."""
    finding.quantity = replace(quantity, start=finding.quantity.start, end=finding.quantity.end)
    if finding.candidates:
        unit = extractor.catalog.indicators[finding.candidates[0].indicator_id].unit
        finding.value = in_unit(quantity.value or 0.0, quantity.dimension, unit)
        finding.flags.add(Flag.CORRECTED)
