"""The tables of a sheet: one below the other, each with its own title and headings, or side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from etl.records import At, CellValue, Sheet
from etl.returns.layout import Grid, Layout, headings_at, panels, score
from etl.returns.names import Names, is_figure, names_rows, plain
from etl.returns.written import cell_text

HEAD_ROWS: Final = 25
"""Rows in which the first headings are looked for: a title, instructions and who filled it in stand above."""
MOST_IN_TITLE: Final = 3
"""Filled cells of a line above a table: 填报单位, 填报日期, 单位：万元."""
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


def spread(sheet: Sheet) -> Grid:
    """A sheet's cells with merged cells filled in: what stands in the first holds for all of them."""
    if not sheet.merged:
        return sheet.rows
    grid = [list(row) for row in sheet.rows]
    for (row, column), (top, left) in covered(sheet, len(grid)).items():
        grid[row][column] = sheet.rows[top][left]
    return grid


def layouts_of(sheet: Sheet, names: Names) -> list[Layout]:
    """The layouts of a sheet's tables, from top to bottom; none where no row of headings tells one."""
    grid = spread(sheet)
    at, top = _first(grid, names), 0
    found: list[Layout] = []
    head: tuple[tuple[At, str], ...] = ()
    while at is not None:
        headings = headings_at(grid, at, top, names)
        following = _following(grid, headings.first_row, names)
        end = _title(grid, following, headings.first_row) if following is not None else len(grid)
        # a table that goes on below the same headings, as on the next page, has no title of its own
        head = tuple(_filled(sheet, top, at - headings.uses_above)) or head
        found += panels(grid, headings, end, head, names)
        at, top = following, end
    return [one for one in found if one.values or one.unknown]


def _first(grid: Grid, names: Names) -> int | None:
    """The best of the first rows in a row that tell a layout; else one that names its rows at least."""
    scores = [score([names.heading(cell) for cell in row]) for row in grid[:HEAD_ROWS]]
    start = next((at for at, known in enumerate(scores) if known), None)
    if start is None:
        return next((at for at, row in enumerate(grid[:HEAD_ROWS]) if _names_rows(row)), None)
    end = next((at for at in range(start, len(scores)) if not scores[at]), len(scores))
    return max(range(start, end), key=lambda at: (scores[at], -at))


def _names_rows(row: Sequence[CellValue]) -> bool:
    return len([c for c in row if plain(c)]) > 1 and any(map(names_rows, row))


def _following(grid: Grid, first: int, names: Names) -> int | None:
    """The next row of headings; a quick look first, for a list may have 180,000 rows."""
    for at in range(first, len(grid)):
        if any(map(names_rows, grid[at])) and score([names.heading(cell) for cell in grid[at]]):
            return at
    return None


def _title(grid: Grid, at: int, first: int) -> int:
    """The first of the lines that stand right above headings."""
    top = at
    while top > first and _is_title(grid[top - 1]) and (any(grid[top - 1]) or top == at):
        top -= 1
    return top


def _is_title(row: Sequence[CellValue]) -> bool:
    filled = {cell for cell in row if cell != ""}
    return len(filled) <= MOST_IN_TITLE and not any(map(is_figure, filled))


def _filled(sheet: Sheet, top: int, end: int) -> Iterator[tuple[At, str]]:
    for at in range(top, end):
        for column, cell in enumerate(sheet.rows[at]):
            if text := cell_text(cell).strip():
                yield (at, column), text
