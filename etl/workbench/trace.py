"""Cues that remember what they were asked and answered, for whoever tends them.

Nothing is decided here: the pipeline asks these cues in place of its own and gets the same
answers; what it does not keep (readings that scored too low, the doer) is noted on the way.
"""

from __future__ import annotations

from dataclasses import dataclass

from etl.catalog import Catalog
from etl.cues import CueBook
from etl.extract import Extractor
from etl.nearness import Occurrences
from etl.records import Candidate, Quantity


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure's readings: all candidates, best first, and the doer at the figure."""

    figure: Quantity
    actor: str
    ranked: tuple[Candidate, ...]


class TracingCues(CueBook):
    """The rules of a catalogue, with a note of every figure that they were asked about."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__(catalog.cues, catalog.unit_groups)
        self._asked: dict[int, Asked] = {}

    def candidates(self, found: Occurrences, figure: Quantity, actor: str) -> list[Candidate]:
        """The book's own answer, noted."""
        ranked = super().candidates(found, figure, actor)
        self._asked[id(figure)] = Asked(figure, actor, tuple(ranked))
        return ranked

    def asked(self, figure: Quantity) -> Asked | None:
        """What was answered about this very figure; None where the cues were never asked."""
        return self._asked.get(id(figure))


def tracing_extractor(catalog: Catalog) -> tuple[Extractor, TracingCues]:
    """An extractor like the pipeline's, and the cues in it."""
    extractor, cues = Extractor(catalog), TracingCues(catalog)
    extractor.cues = cues
    return extractor, cues
