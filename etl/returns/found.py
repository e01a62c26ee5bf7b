"""What the cells of a return gave, on its way to observations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from etl.catalog import Indicator
from etl.records import At, CellFault, Place
from etl.returns.faults import cell_fault
from etl.returns.figures import Figure
from etl.schema import Fault, Reason


class Taken(NamedTuple):
    """A cell read as a value."""

    sheet: int
    at: At
    place: Place
    indicator: Indicator
    year: int
    figure: Figure
    label: str
    formula: bool


class Refused(NamedTuple):
    """A cell that holds something and is no value, with the reason."""

    sheet: int
    at: At
    place: Place | None
    indicator: Indicator | None
    reason: Reason
    detail: str


class Total(NamedTuple):
    """A cell of a row that sums up others."""

    sheet: int
    at: At
    indicator: Indicator
    year: int
    value: float
    taken_before: int
    """How many values had been taken when it was met."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a sheet says of all its cells: place, year and unit; or what is wrong with that."""

    place: Place | CellFault | None
    year: int | CellFault | None
    unit: str
    last_year: int


@dataclass(slots=True)
class Found:
    """What the cells of all sheets gave."""

    taken: list[Taken] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    faults: dict[tuple[Fault, str, At | None], CellFault] = field(default_factory=dict)
    remarks: dict[tuple[int, At], str] = field(default_factory=dict)
    """What is said of cells beside their values, by number of the sheet and cell."""

    def fault(self, code: Fault, sheet: str, at: At | None, found: str = "", **fields: str) -> CellFault:
        """Note a fault; the same one at the same cell is noted once."""
        return self.note(cell_fault(code, sheet, at, found, **fields))

    def note(self, fault: CellFault) -> CellFault:
        """Note a fault that is in words already."""
        return self.faults.setdefault((fault.code, fault.sheet, fault.at), fault)
