"""What a person says of a file: read strictly, written back as it was, and put into its one report."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.notes import note_of, note_text, read_note
from etl.read import list_files, read_file
from etl.records import Note
from etl.schema import Problem

NOTE = Note(
    title="双拥工作情况", date="2023-06", place="张掖市", good_rows=True, by="王某", received="2023-06-02"
)
TWO = "张掖市双拥工作情况\n2023年6月1日\n\n　　走访。\n武威市双拥工作情况\n2023年6月2日\n\n　　走访。\n"


def put(folder: Path, text: str, note: str) -> Path:
    file = folder / "a.txt"
    file.write_text(text, encoding="utf-8")
    note_of(file).write_text(note, encoding="utf-8")
    return file


def test_a_note_comes_back_as_it_was_written(tmp_path: Path) -> None:
    file = put(tmp_path, "正文。", note_text(NOTE))
    assert read_note(file) == NOTE


def test_a_file_without_a_note_has_none(tmp_path: Path) -> None:
    assert read_note(tmp_path / "a.txt") is None


def test_a_note_wins_over_what_the_file_says_of_itself(tmp_path: Path) -> None:
    file = put(tmp_path, "---\ntitle: 题目\nplace: 武威市\n---\n正文。\n", note_text(NOTE))
    [document] = read_file("a.txt", file)
    said = (document.title, document.date, document.place_name, document.good_rows)
    assert said == ("双拥工作情况", "2023-06", "张掖市", True)


def test_the_place_of_a_note_is_not_that_of_several_reports(tmp_path: Path) -> None:
    documents = read_file("a.txt", put(tmp_path, TWO, note_text(NOTE)))
    assert [(d.place_name, d.good_rows) for d in documents] == [(None, True), (None, True)]


def test_a_note_is_no_source(tmp_path: Path) -> None:
    put(tmp_path, "正文。", note_text(NOTE))
    assert [shown for shown, _ in list_files([tmp_path])] == ["a.txt"]


@pytest.mark.parametrize(
    "text", ["- a\n", "place: [", "date: gestern\n", "received: 6月\n"], ids=["list", "broken", "date", "day"]
)
def test_a_malformed_note_stops_its_file_alone(tmp_path: Path, text: str) -> None:
    [document] = read_file("a.txt", put(tmp_path, "正文。", text))
    assert document.problems == (Problem.BAD_NOTE,)
