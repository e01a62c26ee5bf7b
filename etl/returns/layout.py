"""What the rows and columns of a sheet hold.

Every layout is told by one row of headings: a year is the value column of that year, an indicator's
name the value column of that indicator, and 数值 the value column of what the row names. So a wide
table of years, a wide table of indicators and a list of one value a row are read in the same way, and
a second row of headings (years below indicators) adds what the first leaves open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from etl.catalog import Indicator
from etl.records import At, CellValue, Sheet
from etl.returns.names import FIRST_YEAR, Heading, Names, Role, plain
from etl.returns.written import cell_text

LAST_YEAR: Final = 2099
HEAD_ROWS: Final = 25
"""Rows in which headings are looked for: a title, instructions and who filled it in stand above."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values: whose they are as far as its headings say."""

    index: int
    indicator: Indicator | None
    year: int | None
    unit: str
    heading_row: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet holds what; columns by role, rows from ``first_row``."""

    first_row: int
    roles: dict[Role, int]
    labels: tuple[int, ...]
    """Columns that may name the indicator (id, name)."""
    values: tuple[Column, ...]
    unknown: tuple[At, ...]
    """Headings that say nothing that can be used."""
    head: tuple[tuple[At, str], ...]
    """The filled cells above the headings."""


Grid = Sequence[Sequence[CellValue]]


MAX_MERGED: Final = 200_000
"""Cells of merged ranges that are looked at: a file can declare any number of ranges of any size."""


def covered(sheet: Sheet, rows: int) -> dict[At, At]:
    """Cells that belong to a merged range, within the first rows: each with the range's first cell."""
    found: dict[At, At] = {}
    for (top, left), (bottom, right) in sheet.merged:
        for row in range(top, min(bottom + 1, rows)):
            for column in range(left, min(right + 1, len(sheet.rows[row]))):
                found[row, column] = (top, left)
                if len(found) >= MAX_MERGED:
                    return found
    return found


def _spread(sheet: Sheet) -> Grid:
    """The top of a sheet with merged cells filled in: what stands in the first holds for all of them."""
    grid = [list(row) for row in sheet.rows[:HEAD_ROWS]]
    for (row, column), (top, left) in covered(sheet, len(grid)).items():
        grid[row][column] = sheet.rows[top][left]
    return grid


def layout_of(sheet: Sheet, names: Names) -> Layout | None:
    """The layout of a sheet; None where no row of headings tells it."""
    grid = _spread(sheet)
    scored = [(_score([names.heading(cell) for cell in row]), -at) for at, row in enumerate(grid)]
    best, at = max(scored, default=(0, 0))
    if not best:
        return None
    return _layout(sheet, grid, -at, names)


def _score(row: Sequence[Heading]) -> int:
    """How many headings of a row are known, 0 where they do not tell a layout."""
    roles = {heading.role for heading in row}
    years = sum(h.year is not None and h.indicator is None for h in row)
    indicators = sum(h.indicator is not None for h in row)
    listed = Role.INDICATOR in roles and (Role.VALUE in roles or years > 0)
    crossed = indicators > 1 or (indicators == 1 and bool(roles & {Role.PLACE, Role.YEAR}))
    return sum(h.known for h in row) if listed or (crossed and Role.INDICATOR not in roles) else 0


def _layout(sheet: Sheet, grid: Grid, at: int, names: Names) -> Layout:
    row = [names.heading(cell) for cell in grid[at]]
    below = _second(grid, at, row, names)
    above = [names.heading(cell) for cell in grid[at - 1]] if at and not below else []
    if not any(map(_adds, above)):
        above = []
    roles: dict[Role, int] = {}
    labels, values, unknown = [], [], []
    for index, pair in enumerate(zip(row, below or above or [Heading()] * len(row), strict=True)):
        # 地方 may stand in the row of years only
        heading, second = pair if pair[0].known or not pair[1].role else pair[::-1]
        if heading.role is Role.INDICATOR:
            labels.append(index)
        if heading.role and heading.role is not Role.VALUE:
            roles.setdefault(heading.role, index)
        elif heading.known:
            unit = second.unit or heading.unit
            year = heading.year if heading.year is not None else second.year
            values.append(Column(index, heading.indicator or second.indicator, year, unit, at))
        elif _has_numbers(sheet, at + 1, index):
            unknown.append((at, index))
    head = tuple(_filled(sheet, at - 1 if above else at))
    first = at + (2 if below else 1)
    return Layout(first, roles, tuple(labels), tuple(values), tuple(unknown), head)


def _adds(heading: Heading) -> bool:
    """Whether a heading above the headings is the year of an indicator below it."""
    return heading.year is not None and heading.indicator is None and heading.role is None


def _second(grid: Grid, at: int, row: Sequence[Heading], names: Names) -> list[Heading] | None:
    """A second row of headings: only years, or only indicators, under those of the first."""
    if at + 1 >= len(grid):
        return None
    filled = [(i, c) for i, c in enumerate(grid[at + 1]) if plain(c) and plain(c) != plain(grid[at][i])]
    below = [names.heading(cell) for cell in grid[at + 1]]
    says = [below[i] for i, _ in filled]
    over = all(row[i].indicator or row[i].year is not None for i, _ in filled)
    if says and over and all(h.indicator or FIRST_YEAR <= (h.year or 0) <= LAST_YEAR for h in says):
        return below
    return None


def _has_numbers(sheet: Sheet, first: int, column: int) -> bool:
    return any(isinstance(row[column], (int, float)) for row in sheet.rows[first:])


def _filled(sheet: Sheet, rows: int) -> Iterator[tuple[At, str]]:
    for at, row in enumerate(sheet.rows[:rows]):
        for column, cell in enumerate(row):
            if text := cell_text(cell).strip():
                yield (at, column), text
