"""How far a sheet reaches, by the addresses of its cells: the quick way agrees with the plain pattern."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.returns.extent import cells_of

LETTERS = st.text("ABXYZabz", max_size=3)
ROWS = st.integers(1, 9_999_999_999)
FORMS = (b' r="%s"', b" r='%s'", b'\nr = "%s"', b'\t r="%s"', b' hr="%s"', b'r="%s"')


def number(letters: str) -> int:
    total = 0
    for letter in letters.upper():
        total = 26 * total + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter) + 1
    return total


@given(st.lists(st.tuples(LETTERS, ROWS, st.sampled_from(FORMS)), max_size=6))
def test_the_span_is_that_of_the_last_row_and_column(cells: list[tuple[str, int, bytes]]) -> None:
    addresses = (form % f"{column}{row}".encode() for column, row, form in cells)
    content = b"".join(b"<x" + address + b" />" for address in addresses)
    real = [(number(c), r) for c, r, form in cells if form not in FORMS[4:]]  # the last two are no address
    columns, rows = (max(numbers) for numbers in zip(*real, strict=True)) if real else (0, 0)
    assert cells_of({"xl/worksheets/sheet1.xml": content}) == rows * max(columns, 1)


@pytest.mark.parametrize("content", [b"", b"<c", b' r="', b' r="A'])
def test_what_breaks_off_spans_nothing(content: bytes) -> None:
    assert cells_of({"xl/worksheets/sheet1.xml": content}) == 0


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        (b'<row r="1048576">' + b"<c><v>1</v></c>" * 30 + b"</row>", 1_048_576 * 30),
        (b'<row r="1"><c r="B1"/></row><row r="9"><c/><c/><c/></row>', 9 * 5),
        (b"<row><c/><c/></row><row/><row><c/></row>", 6),
        (b'<x:row r="3"><x:c r="A3"/><x:c></x:c></x:row>', 3 * 3),
        (b'<cols><col min="1"/></cols><row r="9"><c r="B9"/></row><rowBreaks/><conditionalFormatting/>', 18),
    ],
    ids=["far down", "behind the last column", "no address at all", "prefixed", "as usual"],
)
def test_what_has_no_address_is_counted_across_and_down(content: bytes, cells: int) -> None:
    """ECMA-376 part 1, 18.3.1.4 and 18.3.1.73: ``r`` of cells and rows is optional."""
    assert cells_of({"xl/worksheets/sheet1.xml": content}) == cells
