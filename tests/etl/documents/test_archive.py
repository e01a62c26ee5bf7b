"""ZIP archives: each document for itself, under a name that can be shown and stored."""

from __future__ import annotations

import zipfile

import pytest

from etl import containers
from etl.read import MAX_BYTES, read_bytes
from etl.records import Note
from etl.schema import Problem
from tests.etl.containers import pack
from tests.etl.documents.rendered import Report, as_page, as_word
from tests.etl.returns.corpus import xlsx, years

TEXT = "某市双拥工作\n2023年6月1日\n\n　　走访慰问官兵100名，工作扎实。\n".encode()
TOLD = Report("某市双拥工作", "2023-06-01", ((False, "走访慰问官兵100名。"),))


def test_each_file_is_a_document_set_of_its_own() -> None:
    data = pack(
        {"a.txt": TEXT, "夹/b.docx": as_word(TOLD), "c.html": as_page(TOLD), "d.docx": b"MZ", "e.jpg": b"x"}
    )
    found = {d.path: d.problems for d in read_bytes("报送/包.zip", data)}
    assert found == {
        "报送/包.zip/a.txt": (),
        "报送/包.zip/c.html": (),
        "报送/包.zip/d.docx": (Problem.NOT_AS_NAMED,),
        "报送/包.zip/e.jpg": (Problem.UNSUPPORTED,),
        "报送/包.zip/夹/b.docx": (),
    }


def test_what_programs_leave_behind_is_passed_over() -> None:
    data = pack({"__MACOSX/._a.txt": b"x", ".DS_Store": b"x", "~$a.docx": b"x", "a.txt": TEXT, "夹/": b""})
    assert [d.path for d in read_bytes("a.zip", data)] == ["a.zip/a.txt"]


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"b.zip": pack({"a.txt": TEXT})}, Problem.NESTED_ARCHIVE),
        ({"a.txt": b"x" * (MAX_BYTES + 1)}, Problem.TOO_LARGE),
        ({}, Problem.EMPTY),
        ({".hidden": TEXT}, Problem.EMPTY),
    ],
    ids=["nested", "large", "empty", "hidden"],
)
def test_a_member_that_is_not_read_says_why(members: dict[str, bytes], problem: Problem) -> None:
    assert [d.problems for d in read_bytes("a.zip", pack(members))] == [(problem,)]


def test_names_in_gbk_are_decoded() -> None:
    data = pack({"QQQQQQ.txt": TEXT}).replace(b"QQQQQQ", "报告书".encode("gbk"))
    assert [d.path for d in read_bytes("包.zip", data)] == ["包.zip/报告书.txt"]


def test_names_of_300_characters_stay_usable() -> None:
    long = "双" * 300
    data = pack({f"{long}.txt": TEXT, f"{long}好.txt": TEXT + b"1", "a\u202etxt.docx": b"MZ"})
    found = read_bytes("包.zip", data)
    assert len({d.source_id for d in found}) == 3
    for document in found:
        assert all(len(part.encode()) <= 255 for part in document.path.split("/"))
        assert len(f"{document.source_id}.xlsx".encode()) <= 255
        assert "\u202e" not in document.path


def test_the_note_of_an_archive_is_that_of_its_one_report() -> None:
    [document] = read_bytes("a.zip", pack({"a.txt": TEXT}), Note(place="张掖市"))
    assert document.place_name == "张掖市"


def test_a_stored_archive_is_read_too() -> None:
    assert read_bytes("a.zip", pack({"a.txt": TEXT}, zipfile.ZIP_STORED))[0].date == "2023-06-01"


def test_a_container_is_unpacked_once_to_be_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[zipfile.ZipFile] = []
    real = containers._unpacked
    monkeypatch.setattr(containers, "_unpacked", lambda one: checked.append(one) or real(one))
    documents = read_bytes("a.zip", pack({"张掖.xlsx": xlsx(years()), "张掖.txt": TEXT}))
    assert [bool(one.text) for one in documents] == [True, True]
    assert len(checked) == 2  # the archive, and the workbook in it
