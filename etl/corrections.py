"""Declared fixes of source errors: applied only while the source still prints the error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from etl.catalog import Correction
from etl.records import Finding, Quantity
from etl.quantities import QuantityGrammar
from etl.records import Document, Sentence
from etl.schema import Flag, Reason


@dataclass(frozen=True, slots=True)
class Applied:
    """A correction and whether its source still needed it."""

    correction: Correction
    source_id: str
    applied: bool


def matching(document: Document, corrections: Iterable[Correction]) -> list[Correction]:
    """Corrections declared for a document, by source id or by SHA-256 of its file."""
    return [c for c in corrections if c.source in (document.source_id, document.sha256)]


def correct(findings: list[Finding], correction: Correction, grammar: QuantityGrammar) -> bool:
    """Apply one correction to the figures inside its ``expect``; false when it no longer stands.

    An empty ``replace`` takes the figures out; otherwise the figure is read from it.
    """
    applied = False
    for finding in findings:
        start = finding.sentence.text.find(correction.expect)
        if start < 0 or not start <= finding.quantity.start < start + len(correction.expect):
            continue
        applied = True
        if not correction.replace:
            finding.reject(Reason.DAMAGED, correction.reason)
            continue
        better = _read(correction.replace, finding.sentence, grammar)
        if better is None:
            continue
        finding.quantity = replace(better, start=finding.quantity.start, end=finding.quantity.end)
        finding.value = better.value
        finding.flags.add(Flag.CORRECTED)
    return applied


def _read(text: str, sentence: Sentence, grammar: QuantityGrammar) -> Quantity | None:
    offsets = sentence.offsets[:1] * len(text)
    found = grammar.find(replace(sentence, text=text, offsets=offsets))
    return found[0] if found else None
