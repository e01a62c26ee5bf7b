"""What the rows and columns of a table hold.

Every layout is told by one row of headings: a year is the value column of that year, an indicator's
name or a place the value column of that, and 数值 the value column of what the row names. So a wide
table of years, a wide table of indicators and a list of one value a row are read in the same way, and
a second row of headings (years below indicators) adds what the first leaves open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, NamedTuple

from etl.catalog import Indicator
from etl.records import At, CellValue, Place
from etl.returns.names import FIRST_YEAR, NO_VALUES, Heading, Names, Role, is_figure, is_total, plain
from etl.schema import Reason

LAST_YEAR: Final = 2099
SAMPLE_ROWS: Final = 30
"""Rows that show whether a column without a known heading holds the names of places."""
_WHOLE: Final = ("合计", "总计", "共计", "总数")
"""The value itself, where the columns beside it are its parts and no value of their own."""
_ASIDE: Final = {Role.GOAL: Reason.GOAL_NOT_RESULT, Role.CHANGE: Reason.WORKED_OUT}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values: whose they are as far as its headings say."""

    index: int
    indicator: Indicator | None
    year: int | None
    unit: str
    heading_row: int
    place: Place | None = None
    words: str = ""
    """What its second heading adds to the name in the row: 走访慰问 | 金额."""


class Aside(NamedTuple):
    """A column of figures that are no values, with the cell that says so."""

    at: At
    reason: Reason


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table holds what; columns by role, rows from ``first_row`` to before ``end_row``."""

    first_row: int
    end_row: int
    roles: dict[Role, int]
    labels: tuple[int, ...]
    """Columns that may name the indicator (id, name)."""
    values: tuple[Column, ...]
    asides: tuple[Aside, ...]
    unknown: tuple[At, ...]
    """Headings that say nothing that can be used."""
    head: tuple[tuple[At, str], ...]
    """The filled cells above the headings."""
    remarks: tuple[int, ...] = ()
    """Columns of what is said of the rows' values."""


Grid = Sequence[Sequence[CellValue]]


class Headings(NamedTuple):
    """The row of headings with what the row above or below adds, and the first row of values."""

    at: int
    pairs: list[tuple[Heading, Heading]]
    first_row: int
    uses_above: bool


def score(row: Sequence[Heading]) -> int:
    """How many headings of a row are known, 0 where they do not tell a layout."""
    roles = {heading.role for heading in row}
    stated = sum((h.year is not None or h.place is not None) and h.indicator is None for h in row)
    indicators = sum(h.indicator is not None for h in row)
    listed = Role.INDICATOR in roles and (Role.VALUE in roles or stated > 0)
    crossed = indicators > 1 or (indicators == 1 and bool(roles & {Role.PLACE, Role.YEAR}))
    return sum(h.known for h in row) if listed or (crossed and Role.INDICATOR not in roles) else 0


def headings_at(grid: Grid, at: int, top: int, names: Names) -> Headings:
    """The headings of the row ``at``, with those below it, or above it from ``top`` on."""
    row = [names.heading(cell) for cell in grid[at]]
    below = _second(grid, at, row, names)
    above = [names.heading(cell) for cell in grid[at - 1]] if at > top and not below else []
    if not any(map(_adds, above)):
        above = []
    second = below or above or [Heading()] * len(row)
    # 地方 may stand in the row of years only
    pairs = [(a, b) if a.known or not b.role else (b, a) for a, b in zip(row, second, strict=True)]
    return Headings(at, pairs, at + (2 if below else 1), bool(above))


def _adds(heading: Heading) -> bool:
    """Whether a heading above the headings is the year of an indicator below it."""
    return heading.year is not None and heading.indicator is None and heading.role is None


def _second(grid: Grid, at: int, row: Sequence[Heading], names: Names) -> list[Heading] | None:
    """A second row of headings: years, indicators, 目标 and 完成 under those of the first."""
    if at + 1 >= len(grid):
        return None
    filled = [(i, c) for i, c in enumerate(grid[at + 1]) if plain(c) and plain(c) != plain(grid[at][i])]
    below = [names.heading(cell) for cell in grid[at + 1]]
    over = all(row[i].indicator or row[i].place or row[i].year is not None for i, _ in filled)
    if not filled or not over:
        return None
    if all(_is_second(below[i]) for i, _ in filled):
        return below
    merged = any(
        h.role is Role.INDICATOR and plain(grid[at + 1][i]) == plain(grid[at][i]) for i, h in enumerate(row)
    )
    words = not any(is_figure(cell) for _, cell in filled)
    return below if merged and words else None


def _is_second(heading: Heading) -> bool:
    year = heading.year or 0
    role = heading.role in (Role.VALUE, *NO_VALUES)
    return bool(heading.indicator) or role or FIRST_YEAR <= year <= LAST_YEAR


def panels(
    grid: Grid, found: Headings, end: int, head: tuple[tuple[At, str], ...], names: Names
) -> list[Layout]:
    """The tables that stand side by side under one row of headings (指标 | 数值 | 指标 | 数值)."""
    starts = [0, *_starts(found.pairs), len(found.pairs)]
    tables: list[Layout] = []
    for first, last in pairwise(starts):
        one = _panel(grid, found, range(first, last), end, names)
        if tables:  # 地区 stands once, at the far left
            shared = {role: at for role, at in tables[0].roles.items() if role in (Role.PLACE, Role.YEAR)}
            one = replace(one, roles=shared | one.roles)
        tables.append(replace(one, head=head))
    return tables


def _starts(pairs: Sequence[tuple[Heading, Heading]]) -> list[int]:
    """Columns where what names the rows begins anew behind values."""
    starts: list[int] = []
    named: set[Role] = set()
    valued = False
    for index, (heading, _) in enumerate(pairs):
        role = heading.role
        if role in (Role.INDICATOR, Role.PLACE) and role in named and valued:
            starts.append(index)
            named, valued = set(), False
        named |= {role} if role else set()
        valued |= heading.known and role in (None, Role.VALUE)
    return starts


def _panel(grid: Grid, found: Headings, columns: range, end: int, names: Names) -> Layout:
    roles: dict[Role, int] = {}
    labels, values, asides, unknown = [], [], [], []
    for index in columns:
        heading, second = found.pairs[index]
        at = (found.at, index)
        aside = next((h.role for h in (heading, second) if h.role in NO_VALUES), None)
        if heading.role is Role.INDICATOR:
            labels.append(index)
        if aside:
            asides.append(Aside(at, _ASIDE[aside]))
        elif heading.role and heading.role is not Role.VALUE:
            roles.setdefault(heading.role, index)
        elif heading.known:
            values.append(_column(heading, second, at))
        elif has_figures(grid, found.first_row, end, index):
            unknown.append(at)
    totals = [at for at in unknown if is_total(plain(grid[at[0]][at[1]]))]
    if values:
        asides += [Aside(at, Reason.TOTAL_ROW) for at in totals]
    else:
        totals = [at for at in totals if plain(grid[at[0]][at[1]]) in _WHOLE][:1]
        values = [Column(at[1], None, None, "", at[0]) for at in totals]
    unknown = [at for at in unknown if at not in totals]
    remarks = tuple(index for index in columns if found.pairs[index][0].role is Role.REMARK)
    layout = Layout(
        found.first_row, end, roles, tuple(labels), tuple(values), tuple(asides), tuple(unknown), (), remarks
    )
    return _with_places(grid, layout, columns, names)


def _column(heading: Heading, second: Heading, at: At) -> Column:
    year = heading.year if heading.year is not None else second.year
    words = second.words if heading.indicator is None and not second.known else ""
    return Column(
        at[1],
        heading.indicator or second.indicator,
        year,
        second.unit or heading.unit,
        at[0],
        heading.place or second.place,
        words,
    )


def _with_places(grid: Grid, layout: Layout, columns: range, names: Names) -> Layout:
    """Where no heading says which column names the places: one whose cells are places.

    Where only that column can tell the rows apart it is the first one of words, places or not: else
    沙河镇's figures would pass for those of its county.
    """
    if layout.roles.keys() & {Role.PLACE, Role.YEAR} or any(column.place for column in layout.values):
        return layout
    taken = {*layout.roles.values(), *layout.labels, *(c.index for c in layout.values)}
    first = min((c.index for c in layout.values), default=0)
    for index in (i for i in columns if i < first and i not in taken):
        cells = [row[index] for row in grid[layout.first_row : layout.end_row][:SAMPLE_ROWS]]
        words = [c for c in cells if isinstance(c, str) and c.strip() and not is_figure(c)]
        places = [c for c in words if names.heading(c).place or is_total(plain(c))]
        if words and (not layout.labels or len(places) == len(words)):
            return replace(layout, roles={**layout.roles, Role.PLACE: index})
    return layout


def has_figures(grid: Grid, first: int, end: int, column: int) -> bool:
    """Whether a column holds figures, as numbers or in words."""
    return any(is_figure(row[column]) for row in grid[first:end])
