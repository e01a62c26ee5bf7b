"""What ``diff`` says of two editions, and its exit status."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl import __main__ as program
from etl.pipeline import read_document
from etl.read import read_file
from etl.tables import build_tables
from tests.etl.reading import extractor

HEAD = "---\ntitle: 张掖市双拥工作\nplace: 张掖市\ndate: 2023-06-01\n---\n\n"
BODY = "2022年召开议军会议2次。\n\n张掖市走访慰问优抚对象300人次。\n\n组织单位数字为88项。\n"


def edition_of(folder: Path, body: str) -> Path:
    """The tables of one report, as an edition has them."""
    folder.mkdir()
    report = folder / "zhangye.md"
    report.write_text(HEAD + body, encoding="utf-8")
    readings = [read_document(d, extractor()) for d in read_file(report.name, report)]
    for name, table in build_tables(readings, extractor().catalog, extractor()).items():
        table.to_parquet(folder / f"{name}.parquet")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return edition_of(tmp_path_factory.mktemp("made") / "before", BODY)


@pytest.fixture
def before(made: Path, tmp_path: Path) -> Path:
    """The edition that others are compared with."""
    return Path(shutil.copytree(made, tmp_path / "before"))


def diff(capsys: pytest.CaptureFixture[str], *arguments: Any) -> tuple[int, str]:
    status = program.main(["diff", *map(str, arguments)])
    return status, capsys.readouterr().out


def alter(edition: Path, table: str, **values: Any) -> None:
    """Change cells of the first row of a table."""
    path = edition / f"{table}.parquet"
    frame = pd.read_parquet(path)
    for column, value in values.items():
        frame[column] = [value, *frame[column][1:]]
    frame.to_parquet(path)


def test_an_edition_does_not_differ_from_itself(before: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = diff(capsys, before, before)
    assert status == 0
    assert "没有不同 / no difference" in text


def test_added_and_removed_observations_values_and_sources_are_told(
    before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    after = edition_of(tmp_path / "after", BODY.replace("召开议军会议2次", "开展军训，培训学生500人"))
    status, text = diff(capsys, before, after)
    assert status == 1
    assert "− 张掖市  org.meetings = 2 次  确数 exact  当年 year 2022  [zhangye] 2次：" in text
    assert "+ 张掖市  gov.students_trained = 500 人次" in text
    assert "可比值 values  +1 −1" in text
    assert "sha256: " in text


def test_a_line_above_changes_no_observation(
    before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    after = edition_of(tmp_path / "after", "张掖市高度重视。\n\n" + BODY)
    status, text = diff(capsys, before, after)
    assert status == 1
    assert "来源 sources  +0 −0 ~1" in text
    assert "观测值" not in text
    assert "可比值" not in text


def test_the_same_figure_as_another_indicator_is_one_change(
    before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    after = Path(shutil.copytree(before, tmp_path / "after"))
    alter(after, "observations", observation_id="0" * 16, indicator_id="edu.bases", period_start=2021)
    text = diff(capsys, before, after)[1]
    assert "观测值 observations  +0 −0 ~1" in text
    assert "indicator_id: " in text
    assert "→ edu.bases" in text


def test_rejected_figures_are_counted_by_reason(
    before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    after = edition_of(tmp_path / "after", BODY.replace("\n\n组织单位数字为88项。", ""))
    text = diff(capsys, before, after)[1]
    assert "没有对应的指标 NO_INDICATOR  1 → 0  (-1)" in text


def test_a_figure_that_came_into_use_says_why_it_was_not(
    before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    after = Path(shutil.copytree(before, tmp_path / "after"))
    path = before / "observations.parquet"
    lost = pd.read_parquet(path)
    refused = pd.read_parquet(before / "rejected.parquet")
    row = lost.iloc[[0]][[c for c in lost if c in refused]].assign(reason="OUT_OF_RANGE", detail="")
    lost.iloc[1:].to_parquet(path)
    pd.concat([refused, row]).to_parquet(before / "rejected.parquet")
    assert "原未采用 was 超出合理范围 OUT_OF_RANGE" in diff(capsys, before, after)[1]
    assert "现未采用 now 超出合理范围 OUT_OF_RANGE" in diff(capsys, after, before)[1]


def test_csv_has_a_row_a_change(before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    after = Path(shutil.copytree(before, tmp_path / "after"))
    alter(after, "observations", value=7.0, flags=["conflict", "near_tie"])
    status, text = diff(capsys, before, after, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert status == 1
    assert [(r["table"], r["change"], r["column"], r["after"]) for r in rows] == [
        ("observations", "changed", "value", "7.0"),
        ("observations", "changed", "flags", "conflict|near_tie"),
    ]


def test_editions_are_named_by_id_or_current(
    edition: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "editions").symlink_to(edition.parent)
    monkeypatch.setattr("etl.workbench.commands.DATA", tmp_path)
    assert diff(capsys, "CURRENT", edition.name)[0] == 0


@pytest.mark.parametrize("make", [False, True], ids=["missing", "empty"])
def test_what_is_no_edition_is_refused(
    before: Path, tmp_path: Path, make: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    if make:
        other.mkdir()
    assert program.main(["diff", str(before), str(other)]) == 2
    assert str(other) in capsys.readouterr().err
