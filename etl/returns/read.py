"""The sheets of one document to a reading: what is accepted, refused and faulty.

A file with any fault gives no observations, unless a person said that its good rows count: a return
that is wrong in one place is looked at again as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from etl.extract import Extractor
from etl.records import Document, Place, Reading, Sheet
from etl.returns.checks import check
from etl.returns.figures import Figures
from etl.returns.found import Found, Given, Refused
from etl.returns.grid import uncollected
from etl.returns.head import Fields, head_fields, iso_date
from etl.returns.labels import Labels
from etl.returns.layout import Layout, has_figures
from etl.returns.names import Names, is_figure, plain
from etl.returns.remarks import remarks_of
from etl.returns.rows import rows_of
from etl.returns.sheets import layouts_of
from etl.returns.slots import Slots
from etl.returns.when import year_told
from etl.returns.whose import Whose
from etl.returns.written import cell_text
from etl.schema import Fault, Problem, Reason

LAST_YEAR: Final = 2100
"""No return of this century speaks of a later year."""
HIDDEN_SHEET: Final = {
    "where": "工作表", "where_en": "sheet", "shown": "任一工作表标签", "shown_en": "any sheet's tab",
}  # fmt: skip
LEAST_NAMES: Final = 2
"""A sheet that names as many indicators is a return, if one without headings."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """A sheet whose layout is known."""

    number: int
    sheet: Sheet
    layout: Layout
    fields: Fields


@uncollected()
def read_return(document: Document, extractor: Extractor) -> Reading:
    """Read a document that has sheets."""
    figures = Figures(extractor.catalog, extractor.grammar)
    whose = Whose(document, extractor.gazetteer)
    names = Names(extractor.catalog, figures, whose.finder())
    found = Found()
    laid = _laid(document.sheets, names, found)
    document = _described(document, laid)
    for one in laid:
        given = _given(one, document, whose, alone=len({one.layout.head for one in laid}) == 1)
        home = given.place if isinstance(given.place, Place) else whose.home(one.sheet, one.layout.head)
        labels = Labels(one.sheet, one.layout, given, names, whose.finder(one.sheet, home))
        Slots(one.number, one.sheet, one.layout, labels, figures).read(found)
    found.remarks = remarks_of((one.number, one.sheet, one.layout) for one in laid)
    if found.taken:
        check(found, document.sheets)
    elif laid and not found.faults:
        found.fault(Fault.NO_VALUES, laid[0].sheet.name, None)
    return _reading(document, found)


def _laid(sheets: tuple[Sheet, ...], names: Names, found: Found) -> list[_Laid]:
    """The sheets that can be read; the numbers of the others are refused with the fault of their sheet."""
    laid = []
    for number, sheet in enumerate(sheets):
        layouts = layouts_of(sheet, names)
        if not layouts or sheet.hidden:
            _refuse_sheet(number, sheet, layouts, names, found)
            continue
        for layout in layouts:
            laid.append(_Laid(number, sheet, layout, head_fields(layout.head)))
            _refuse_columns(number, sheet, layout, names, found)
    return laid


def _refuse_columns(number: int, sheet: Sheet, layout: Layout, names: Names, found: Found) -> None:
    """The figures below headings that say nothing that can be used, and those that are no values."""
    rows = range(layout.first_row, layout.end_row)
    for at in layout.unknown:
        heading = cell_text(sheet.rows[at[0]][at[1]])
        fault = found.fault(Fault.UNKNOWN_HEADING, sheet.name, at, heading, **names.hint(heading))
        _refuse(number, sheet, rows, at[1], Reason.CELL_FAULT, fault.problem, found)
    for aside in layout.asides:
        heading = cell_text(sheet.rows[aside.at[0]][aside.at[1]])
        _refuse(number, sheet, rows, aside.at[1], aside.reason, heading, found)


def _refuse_sheet(number: int, sheet: Sheet, layouts: list[Layout], names: Names, found: Found) -> None:
    """A sheet without a layout, or hidden. One that holds no figures is there for people to read."""
    width = range(len(sheet.rows[0]) if sheet.rows else 0)
    filled = any(has_figures(sheet.rows, 0, len(sheet.rows), column) for column in width)
    if not layouts and (sheet.hidden or not filled):
        return
    words: dict[str, str] = {}
    if layouts:
        code, words = Fault.HIDDEN_VALUES, HIDDEN_SHEET
    else:
        labels = {i.indicator_id for row in sheet.rows for c in row[:3] if (i := names.indicator(c)[0])}
        code = Fault.NO_HEADING if len(labels) >= LEAST_NAMES else Fault.UNKNOWN_LAYOUT
    fault = found.fault(code, sheet.name, None, **words)
    rows = range(layouts[0].first_row if layouts else 0, len(sheet.rows))
    for column in width:
        _refuse(number, sheet, rows, column, Reason.CELL_FAULT, fault.problem, found)


def _refuse(
    number: int, sheet: Sheet, rows: range, column: int, reason: Reason, detail: str, found: Found
) -> None:
    """The figures of a column that cannot be used."""
    for row in rows:
        if is_figure(sheet.rows[row][column]):
            found.refused.append(Refused(number, (row, column), None, None, reason, detail))


def _described(document: Document, laid: list[_Laid]) -> Document:
    """Title, publisher and date as the sheets say, where nothing was noted of the file."""
    said = {key: text for one in reversed(laid) for key, (_, text) in one.fields.items()}
    fields = {at for one in laid for at, _ in one.fields.values()}
    above = [text for one in laid[:1] for at, text in one.layout.head if at not in fields and at[0] == 0]
    return replace(
        document,
        title=document.title or (above[0] if above else ""),
        publisher=document.publisher or said.get("publisher"),
        date=document.date or iso_date(said.get("date", "")),
    )


def _given(one: _Laid, document: Document, whose: Whose, alone: bool) -> Given:
    """What holds for all cells of a sheet.

    Without a date a year is yet to come if it was on the day of handing in. Where that is not noted no
    year is known to be: today's would make the same file give another edition after New Year.
    """
    dated = document.date or document.received
    last_year = int(dated[:4]) if dated else LAST_YEAR
    unit = plain(one.fields["unit"][1]) if "unit" in one.fields else ""
    place = whose.place(one.sheet, one.layout.head, one.fields, document, alone)
    year = year_told(one.sheet, one.layout.head, one.fields, document)
    return Given(place, year, unit, last_year)


def _reading(document: Document, found: Found) -> Reading:
    """The reading: nothing of a faulty file counts unless its good rows do."""
    places = {one.place.code: one.place for one in found.taken}
    if found.faults and not document.good_rows:
        found.refused += [
            Refused(one.sheet, one.at, one.place, one.indicator, Reason.FAULTY_FILE, "")
            for one in found.taken
        ]
        found.taken = []
    years = [one.year for one in found.taken]
    year = int(document.date[:4]) if document.date else max(years, default=None)
    place = next(iter(places.values())) if len(places) == 1 else None
    rows, problems = rows_of(document, found), tuple(_problems(document, found))
    title = _title(document, list(places.values()))
    document = replace(document, title=title, sheets=())  # its text and rows hold all of the sheets
    return Reading(document, place, year, 0, (), (), (), problems, rows=rows)


def _title(document: Document, places: list[Place]) -> str:
    """The title with the place in front, which one of the empty return lacks; else the file's name."""
    if not document.title or len(places) > 1:
        return document.title if document.place_name else Path(document.path).stem
    named = all(place.short_name in document.title for place in places)
    return document.title if named else f"{places[0].name}{document.title}"


def _problems(document: Document, found: Found) -> Iterator[Problem]:
    yield from document.problems
    codes = {fault.code for fault in found.faults.values()}
    if codes and codes <= {Fault.UNKNOWN_LAYOUT}:
        yield Problem.NO_RETURN
    elif codes:
        yield Problem.GOOD_ROWS_ONLY if found.taken else Problem.FAULTY_RETURN
