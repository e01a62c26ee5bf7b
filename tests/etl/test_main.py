"""The command line: what it writes, prints and returns."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl import __main__ as program
from etl.boundaries import COUNTIES_CSV
from etl.check import check_edition

REPORT = """---
title: 张掖市双拥工作情况
place: 张掖市
date: 2023-06-01
---

# 组织领导

2022年召开议军会议2次。
"""


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with one good report."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "zhangye.md").write_text(REPORT, encoding="utf-8")
    return folder


def build(inbox: Path, *more: str) -> int:
    return program.main(
        ["build", "--input", str(inbox), "--output", str(inbox.parent / "out"), "--workers", "1", *more]
    )


def test_build_writes_a_plain_folder_and_says_what_it_did(
    inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(inbox) == 0
    printed = capsys.readouterr().out
    assert all(
        label in printed for label in ("报告 reports", "采用 accepted", "冲突 conflicts", "秒 seconds")
    )
    assert check_edition(inbox.parent / "out") == []
    assert pd.read_parquet(inbox.parent / "out" / "sources.parquet")["place_code"].tolist() == ["620700"]


def test_a_failed_source_is_named_and_shows_in_the_status(
    inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inbox / "empty.txt").touch()
    assert build(inbox) == 1
    assert "empty.txt: EMPTY" in capsys.readouterr().out
    assert check_edition(inbox.parent / "out") == []


def test_nothing_is_published_when_every_source_fails(
    inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inbox / "zhangye.md").write_bytes(b"")
    assert build(inbox) == 2
    assert "zhangye.md: EMPTY" in capsys.readouterr().err
    assert not (inbox.parent / "out").exists()


def test_several_inputs_may_be_named_together_or_apart(inbox: Path) -> None:
    second = inbox.parent / "second.md"
    second.write_text(REPORT.replace("2次", "3次"), encoding="utf-8")
    assert build(inbox, "--input", str(second)) in {0, 1}
    assert len(pd.read_parquet(inbox.parent / "out" / "sources.parquet")) == 2


@pytest.mark.parametrize(
    "arguments", [["build", "--input", "/nowhere"], ["check", "no-such-edition"]], ids=["input", "edition"]
)
def test_a_missing_path_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(arguments) == 2
    assert "no such" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["fly"], ["build", "--workers", "0"], ["build", "--workers", "x"]])
def test_bad_usage_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        program.main(arguments)
    assert stop.value.code == 2


def test_check_says_how_an_edition_is(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(inbox)
    assert program.main(["check", str(inbox.parent / "out")]) == 0
    (inbox.parent / "out" / "places.parquet").unlink()
    assert program.main(["check", str(inbox.parent / "out")]) == 1
    assert "places.parquet: 文件缺失" in capsys.readouterr().out


def test_counties_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "counties.csv"
    monkeypatch.setattr(program, "COUNTIES_CSV", path)
    assert program.main(["counties"]) == 0
    assert path.read_bytes() == COUNTIES_CSV.read_bytes()
