"""Each faulty return of the corpus gives its faults, at their cells and in words; and nothing else."""

from __future__ import annotations

import io
import string

import openpyxl
import pytest

from etl.extract import Extractor
from etl.pipeline import read_document
from etl.read import read_bytes
from etl.records import Note, Reading
from etl.returns.faults import WORDS
from etl.schema import FATAL, Fault, Problem
from tests.etl.returns.corpus import CASES, Case, places, put, xlsx, years


def read(extractor: Extractor, data: bytes, file: str = "报表.xlsx", note: Note | None = None) -> Reading:
    [document] = read_bytes(file, data, note)
    return read_document(document, extractor)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_faulty_return_is_told_where_it_is_wrong_and_what_to_do(extractor: Extractor, case: Case) -> None:
    reading = read(extractor, case.data, case.file)
    assert reading.rows is not None
    faults = reading.rows.faults
    assert [(fault.cell, fault.code) for fault in faults] == list(case.faults)
    assert case.says in f"{faults[0].problem}。{faults[0].cure}"
    assert faults[0].sheet == case.sheet
    assert FATAL & set(reading.problems)
    assert len(reading.rows.observations["value"]) == 0


def test_every_fault_is_in_the_corpus() -> None:
    assert {code for case in CASES for _, code in case.faults} == set(Fault)


def fields(text: str) -> set[str]:
    return {(name or "").removesuffix("_en") for _, name, _, _ in string.Formatter().parse(text)}


def test_every_fault_has_words_with_the_same_fields_in_both_languages() -> None:
    assert WORDS.keys() == set(Fault)
    for problem, cure, problem_en, cure_en in WORDS.values():
        assert fields(problem + cure) == fields(problem_en + cure_en)


def test_the_good_rows_count_only_when_a_person_says_so(extractor: Extractor) -> None:
    data = xlsx(put(years(), C3="见附件"))
    strict, willing = read(extractor, data), read(extractor, data, note=Note(good_rows=True))
    assert strict.problems == (Problem.FAULTY_RETURN,)
    assert set(strict.rows.rejected["reason"]) == {"CELL_FAULT", "FAULTY_FILE"}
    assert len(strict.rows.rejected["reason"]) == 12
    assert willing.problems == (Problem.GOOD_ROWS_ONLY,)
    assert len(willing.rows.observations["value"]) == 11
    assert list(willing.rows.rejected["value_text"]) == ["见附件"]


def test_the_rest_of_a_file_with_a_hidden_sheet_counts_when_a_person_says_so(extractor: Extractor) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(places())))
    hidden = book.copy_worksheet(book["报表"])
    hidden.title, hidden.sheet_state = "旧数", "hidden"
    hidden["B3"] = 999
    stream = io.BytesIO()
    book.save(stream)
    strict, willing = (
        read(extractor, stream.getvalue(), note=Note(good_rows=good)) for good in (False, True)
    )
    assert [(fault.sheet, fault.code) for fault in strict.rows.faults] == [("旧数", Fault.HIDDEN_VALUES)]
    assert (strict.problems, willing.problems) == ((Problem.FAULTY_RETURN,), (Problem.GOOD_ROWS_ONLY,))
    assert set(willing.rows.observations["section"]) == {"报表"}
    assert len(willing.rows.observations["value"]) == len(willing.rows.rejected["value"]) == 9
    assert "999" in willing.rows.rejected["value_text"]


@pytest.mark.parametrize(
    ("name", "used"), [("hidden row below the names of places", 2), ("hidden columns", 4)]
)
def test_what_is_hidden_is_never_among_the_good_rows(extractor: Extractor, name: str, used: int) -> None:
    case = next(case for case in CASES if case.name == name)
    rows = read(extractor, case.data, note=Note(good_rows=True)).rows
    assert len(rows.observations["value"]) == used
    assert {detail[:2] for detail in rows.rejected["detail"]} == {"隐藏"}


def test_a_spreadsheet_that_is_no_return_is_named_as_such(extractor: Extractor) -> None:
    assert read(extractor, xlsx([["甲", "乙"], [1, 2]])).problems == (Problem.NO_RETURN,)


def test_of_two_contradicting_rows_neither_counts(extractor: Extractor) -> None:
    case = next(case for case in CASES if case.name == "row contradicts")
    reading = read(extractor, case.data, note=Note(good_rows=True))
    assert reading.rows.observations["value"] == [120, 9100]


def test_in_a_return_without_a_date_what_came_after_the_day_of_handing_in_is_yet_to_come(
    extractor: Extractor,
) -> None:
    data = xlsx(put(years(), C1="", E2="2027年"))
    handed_in = read(extractor, data, note=Note(received="2026-03-01"))
    assert [(fault.cell, fault.code) for fault in handed_in.rows.faults] == [("E2", Fault.FUTURE_YEAR)]
    assert (handed_in.document.date, handed_in.year) == (None, None)
    for note in (
        None,
        Note(place="张掖市"),
        Note(received="2027-01-05"),
        Note(date="2027", received="2026-03-01"),
    ):
        assert not read(extractor, data, note=note).rows.faults
