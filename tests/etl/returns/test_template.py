"""The empty return: what it holds, and that filled in it comes back exactly."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from etl.__main__ import main
from etl.extract import Extractor
from etl.pipeline import read_document
from etl.read import read_bytes
from etl.records import Reading
from etl.returns.template import FIRST, HEAD_ROWS, HEADINGS, template
from etl.schema import Fault, Measure
from tests.etl.reading import extractor as shared_extractor

CATALOG = shared_extractor().catalog
INDICATORS = sorted(
    CATALOG.indicators.values(), key=lambda i: FIRST.index(i.indicator_id) if i.indicator_id in FIRST else 9
)
PLACES = [CATALOG.places[code] for code in ("620700", "340200", "150302")]
YEARS = [2019, 2021, 2023]
EMPTY = template(CATALOG, YEARS, PLACES)


def filled(cells: dict[tuple[int, int, int], Any], data: bytes = EMPTY) -> bytes:
    """The template with (place, indicator, year) set, by their numbers."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for (place, indicator, year), value in cells.items():
        sheet = book[PLACES[place].name]
        sheet.cell(HEAD_ROWS + 1 + indicator, len(HEADINGS) + 1 + year).value = value
        sheet["B4"] = "2024-03-01"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(data: bytes) -> Reading:
    [document] = read_bytes("三地报表.xlsx", data)
    return read_document(document, shared_extractor())


def floats(low: float, high: float) -> st.SearchStrategy[float]:
    """Of 15 digits, which is what a spreadsheet holds (openpyxl writes 16)."""
    return st.floats(low, high).map(lambda x: float(f"{x:.15g}"))


def values(indicator: int) -> st.SearchStrategy[float]:
    one = INDICATORS[indicator]
    if one.measure is Measure.RATE:
        return floats(1.01, 100) | st.integers(2, 100).map(float)
    return (
        st.integers(0, 12).map(float)
        if "titles" in one.indicator_id
        else floats(0, 1e9) | st.integers(0, 10**9).map(float)
    )


SLOTS = st.tuples(
    st.integers(0, len(PLACES) - 1), st.integers(0, len(INDICATORS) - 1), st.integers(0, len(YEARS) - 1)
)
FILLED = st.dictionaries(SLOTS, st.none(), min_size=1, max_size=12).flatmap(
    lambda slots: st.fixed_dictionaries({slot: values(slot[1]) for slot in slots})
)


@given(FILLED)
@settings(max_examples=8, phases=[Phase.generate])
def test_a_filled_template_round_trips_exactly(cells: dict[tuple[int, int, int], float]) -> None:
    reading = read(filled(cells))
    rows = reading.rows.observations
    columns = (rows[c] for c in ("place_code", "indicator_id", "period_end", "value"))
    expected = {
        (PLACES[p].code, INDICATORS[i].indicator_id, YEARS[y], value) for (p, i, y), value in cells.items()
    }
    assert set(zip(*columns, strict=True)) == expected
    assert not reading.rows.faults
    assert reading.problems == ()
    assert rows["value_low"] == rows["value"] == rows["value_high"]


def test_each_span_points_at_its_cell(extractor: Extractor) -> None:
    reading = read(filled({(0, 3, 1): "约300", (2, 5, 2): 41.25}))
    rows = reading.rows.observations
    text = reading.document.text
    assert [text[a:b] for a, b in zip(rows["char_start"], rows["char_end"], strict=True)] == [
        "约300",
        "41.25",
    ]
    assert rows["locator"] == ["张掖市!F9", "乌海市海勃湾区!G11"]
    assert rows["qualifier"] == ["about", "exact"]


def test_place_office_and_date_come_from_the_head() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(CATALOG, YEARS)))
    sheet = book["报表"]
    sheet["B3"], sheet["D3"], sheet["B4"], sheet["E6"] = (
        "芜湖市",
        "芜湖市退役军人事务局",
        "2024年3月5日",
        370.1,
    )
    stream = io.BytesIO()
    book.save(stream)
    reading = read(stream.getvalue())
    document = reading.document
    assert (reading.place.name, document.publisher, document.date) == (
        "芜湖市",
        "芜湖市退役军人事务局",
        "2024-03-05",
    )
    assert document.title == "芜湖市双拥工作指标报表"


def test_one_without_a_place_or_without_values_says_so() -> None:
    empty = template(CATALOG, YEARS)
    assert [fault.code for fault in read(empty).rows.faults] == [Fault.NO_VALUES]
    book = openpyxl.load_workbook(io.BytesIO(empty))
    book["报表"]["E6"] = 370.1
    stream = io.BytesIO()
    book.save(stream)
    assert [fault.code for fault in read(stream.getvalue()).rows.faults] == [Fault.NO_PLACE]


def test_it_checks_what_is_typed_and_keeps_what_must_not_change() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(EMPTY))["张掖市"]
    checks = {str(check.sqref): check.formula1 for check in sheet.data_validations.dataValidation}
    rate = next(n for n, i in enumerate(INDICATORS, HEAD_ROWS + 1) if i.measure is Measure.RATE)
    assert checks[f"E{rate}:G{rate}"] == f"OR(ISTEXT(E{rate}),AND(ISNUMBER(E{rate}),E{rate}>=0,E{rate}<=100))"
    assert sheet.protection.sheet
    assert not sheet["E6"].protection.locked
    assert sheet["B6"].protection.locked
    assert sheet.freeze_panes == f"C{HEAD_ROWS + 1}"
    assert [sheet.cell(row, 1).value for row in (6, 7)] == list(FIRST)
    assert sheet.max_row == HEAD_ROWS + len(INDICATORS)


def test_without_places_they_are_chosen_from_a_list() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(CATALOG, YEARS)))
    [check] = [c for c in book["报表"].data_validations.dataValidation if c.type == "list"]
    names = {row[0] for row in book["名单"].iter_rows(values_only=True)}
    assert (str(check.sqref), book["名单"].sheet_state) == ("B3", "hidden")
    assert {"张掖市", "乌海市海勃湾区", "甘肃省"} <= names


def test_the_command_writes_it_or_says_what_is_wrong(tmp_path: Any, capsys: Any) -> None:
    target = tmp_path / "空表.xlsx"
    assert (
        main(["template", "--place", "张掖市", "340200", "--years", "2021-2023", "--output", str(target)])
        == 0
    )
    assert openpyxl.load_workbook(target).sheetnames == ["张掖市", "芜湖市"]
    assert main(["template", "--place", "鼓楼区", "--output", str(target)]) == 2
    assert "南京市鼓楼区" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["template", "--years", "1800"])
