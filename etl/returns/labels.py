"""What the labels of a row and a column say of the value where they meet: place, indicator, year.

Faults are told where a person mends them: an unknown indicator once, at its name, and not at each of
its ten values.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final, NamedTuple

from etl.catalog import Indicator
from etl.records import At, CellFault, CellValue, Place, Sheet
from etl.returns.faults import cell_fault
from etl.returns.figures import is_nothing
from etl.returns.found import Found, Given
from etl.returns.layout import Column, Layout
from etl.returns.names import FIRST_YEAR, Names, PlaceFinder, Role, is_total, plain, total_word, year_of
from etl.returns.sheets import covered, spread
from etl.returns.written import cell_text, letters
from etl.schema import Fault

FAR: Final = 100
"""A year further ahead than this is a slip of the pen, not a plan."""

HIDDEN_ROW: Final = {
    "shown": "选中的上下两行", "shown_en": "the rows above and below, selected together",
}  # fmt: skip
HIDDEN_COLUMN: Final = {
    "shown": "选中的左右两列", "shown_en": "the columns on both sides, selected together",
}  # fmt: skip


class Row(NamedTuple):
    """What the labels of a row say; ``wrong`` holds what is wrong with the indicator's."""

    number: int
    place: Place | CellFault | None
    indicator: Indicator | None
    label: str
    unit: str
    wrong: CellFault | None
    year: int | CellFault | None
    total: bool
    hidden: CellFault | None


class Labels:
    """Reads the labels of one sheet."""

    def __init__(self, sheet: Sheet, layout: Layout, given: Given, names: Names, finder: PlaceFinder) -> None:
        self._sheet, self._layout, self.given = sheet, layout, given
        self._names, self._finder = names, finder
        self.covered = covered(sheet, len(sheet.rows)) if sheet.merged else {}
        self._grid = spread(sheet)
        self._placed = bool(layout.values) and all(column.place for column in layout.values)
        # what is good is looked up once: a list repeats each name in thousands of rows
        self._places: dict[CellValue, Place] = {}
        self._known: dict[tuple[CellValue, ...], tuple[Indicator, str, str, None]] = {}
        self._years: dict[CellValue, int] = {}
        good: dict[Role, Container[CellValue]] = {Role.PLACE: self._places, Role.YEAR: self._years}
        self._naming = [(layout.roles[role], good[role]) for role in good if role in layout.roles]

    def cells(self, row: int) -> Sequence[CellValue]:
        """A row's cells, each of a merged range saying what its first one does."""
        return self._grid[row]

    def heading(self, column: Column) -> str:
        """The words above a column."""
        return cell_text(self._grid[column.heading_row][column.index])

    def row(self, number: int, found: Found) -> Row:
        """What a row's labels say, its faults noted."""
        cells = self._grid[number]
        total = self._is_total(cells)
        place = None if total else self._place(number, cells, found)
        indicator, label, unit, wrong = self._label(number, cells, found)
        total |= indicator is None and is_total(plain(label))
        year = self._year(number, cells, found)
        hidden = None
        if not total and number in self._sheet.hidden_rows:
            where = {"where": f"第 {number + 1} 行", "where_en": f"row {number + 1}"}
            hidden = found.fault(Fault.HIDDEN_VALUES, self._sheet.name, (number, 0), **where, **HIDDEN_ROW)
        return Row(number, place, indicator, label, unit, wrong, year, total, hidden)

    def hidden(self, row: Row, column: Column, found: Found) -> CellFault | None:
        """What is wrong with a value that nobody sees, for its row or column is hidden."""
        if row.hidden or column.index not in self._sheet.hidden_columns:
            return row.hidden
        name, at = letters(column.index), (column.heading_row, column.index)
        where = {"where": f" {name} 列", "where_en": f"column {name}"}
        return found.fault(Fault.HIDDEN_VALUES, self._sheet.name, at, **where, **HIDDEN_COLUMN)

    def named(self, row: Row, column: Column, found: Found) -> Row:
        """A row with the indicator that its label and the words of a column's second heading name."""
        at = (row.number, column.index)
        name = plain(row.label) + column.words
        indicator, _ = self._names.indicator(name)
        wrong = None if indicator else self._unknown(at, name, found)
        return row._replace(indicator=indicator, label=name, wrong=wrong)

    def _is_total(self, cells: Sequence[CellValue]) -> bool:
        """Whether a row calls itself the total where its place or year should stand."""
        doubtful = [cells[column] for column, good in self._naming if cells[column] not in good]
        return bool(doubtful) and any(map(total_word, doubtful))

    def year_of(self, column: Column, row: Row, found: Found) -> int | CellFault | None:
        """The year of a value: its heading's, its row's, else its sheet's; None for the total of years."""
        year = row.year
        at = (column.heading_row, column.index)
        if column.year is not None:
            return self._checked(column.year, at, found)
        if year is not None or Role.YEAR in self._layout.roles:
            return year
        if self.given.year is None:
            return found.fault(Fault.NO_YEAR, self._sheet.name, at, self.heading(column))
        if isinstance(self.given.year, CellFault):
            return found.note(self.given.year)
        return self._checked(self.given.year, at, found)

    def _label(
        self, row: int, cells: Sequence[CellValue], found: Found
    ) -> tuple[Indicator | None, str, str, CellFault | None]:
        """Indicator, label as written, unit written with it, and what is wrong."""
        if not self._layout.labels:
            return None, "", "", None
        written = tuple([cells[column] for column in self._layout.labels])
        if written in self._known:
            return self._known[written]
        for value in written:
            indicator, unit = self._names.indicator(value)
            if indicator is not None:
                names = [cell_text(v) for v in written if v != "" and v != indicator.indicator_id]
                label = (names or [indicator.indicator_id])[0]
                return self._known.setdefault(written, (indicator, label, unit, None))
        filled = [(c, v) for c, v in zip(self._layout.labels, written, strict=True) if v != ""]
        column, value = filled[0] if filled else (self._layout.labels[0], "")
        if is_total(plain(value)) or all(one.words for one in self._layout.values):
            return None, cell_text(value), "", None
        return None, cell_text(value), "", self._unknown((row, column), cell_text(value), found)

    def _unknown(self, at: At, label: str, found: Found) -> CellFault:
        return found.fault(Fault.UNKNOWN_INDICATOR, self._sheet.name, at, label, **self._names.hint(label))

    def _place(self, row: int, cells: Sequence[CellValue], found: Found) -> Place | CellFault | None:
        """The place of a row; None where the columns have their own."""
        column = self._layout.roles.get(Role.PLACE)
        if self._placed:
            return None
        if column is None:
            given = self.given.place
            if isinstance(given, Place):
                return given
            return found.note(given or cell_fault(Fault.NO_PLACE, self._sheet.name, None))
        value = cells[column]
        if value in self._places:
            return self._places[value]
        place = self._finder(value)
        if isinstance(place, Place):
            return self._places.setdefault(value, place)
        code, which = place
        return found.fault(code, self._sheet.name, (row, column), cell_text(value), which=which)

    def _year(self, row: int, cells: Sequence[CellValue], found: Found) -> int | CellFault | None:
        """The year that a row states; None where no column does, or it is the total of years."""
        column = self._layout.roles.get(Role.YEAR)
        if column is None:
            return None
        value = cells[column]
        if value in self._years:
            return self._years[value]
        stated = year_of(plain(value))
        if stated is None and total_word(value):
            return None
        if stated is None:
            code = Fault.NO_YEAR if is_nothing(value) else Fault.UNREADABLE_YEAR
            return found.fault(code, self._sheet.name, (row, column), cell_text(value))
        year = self._checked(stated, (row, column), found)
        return self._years.setdefault(value, year) if isinstance(year, int) else year

    def _checked(self, year: int, at: At, found: Found) -> int | CellFault:
        if FIRST_YEAR <= year <= self.given.last_year:
            return year
        future = self.given.last_year < year < self.given.last_year + FAR
        code = Fault.FUTURE_YEAR if future else Fault.YEAR_OUT_OF_RANGE
        return found.fault(code, self._sheet.name, at, str(year))
