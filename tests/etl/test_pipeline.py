"""The run: bad input goes on, the same input gives the same tables, and every figure is accounted for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.__main__ import main
from etl.catalog import ROOT
from etl.pipeline import Run, infer_year, run
from etl.schema import TABLES
from tests.etl.reading import document

REPORTS = ROOT.parent / "tests" / "golden" / "reports"
GOOD = "---\ntitle: 双拥工作\nplace: 张掖市\ndate: 2023-06-01\n---\n2022年，全市悬挂光荣牌5200块。\n"
PLAIN = "张掖市双拥工作情况\n2023年6月1日\n\n　　在市委的领导下，军民共建有了新的进展，悬挂光荣牌5200块。\n"
BAD: dict[str, tuple[bytes, str, str]] = {
    "empty.txt": (b"", "EMPTY", "failed"),
    "binary.txt": (bytes(range(256)) * 20, "BINARY", "failed"),
    "huge.txt": ("双拥工作，".encode() * 3_334_000, "TOO_LARGE", "failed"),
    "other.txt": ("Обзор работы за год".encode("cp1251"), "UNKNOWN_ENCODING", "failed"),
    "slides.pptx": (b"PK\x03\x04", "UNSUPPORTED", "failed"),
    "damaged.md": (b"---\ntitle: [\n---\n" + "张掖市悬挂光荣牌5300块。".encode(), "BAD_HEADER", "partial"),
    "nowhere.md": (
        "---\ntitle: 双拥\ndate: 2023-06-01\n---\n悬挂光荣牌5400块。".encode(),
        "NO_PLACE",
        "partial",
    ),
    "undated.txt": (
        "张掖市双拥工作\n\n　　张掖市悬挂光荣牌5500块，工作扎实。".encode(),
        "NO_DATE",
        "partial",
    ),
    "copy.md": (GOOD.encode(), "DUPLICATE_SOURCE", "failed"),
}
ODD = {
    "good.md": GOOD.encode(),
    "gb18030.txt": PLAIN.encode("gb18030"),
    "bom.txt": b"\xef\xbb\xbf" + PLAIN.replace("5200", "5201").encode(),
    "crlf.txt": PLAIN.replace("5200", "5202").replace("\n", "\r\n").encode(),
    "utf16.txt": PLAIN.replace("5200", "5203").encode("utf-16"),
}


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that may go wrong, and some that looks odd and is well."""
    folder = tmp_path_factory.mktemp("inbox")
    for name, data in (*ODD.items(), *((n, d) for n, (d, *_) in BAD.items())):
        (folder / name.replace("copy.md", "later/copy.md")).parent.mkdir(exist_ok=True)
        (folder / name.replace("copy.md", "later/copy.md")).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def mixed(inbox: Path) -> Run:
    return run([inbox])


def sources(result: Run) -> dict[str, dict[str, Any]]:
    """Rows of sources by file name."""
    return {Path(r["path"]).name: r for r in result.tables["sources"].to_dict("records")}


@pytest.mark.parametrize("name", BAD)
def test_each_bad_source_is_listed_with_its_reason(mixed: Run, name: str) -> None:
    _, problem, status = BAD[name]
    row = sources(mixed)[name]
    assert problem in row["problems"]
    assert row["status"] == status


def test_the_run_goes_on_and_reads_the_rest(mixed: Run) -> None:
    rows = sources(mixed)
    for name in ODD:
        assert (rows[name]["status"], rows[name]["accepted"]) == ("ok", 1), name
    assert set(mixed.tables["observations"]["value"]) >= {5200, 5201, 5202, 5203, 5300, 5500}


def test_problems_stand_in_the_facts_of_the_run(mixed: Run) -> None:
    listed = {Path(s["path"]).name: s["problems"] for s in mixed.manifest["sources_with_problems"]}
    assert set(listed) == set(BAD)


def test_the_exit_status_says_that_some_failed(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--input", str(inbox), "--output", str(tmp_path / "out"), "--workers", "1"]) == 1
    printed = capsys.readouterr().out
    assert all(problem in printed for _, problem, _ in BAD.values())


def test_a_figure_without_a_place_is_no_observation(mixed: Run) -> None:
    nowhere = mixed.tables["rejected"].query("source_id == 'nowhere'")
    assert nowhere["reason"].tolist() == ["NO_PLACE"]


def test_an_undated_figure_says_so(mixed: Run) -> None:
    [flags] = mixed.tables["observations"].query("source_id == 'undated'")["flags"]
    assert "no_date" in flags


def test_found_is_accepted_plus_rejected(mixed: Run) -> None:
    facts = mixed.manifest
    assert facts["found"] == facts["accepted"] + facts["rejected"]
    assert facts["rejected"] == sum(facts["rejected_by_reason"].values()) == len(mixed.tables["rejected"])


def test_files_of_one_name_are_sources_of_their_own(tmp_path: Path) -> None:
    for name, count in (("a.md", "5200"), ("a.txt", "5300"), ("b/a.md", "5400")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(GOOD.replace("5200", count), encoding="utf-8")
    result = run([tmp_path, tmp_path / "b"])
    assert result.tables["sources"]["source_id"].is_unique
    assert len(result.tables["observations"]) == 3


def test_the_same_input_gives_the_same_tables_with_any_number_of_workers() -> None:
    one, again, two = run([REPORTS]), run([REPORTS]), run([REPORTS], workers=2)
    assert one.manifest == again.manifest == two.manifest
    for name in TABLES:
        pd.testing.assert_frame_equal(one.tables[name], again.tables[name])
        pd.testing.assert_frame_equal(one.tables[name], two.tables[name])


def test_the_order_of_the_inputs_decides_nothing() -> None:
    files = sorted(REPORTS.glob("*.md"))
    ahead, back = run(files), run(files[::-1])
    for name in ("observations", "sources", "values"):
        pd.testing.assert_frame_equal(ahead.tables[name], back.tables[name])


def test_progress_is_told_file_by_file() -> None:
    told: list[tuple[int, int]] = []
    run(sorted(REPORTS.glob("*.md")), progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_nothing_to_read_is_an_empty_run(tmp_path: Path) -> None:
    result = run([tmp_path])
    assert result.manifest["reports"] == 0
    assert len(result.tables["observations"]) == 0


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2019年和2021年有进展。", 2021),
        ("在建军96周年之际。", 2023),
        ("庆祝中国共产党成立100周年。", 2021),
        ("新中国成立75周年。", 2024),
        ("没有年份。", None),
    ],
)
def test_an_undated_report_is_of_the_latest_year_it_speaks_of(text: str, year: int | None) -> None:
    assert infer_year(document(text)) == year
    assert infer_year(replace(document(text), title="张掖市2018年双拥工作总结")) == 2018
