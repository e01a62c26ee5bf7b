"""What the stages hand to each other: small frozen records, standard library only.

Offsets come in two kinds, never mixed: ``start``/``end`` are positions in a
sentence's clean text; ``char_start``/``char_end`` are positions in the text of the
original file.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any

from etl.schema import Fault, Flag, PeriodKind, Problem, Qualifier, Reason, Scope, SourceKind


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table inside a document: for each row the spans of its cells in the file's text."""

    rows: tuple[tuple[tuple[int, int], ...], ...]
    caption: tuple[int, int] | None = None
    """Span of the line above it that names it."""


CellValue = str | float | bool | date | time | timedelta
"""What a cell holds; an empty one holds ``""``."""
At = tuple[int, int]
"""Row and column of a cell, counted from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a return as the file holds it: its cells by row from A1, and what is special.

    Rows are plain tuples, all of one length: a return of 180,000 figures is read in seconds, and
    a record a cell would take as long again.
    """

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[At, At], ...] = ()
    """First and last cell of each merged range."""
    formulas: frozenset[At] = frozenset()
    """Cells whose value was worked out; one without a stored value holds the formula's text, ``=B2+B3``."""
    percents: frozenset[At] = frozenset()
    """Cells that show their number as a percentage: 0.93 stands for 93 %."""
    comments: Mapping[At, str] = field(default_factory=dict)
    """What people noted at cells (批注), beside their values."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """One fault of a return: where, what and the cure in words. ``at`` None: the sheet as a whole."""

    code: Fault
    sheet: str
    at: At | None
    cell: str
    """Address such as C5; empty for the sheet as a whole."""
    found: str
    problem: str
    problem_en: str
    cure: str
    cure_en: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What was read out of the sheets of a return, column by column.

    ``observations`` and ``rejected`` have the columns of the tables of that name in ``etl.schema``, but
    for the keys: the source's id is given when all sources are known.
    """

    observations: Mapping[str, Sequence[Any]]
    rejected: Mapping[str, Sequence[Any]]
    faults: Sequence[CellFault]


@dataclass(frozen=True, slots=True)
class Note:
    """What a person said of a file that it does not say itself: ``<file>.note.yml`` beside it."""

    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    place: str | None = None
    good_rows: bool = False
    by: str | None = None
    """Who put the file in."""
    received: str | None = None
    """The day on which it was put in, as an ISO date: what is later had not been then."""


@dataclass(frozen=True, slots=True)
class Document:
    """One report or return as read: a span of one file's text, and its header.

    ``problems`` holds what reading noticed; a document whose ``text`` is empty failed.
    """

    source_id: str
    path: str
    sha256: str
    text: str
    char_start: int
    kind: SourceKind = SourceKind.REPORT
    title: str = ""
    publisher: str | None = None
    date: str | None = None
    place_name: str | None = None
    body_start: int = 0
    """Where the body starts inside ``text``, after title and date."""
    problems: tuple[Problem, ...] = ()
    locators: tuple[tuple[int, str], ...] = ()
    """(offset in the file's text, page or paragraph that begins there), ascending; none in plain text."""
    tables: tuple[TextTable, ...] = ()
    """Tables of an office document or web page, in reading order."""
    sheets: tuple[Sheet, ...] = ()
    """Filled in for a return: its sheets."""
    good_rows: bool = False
    """For a return: a person said that its good rows count although others have faults."""
    received: str | None = None
    """The day on which it was handed in; never its own date."""

    def locator(self, offset: int) -> str | None:
        """The page or paragraph in which an offset of the file's text lies."""
        at = bisect_right(self.locators, offset, key=lambda entry: entry[0]) - 1
        return self.locators[at][1] if at >= 0 else None

    def printed(self, offsets: Sequence[int]) -> str:
        """The characters at these offsets of the file, as they stand there."""
        return "".join([self.text[i - self.char_start] for i in offsets])


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: clean text, and for each of its characters the offset in the file."""

    text: str
    offsets: array[int]
    paragraph: int
    section: str
    is_heading: bool = False
    is_goal: bool = False
    """It stands in a passage on plans (下一步 …)."""
    figures: tuple[int, int] | None = None
    """For a cell of a table among its headings: the cell, the only part whose figures count."""
    part: str = ""
    """The town or village that the row of such a cell is about."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """File offsets of ``text[start:end]``; the unit of a cell may stand elsewhere."""
        last = min(end, self.figures[1]) if self.figures else end
        return self.offsets[start], self.offsets[last - 1] + 1

    def counts(self, quantity: Quantity) -> bool:
        """Whether a figure in it is one of its own, and none of a heading's."""
        return self.figures is None or self.figures[0] <= quantity.start < self.figures[1]


class QuantityKind(StrEnum):
    """What sort of figure the grammar saw."""

    VALUE = "value"
    DATE = "date"
    ORDINAL = "ordinal"
    CODE = "code"
    SLOGAN = "slogan"
    GRADE = "grade"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure in a sentence: number, unit, qualifier and span.

    ``value`` is in units of ``unit`` (元, 人次 …), ``low`` and ``high`` the interval that
    the qualifier implies. ``dimension`` groups units that may stand for each other.
    """

    start: int
    end: int
    kind: QuantityKind
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    dimension: str = ""
    qualifier: Qualifier = Qualifier.EXACT


@dataclass(frozen=True, slots=True)
class Period:
    """A stated time, in calendar years."""

    kind: PeriodKind
    start: int | None = None
    end: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the reference places, with its names."""

    code: str
    name: str
    short_name: str
    level: str
    parent_code: str | None
    province_code: str


@dataclass(frozen=True, slots=True)
class Part:
    """A county or a unit whose figure a sentence states: the words, and the place if it is one."""

    words: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quantity read as a value of one indicator, with the reason why."""

    indicator_id: str
    rule_id: str
    score: float
    matched: tuple[str, ...]
    near_tie: bool = False


@dataclass(slots=True)
class Finding:
    """A quantity on its way to acceptance or rejection.

    Exactly one of these holds at the end: ``reason`` is set (rejected), or
    ``candidates`` is not empty (accepted, one observation each).
    """

    sentence: Sentence
    quantity: Quantity
    period: Period | None = None
    scope: Scope = Scope.SELF
    part: Place | None = None
    """The county below the report's place that the figure belongs to."""
    candidates: list[Candidate] = field(default_factory=list)
    alternatives: tuple[Candidate, ...] = ()
    """Other readings, best first, of other indicators than the chosen one."""
    value: float | None = None
    reason: Reason | None = None
    detail: str = ""
    flags: set[Flag] = field(default_factory=set)

    def reject(self, reason: Reason, detail: str = "") -> None:
        """Mark as not used; the first reason stands."""
        if self.reason is None:
            self.reason, self.detail = reason, detail

    def copy(self) -> Finding:
        """A finding of the same figure, to be read further apart from this one."""
        return replace(self, candidates=list(self.candidates), flags=set(self.flags))

    @property
    def accepted(self) -> bool:
        """Whether it yields observations."""
        return self.reason is None and bool(self.candidates)


@dataclass(frozen=True, slots=True)
class Practice:
    """A yes/no practice that a sentence states."""

    practice_id: str
    answer: bool
    sentence: Sentence
    start: int
    end: int
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read out of one document."""

    document: Document
    place: Place | None
    year: int | None
    sentences: int
    findings: Sequence[Finding]
    practices: Sequence[Practice]
    title_sentences: Sequence[Sentence]
    """Sentences that speak of a model-city title."""
    problems: tuple[Problem, ...]
    corrected: Sequence[str] = ()
    """Ids of the corrections that were applied."""
    rows: Rows | None = None
    """Of a return: its cells. ``findings`` is empty then."""
