"""Every cell of a sheet where a value belongs: taken with its place, indicator and year, or refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from etl.catalog import Indicator
from etl.records import At, CellFault, CellValue, Place, Sheet
from etl.returns.figures import Figure, Figures, Rule, is_nothing, printed
from etl.returns.found import Found, Refused, Taken, Total
from etl.returns.labels import Labels, Row
from etl.returns.layout import Column, Layout
from etl.returns.names import Role, plain
from etl.returns.written import cell_text
from etl.schema import Fault, Reason

_NOTE: Final = re.compile(r"\s*[（(]?(?:注|备注|附注|说明|另)[^\d]")


class Slots:
    """Goes through the rows of one sheet."""

    def __init__(self, number: int, sheet: Sheet, layout: Layout, labels: Labels, figures: Figures) -> None:
        self._number, self._sheet, self._layout = number, sheet, layout
        self._labels, self._figures = labels, figures
        self._rules: dict[tuple[CellValue, str, str, str], Rule] = {}

    def read(self, found: Found) -> None:
        """Take or refuse the values of all rows into ``found``."""
        for number in range(self._layout.first_row, self._layout.end_row):
            cells = self._sheet.rows[number]
            filled = [c for c in self._layout.values if not is_nothing(cells[c.index])]
            if filled:
                row = self._labels.row(number, found)
                for column in filled:
                    named = self._labels.named(row, column, found) if column.words else row
                    self._cell((number, column.index), column, named, found)
            else:
                self._note(number, cells, found)

    def _note(self, number: int, cells: Sequence[CellValue], found: Found) -> None:
        """A line such as 注：另有捐赠30万元 below a table: its figures are no values of the table."""
        for column, text in enumerate(cells):
            if isinstance(text, str) and _NOTE.match(text) and self._figures.states(text):
                at = (number, column)
                found.refused.append(Refused(self._number, at, None, None, Reason.NO_INDICATOR, ""))

    def _cell(self, at: At, column: Column, row: Row, found: Found) -> None:
        indicator = column.indicator or row.indicator
        place = self._labels.hidden(row, column, found) or column.place or row.place
        year = self._labels.year_of(column, row, found)
        figure: Figure | CellFault | None = None
        if indicator and isinstance(year, int) and not isinstance(place, CellFault):
            figure = self._figure(at, column, indicator, row, found)
            if isinstance(figure, Figure) and place and not row.total:
                words = self._labels.heading(column) if column.indicator else row.label
                formula = at in self._sheet.formulas
                found.taken.append(Taken(self._number, at, place, indicator, year, figure, words, formula))
                return
            if isinstance(figure, Figure):
                found.totals.append(Total(self._number, at, indicator, year, figure.value, len(found.taken)))
        labels = (place, row.wrong if indicator is None else None, year, figure)
        wrong = next((label.problem for label in labels if isinstance(label, CellFault)), "")
        reason = Reason.TOTAL_ROW if row.total else Reason.CELL_FAULT
        where = place if isinstance(place, Place) else None
        found.refused.append(Refused(self._number, at, where, indicator, reason, wrong))

    def _figure(
        self, at: At, column: Column, indicator: Indicator, row: Row, found: Found
    ) -> Figure | CellFault:
        """The value of a cell in its indicator's unit, or its fault."""
        cell = self._sheet.rows[at[0]][at[1]]
        rule = self._rule(column, indicator, row, found)
        if isinstance(rule, CellFault):
            return rule
        if self._labels.covered and self._is_merged_value(at):
            return found.fault(Fault.MERGED_VALUE, self._sheet.name, at, cell_text(cell))
        figure = self._figures.read(cell, rule, at in self._sheet.percents)
        if isinstance(figure, Figure):
            return figure
        text = cell_text(cell)
        words = {"unit": rule.unit, "as_share": f"{printed(text) * 100:g}"}
        return found.fault(figure, self._sheet.name, at, text, **words)

    def _rule(self, column: Column, indicator: Indicator, row: Row, found: Found) -> Rule | CellFault:
        """How a cell is read: by the unit of its row or heading, else the sheet's, else the catalogue's."""
        unit_column = self._layout.roles.get(Role.UNIT)
        unit = self._labels.cells(row.number)[unit_column] if unit_column is not None else ""
        behind_label = "" if column.indicator else row.unit
        key = (unit, behind_label, column.unit, indicator.indicator_id)
        if key in self._rules:
            return self._rules[key]
        stated: dict[str, At] = {}
        if unit_column is not None and not is_nothing(unit):
            stated[plain(unit)] = (row.number, unit_column)
        if behind_label:
            stated.setdefault(behind_label, (row.number, self._layout.labels[-1]))
        if column.unit:
            stated.setdefault(column.unit, (column.heading_row, column.index))
        rule = self._stated(stated, indicator, found)
        if isinstance(rule, Rule):
            self._rules[key] = rule
        return rule

    def _stated(self, units: dict[str, At], indicator: Indicator, found: Found) -> Rule | CellFault:
        """The rule of the one unit that is written, each with its cell."""
        if len(units) > 1:
            at = next(iter(units.values()))
            return found.fault(Fault.TWO_UNITS, self._sheet.name, at, "、".join(units), unit=indicator.unit)
        unit = next(iter(units), "")
        rule = self._figures.rule(indicator, unit or self._labels.given.unit)
        if not unit and isinstance(rule, Fault):  # 单位：万元 above a table that counts persons too
            rule = self._figures.rule(indicator, "")
        if isinstance(rule, Rule):
            return rule
        return found.fault(rule, self._sheet.name, units[unit], unit, unit=indicator.unit)

    def _is_merged_value(self, at: At) -> bool:
        """Whether a value's merged range takes up the place of other values."""
        first = self._labels.covered.get(at)
        if first is None:
            return False
        slots = {column.index for column in self._layout.values}
        near = ((at[0] + 1, at[1]), (at[0], at[1] + 1))
        return any(self._labels.covered.get(other) == first and other[1] in slots for other in near)
