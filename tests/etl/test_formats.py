"""What the bytes of a file are: by content, never by name alone; each danger has a word of its own."""

from __future__ import annotations

import io
import resource
import time

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.containers import MAX_MEMBERS
from etl.formats import ENDINGS, Format, format_of
from etl.schema import Problem
from tests.etl.containers import (
    EXE,
    LAUGHS,
    PNG,
    XXE,
    bomb,
    encrypted_member,
    office,
    ole,
    pack,
    twice,
)


def saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


DOCX, XLSX = saved(docx.Document()), saved(openpyxl.Workbook())
UTF_16 = "\ufeff" + XXE.replace('"1.0"', '"1.0" encoding="utf-16"')
FOUND = {
    "a.txt": (b"text", Format.TEXT),
    "a.csv": (b"a,b", Format.CSV),
    "a.html": (b"\xef\xbb\xbf<!DOCTYPE html><title>t</title>", Format.HTML),
    "a.htm": ("<html>".encode("utf-16"), Format.HTML),
    "a.pdf": (b"\n%PDF-1.7", Format.PDF),
    "a.docx": (DOCX, Format.DOCX),
    "A.DOCX": (DOCX, Format.DOCX),
    "a.wps": (DOCX, Format.DOCX),
    "a.xlsx": (XLSX, Format.XLSX),
    "a.xls": (ole("Workbook"), Format.XLS),
    "a.et": (ole("Book"), Format.XLS),
    "a.ods": (
        pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
        Format.ODS,
    ),
    "a.zip": (pack({"b.docx": DOCX}), Format.ZIP),
    "b/张掖.zip": (pack({}), Format.ZIP),
}
REFUSED = {
    "an exe": ("a.docx", EXE, Problem.NOT_AS_NAMED),
    "an exe with a page in it": ("a.html", EXE, Problem.NOT_AS_NAMED),
    "a picture": ("a.docx", PNG, Problem.NOT_AS_NAMED),
    "a picture as pdf": ("a.pdf", PNG, Problem.NOT_AS_NAMED),
    "a sheet": ("a.docx", XLSX, Problem.NOT_AS_NAMED),
    "a document": ("a.xlsx", DOCX, Problem.NOT_AS_NAMED),
    "an archive": ("a.docx", pack({"a.txt": "x"}), Problem.NOT_AS_NAMED),
    "a document in the way of an archive": ("a.zip", DOCX, Problem.NOT_AS_NAMED),
    "a presentation": ("a.docx", office("pptx"), Problem.UNSUPPORTED),
    "no ending": ("docx", DOCX, Problem.UNSUPPORTED),
    "nothing": ("a.docx", b" \n", Problem.EMPTY),
    "a password": ("a.docx", ole("EncryptedPackage"), Problem.ENCRYPTED),
    "a password on a sheet": ("a.xlsx", ole("EncryptedPackage"), Problem.ENCRYPTED),
    "a password on a member": ("a.zip", encrypted_member(), Problem.ENCRYPTED),
    "old Word": ("a.doc", ole("WordDocument"), Problem.OLD_FORMAT),
    "old Word under a new name": ("a.docx", ole("WordDocument"), Problem.OLD_FORMAT),
    "old WPS": ("a.wps", ole("WpsCustomData"), Problem.OLD_FORMAT),
    "rich text": ("a.rtf", b"{\\rtf1 x}", Problem.OLD_FORMAT),
    "macros": ("a.docx", office("docm"), Problem.MACROS),
    "cut off": ("a.docx", DOCX[: len(DOCX) // 2], Problem.DAMAGED_FILE),
    "a bit flipped": ("a.docx", DOCX[:900] + bytes([DOCX[900] ^ 8]) + DOCX[901:], Problem.DAMAGED_FILE),
    "no list of types": ("a.docx", pack({"[Content_Types].xml": "<Types"}), Problem.DAMAGED_FILE),
    "out by dots": ("a.zip", pack({"../../etc/x.txt": "x"}), Problem.UNSAFE_NAMES),
    "out by root": ("a.zip", pack({"/etc/x.txt": "x"}), Problem.UNSAFE_NAMES),
    "out by drive": ("a.zip", pack({"C:x.txt": "x"}), Problem.UNSAFE_NAMES),
    "out by backslash": ("a.zip", pack({"a\\..\\..\\x.txt": "x"}), Problem.UNSAFE_NAMES),
    "out of a document": ("a.docx", office("docx", **{"..__x": "<a/>"}), Problem.UNSAFE_NAMES),
    "one name twice": ("a.zip", twice("a.txt"), Problem.UNSAFE_NAMES),
    "many members": (
        "a.zip",
        pack({f"{n}.txt": "" for n in range(MAX_MEMBERS + 1)}),
        Problem.TOO_MANY_MEMBERS,
    ),
    "a file outside": ("a.docx", office("docx", word__document=XXE), Problem.UNSAFE_XML),
    "a file outside in a sheet": ("a.xlsx", office("xlsx", xl__workbook=XXE), Problem.UNSAFE_XML),
    "a file outside in UTF-16": (
        "a.docx",
        office("docx", word__document=UTF_16.encode("utf-16-le")),
        Problem.UNSAFE_XML,
    ),
    "a billion laughs": ("a.docx", office("docx", word__styles=LAUGHS), Problem.UNSAFE_XML),
    "a size that lies": ("a.zip", bomb(1, declared=10), Problem.DAMAGED_FILE),
}


@pytest.mark.parametrize("name", FOUND)
def test_content_says_what_a_file_is(name: str) -> None:
    data, expected = FOUND[name]
    assert format_of(data, name) is expected


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_read_says_why(case: str) -> None:
    name, data, problem = REFUSED[case]
    assert format_of(data, name) is problem


@pytest.mark.parametrize("declared", [10, 3_000_000_000], ids=["hidden", "declared"])
def test_gigabytes_in_a_small_file_are_refused_at_once(declared: int) -> None:
    data = bomb(3_000, declared)
    assert len(data) < 4_000_000
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    assert format_of(data, "a.zip") in (Problem.UNPACKS_TOO_LARGE, Problem.DAMAGED_FILE)
    assert time.process_time() - started < 3
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB


@given(st.sampled_from(sorted(ENDINGS)), st.binary(max_size=200), st.sampled_from([b"", DOCX, b"PK\x05\x06"]))
def test_no_bytes_make_it_fail(ending: str, data: bytes, start: bytes) -> None:
    assert isinstance(format_of(start + data, f"a{ending}"), (Format, Problem))


@given(st.integers(0, len(DOCX) - 1), st.integers(1, 255))
def test_no_changed_byte_makes_it_fail(at: int, by: int) -> None:
    changed = DOCX[:at] + bytes([DOCX[at] ^ by]) + DOCX[at + 1 :]
    assert isinstance(format_of(changed, "a.docx"), (Format, Problem))
