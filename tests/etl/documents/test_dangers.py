"""Dangerous files, all at once: each is named, little memory and time is used, and no edition changes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from etl import pipeline
from etl.__main__ import main
from etl.catalog import ROOT
from etl.pipeline import run
from etl.read import read_bytes, read_file
from etl.schema import Problem
from tests.etl.containers import (
    EXE,
    LAUGHS,
    XXE,
    bomb,
    encrypted_member,
    office,
    ole,
    open_sheet,
    pack,
    sheet,
)

TEXT = "---\ntitle: 双拥工作\nplace: 张掖市\ndate: 2023-06-01\n---\n2022年，全市悬挂光荣牌5200块。\n"
DANGERS: dict[str, tuple[bytes, Problem]] = {
    "program.docx": (EXE, Problem.NOT_AS_NAMED),
    "locked.docx": (ole("EncryptedPackage"), Problem.ENCRYPTED),
    "locked.zip": (encrypted_member(), Problem.ENCRYPTED),
    "old.doc": (ole("WordDocument"), Problem.OLD_FORMAT),
    "outside.docx": (office("docx", word__document=XXE), Problem.UNSAFE_XML),
    "laughs.docx": (office("docx", word__document=LAUGHS), Problem.UNSAFE_XML),
    "bomb.zip": (bomb(2_000, declared=2_000_000_000), Problem.UNPACKS_TOO_LARGE),
    "climbing.zip": (pack({"../../up.txt": TEXT}), Problem.UNSAFE_NAMES),
    "nested.zip": (pack({"in.zip": pack({"a.txt": TEXT})}), Problem.NESTED_ARCHIVE),
    "torn.docx": (office("docx")[:60], Problem.DAMAGED_FILE),
    "hollow.docx": (office("docx", word__document="<a/>"), Problem.DAMAGED_FILE),
    "torn.pdf": (b"%PDF-1.7\n" + bytes(99), Problem.DAMAGED_FILE),
    "row.xlsx": (sheet('<row r="x" hidden="1"><c r="A1"><v>1</v></c></row>'), Problem.DAMAGED_FILE),
    "rows.ods": (
        open_sheet('<t:table-row t:number-rows-repeated="x"><t:table-cell/></t:table-row>'),
        Problem.DAMAGED_FILE,
    ),
    "far.xlsx": (
        sheet(f'<row r="1"><c r="A1"/></row><row r="1048576">{"<c><v>1</v></c>" * 30}</row>'),
        Problem.TOO_MANY_CELLS,
    ),
    "deep.html": (b"<html>" + b"<div>" * 90_000, Problem.TOO_COMPLEX),
}
LIMITED = """
import resource, sys
from pathlib import Path
from etl.read import read_bytes, read_file
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
for file in sorted(Path(sys.argv[1]).iterdir()):
    print(file.name, *[p for d in read_file(file.name, file) for p in d.problems])
"""


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    for name, (data, _) in DANGERS.items():
        (folder / name).write_bytes(data)
    return folder


def test_each_is_named_within_little_memory_and_time(inbox: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, str(inbox)],
        cwd=ROOT.parent,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    expected = [f"{name} {problem}" for name, (_, problem) in sorted(DANGERS.items())]
    assert ran.stdout.splitlines() == expected


def test_the_edition_in_use_stays(inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "CURRENT").write_text("2023-06-01-0123456789")
    assert main(["build", "--input", str(inbox), "--editions", str(tmp_path), "--workers", "1"]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["CURRENT"]
    assert (tmp_path / "CURRENT").read_text() == "2023-06-01-0123456789"
    assert Problem.UNSAFE_XML in capsys.readouterr().err


def test_a_file_that_kills_its_reader_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.md", "b.md", "killer.md", "z.md"):
        (tmp_path / name).write_text(TEXT + f"慰问{ord(name[0])}次。", encoding="utf-8")

    def deadly(shown: str, file: Path) -> object:
        if file.name == "killer.md":
            os._exit(9)
        return read_file(shown, file)

    monkeypatch.setattr(pipeline, "read_file", deadly)
    sources = run([tmp_path], workers=2).tables["sources"].set_index("source_id")
    assert list(sources.loc["killer", "problems"]) == [Problem.CRASHED]
    assert [sources.loc[name, "status"] for name in ("a", "b", "z")] == ["ok"] * 3


def test_what_failed_and_where_is_logged_in_one_line(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(data: bytes) -> None:
        raise KeyError(len(data) and "a mistake of ours")

    monkeypatch.setattr("etl.documents.web.read_web", mistaken)
    [document] = read_bytes("page\n.html", "<html><body>走访慰问官兵100名。</body></html>".encode())
    assert document.problems == (Problem.DAMAGED_FILE,)
    [line] = caplog.messages
    assert re.fullmatch(r"'page.*\.html': KeyError\('a mistake of ours'\) \(test_dangers\.py:\d+\)", line)
