"""Whose figures a sheet holds, and which of several places of a name is meant.

鼓楼区 is a district of four cities. As in a report, where names around it decide (``etl.places``), it
is the one in the city or province that the file tells: in its name, its titles, its sheets' names
and its other rows. Where these tell none, or several that have one, it stays a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from etl.places import Gazetteer, inside
from etl.records import At, CellFault, CellValue, Document, Place, Sheet
from etl.returns.faults import cell_fault
from etl.returns.figures import is_nothing
from etl.returns.head import Fields
from etl.returns.names import PlaceFinder
from etl.returns.sheets import HEAD_ROWS
from etl.returns.written import cell_text
from etl.schema import Fault, PlaceLevel

LONGEST: Final = 100
"""Characters of a cell that may tell a place; instructions are longer."""
Head = Sequence[tuple[At, str]]


def place_finder(
    gazetteer: Gazetteer, home: Place | None = None, told: Sequence[Callable[[], list[Place]]] = ()
) -> PlaceFinder:
    """Looks up a name or code: the place; else the fault, and the places that it may be.

    ``told`` gives places that the file speaks of, the nearest first; asked for only where a name has
    several places. ``home`` is one of them, and more: 朝阳 alone is clear, and among the names of parts
    of 北京市 another.
    """
    homes = [home] if home else []

    def called(value: CellValue) -> Place | tuple[Fault, str]:
        name = cell_text(value).strip()
        if is_nothing(name):
            return Fault.NO_PLACE, ""
        found = gazetteer.called(name)
        found = found if len(found) > 1 else gazetteer.called(name, home)
        for speaks_of in told:
            found = (_near(found, homes + speaks_of()) or found) if len(found) > 1 else found
        if len(found) == 1:
            return found[0]
        which = "、".join(place.name for place in found[:4])
        return (Fault.AMBIGUOUS_PLACE if found else Fault.UNKNOWN_PLACE), which

    return lru_cache(maxsize=4096)(called)


def _near(found: list[Place], told: list[Place]) -> list[Place]:
    """Those that are told themselves, else those inside a place that is told and beside the counties.

    Counties of several cities tell none: a list of districts of the whole country is not one of 南京市.
    A title of 徐州市 above districts of 南京市 tells none either.
    """
    codes = {place.code for place in told}
    parents = {place.parent_code for place in told if place.level == PlaceLevel.COUNTY}
    beside = [place for place in found if place.parent_code in parents] if len(parents) == 1 else []
    within = inside(found, told)
    both = [place for place in within if place in beside] if within and beside else within or beside
    return [place for place in found if place.code in codes] or both


class Whose:
    """Answers for one document."""

    def __init__(self, document: Document, gazetteer: Gazetteer) -> None:
        self._document, self._gazetteer = document, gazetteer
        self._told: dict[str | None, list[Place]] = {}

    def finder(self, sheet: Sheet | None = None, home: Place | None = None) -> PlaceFinder:
        """Looks up the names in a sheet, or in any; ``home`` is whose figures the sheet holds."""
        names = [sheet.name, None] if sheet else [None]
        return place_finder(self._gazetteer, home, [partial(self._places, name) for name in names])

    def _places(self, sheet: str | None) -> list[Place]:
        """The places that a sheet tells, or the whole file (None); looked for once."""
        if sheet not in self._told:
            texts = {
                text for one in self._document.sheets if sheet in (None, one.name) for text in _texts(one)
            }
            if sheet is None:
                texts |= {self._document.place_name or "", self._document.title, self._document.path}
            found = {place.code: place for text in texts for place in self._gazetteer.told(text)}
            self._told[sheet] = list(found.values())
        return self._told[sheet]

    def place(
        self, sheet: Sheet, head: Head, fields: Fields, document: Document, alone: bool
    ) -> Place | CellFault | None:
        """The place of a sheet: as noted of the file, in its cell, its name, its title, the file's name."""
        called = self.finder(sheet)
        noted = [(None, document.place_name)] if document.place_name and alone else []
        for at, name in [*noted, *([fields["place"]] if "place" in fields else [])]:
            return _or_fault(called(name), sheet, at, name)
        named = called(sheet.name)
        if isinstance(named, Place) or named[0] is Fault.AMBIGUOUS_PLACE:
            return _or_fault(named, sheet, None, sheet.name)
        titles = [text for _, text in head] + [Path(document.path).stem, document.place_name or ""]
        found = list(self._titled(titles, sheet, document))
        return next((one for one in found if isinstance(one, Place)), next(iter(found), None))

    def home(self, sheet: Sheet, head: Head) -> Place | None:
        """The one place, be it a province, among whose parts a sheet's names are looked for first."""
        texts = (
            sheet.name,
            self._document.path,
            self._document.place_name or "",
            *(text for _, text in head),
        )
        told = {place.code: place for text in texts for place in self._gazetteer.told(text)}
        return next(iter(told.values())) if len(told) == 1 else None

    def _titled(self, titles: Iterable[str], sheet: Sheet, document: Document) -> Iterator[Place | CellFault]:
        """The place that each title is about; a fault where its name is that of several."""
        called = self.finder(sheet)
        for title in filter(None, titles):
            place = self._gazetteer.place_of(replace(document, place_name=None, title=title, text=""))
            if place:
                own = (name for name in self._gazetteer.own_names(place) if name in title)
                name = next(own, place.name)
                yield _or_fault(called(name), sheet, None, name)


def _or_fault(found: Place | tuple[Fault, str], sheet: Sheet, at: At | None, name: str) -> Place | CellFault:
    if isinstance(found, Place):
        return found
    return cell_fault(found[0], sheet.name, at, name, which=found[1])


def _texts(sheet: Sheet) -> Iterator[str]:
    """What may tell places: a sheet's name, its titles and its first rows."""
    yield sheet.name
    for row in sheet.rows[:HEAD_ROWS]:
        yield from (cell for cell in row if isinstance(cell, str) and 1 < len(cell) <= LONGEST)
