"""Tables with drawn lines on the pages of a PDF, as pdfplumber finds them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import pdfplumber

from etl.documents.blocks import Grid
from etl.documents.glyphs import Run
from etl.documents.lines import Page, set_tight

MIN_COLUMNS: Final = 2
"""A box of one column is a frame around prose."""


def with_tables(pages: Sequence[Page], ruled: Sequence[int], data: bytes) -> list[Page]:
    """The pages, those of the given indices with their tables instead of the runs in them."""
    found = list(pages)
    with pdfplumber.open(io.BytesIO(data), pages=[index + 1 for index in ruled]) as document:
        for index, page in zip(ruled, document.pages, strict=True):
            found[index] = _with_tables(pages[index], page)
            page.close()
    return found


def _with_tables(page: Page, plumbed: Any) -> Page:
    tables, runs = [], list(page.runs)
    for box, grid in _tables(plumbed, page.number):
        left, top, right, bottom = box
        runs = [r for r in runs if not _inside(r, page, (left, top, right, bottom))]
        tables.append((page.top - top, grid))
    return replace(page, runs=runs, tables=tables)


def _tables(plumbed: Any, number: int) -> Iterator[tuple[tuple[float, float, float, float], Grid]]:
    """(box from the top left, table) of each table that has columns and text."""
    for table in plumbed.find_tables():
        rows = tuple(tuple(_cell(cell) for cell in row) for row in table.extract())
        if max(map(len, rows), default=0) >= MIN_COLUMNS and any(cell for row in rows for cell in row):
            yield table.bbox, Grid(rows, f"p{number}")


def _cell(text: str | None) -> str:
    """A cell's text; Chinese is set on over its lines without a space."""
    return set_tight(" ".join((text or "").split("\n"))).strip()


def _inside(run: Run, page: Page, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    x, y = (run.left + run.right) / 2 - page.left, page.top - run.middle
    return left <= x <= right and top <= y <= bottom
