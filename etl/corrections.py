"""Declared fixes of source errors: applied only while the source still prints the error."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import replace

from etl.catalog import Correction
from etl.extract import Extractor, in_unit
from etl.records import Document, Finding, Quantity, Sentence
from etl.schema import Flag, Reason


def matching(document: Document, corrections: Iterable[Correction]) -> list[Correction]:
    """Corrections declared for a document, by source id or by SHA-256 of its file."""
    return [c for c in corrections if c.source in (document.source_id, document.sha256)]


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
                finding.reject(Reason.DAMAGED, correction.reason)
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
