"""What ``explain`` prints, against what the pipeline decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import __main__ as program
from etl.catalog import ROOT as DATA
from etl.catalog import load_catalog
from etl.extract import Extractor
from etl.pipeline import read_document
from etl.read import list_files, read_file
from etl.schema import Flag, PeriodKind, Qualifier, Reason, Scope
from etl.workbench.explain import Wanted, explain, find_documents
from etl.workbench.labels import ZH, Colour, Paint
from etl.workbench.trace import tracing_extractor

REPORT = """---
title: 张掖市双拥工作情况
place: 张掖市
date: 2023-06-01
---

# 组织领导

2022年召开议军会议2次。同时，走访慰问优抚对象300余人次。

全市认真落实政策。

下一步，将再召开议军会议9次。
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """One small report."""
    path = tmp_path / "zhangye.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


def told(report: Path, *more: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert program.main(["explain", str(report), *more]) == 0
    return capsys.readouterr().out


def test_a_figure_says_indicator_period_scope_doer_and_words(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = told(report, capsys=capsys)
    assert "张掖市 620700  2023-06-01" in text
    figure = text[text.index("✓ 2次") : text.index("✓ 300余人次")]
    assert "org.meetings = 2 次" in figure
    assert "限定 确数 exact  范围 本地方整体 self" in figure
    assert "当年 year 2022  出自 from: 本句 this sentence “2022年”" in figure
    assert "行为方 doer: " in figure
    assert "org.meetings/" in figure
    assert "词语 words: " in figure


def test_a_carried_period_and_a_goal_are_told_as_such(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = told(report, capsys=capsys)
    carried = text[text.index("✓ 300余人次") : text.index("全市认真落实政策")]
    assert "不少于 at_least" in carried
    assert "前文 sentences before “2022年”" in carried
    assert "时期承前 carried_period" in carried
    assert "目标或计划，不是结果 GOAL_NOT_RESULT" in text
    assert "（计划 plan）下一步" in text


def test_only_and_sentence_narrow_what_is_shown(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accepted = told(report, "--only", "accepted", capsys=capsys)
    assert "✓ 2次" in accepted
    assert "✗" not in accepted
    assert "全市认真落实政策" not in accepted
    rejected = told(report, "--only", "rejected", capsys=capsys)
    assert "✗ 2022年" in rejected
    assert "✓" not in rejected
    one = told(report, "--sentence", "下一步", capsys=capsys)
    assert "9次" in one
    assert "✓ 2次" not in one


def test_a_report_is_found_by_its_source_id(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["explain", "zhangye", "--input", str(report.parent)]) == 0
    assert "✓ 2次" in capsys.readouterr().out
    assert find_documents("zhangye", [report.parent])[0].title == "张掖市双拥工作情况"


def test_no_such_report_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["explain", "nobody", "--input", str(tmp_path), str(tmp_path / "gone")]) == 2
    assert "没有该文件或来源编号 / no such file or source id: nobody" in capsys.readouterr().err


def test_a_file_that_failed_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").touch()
    assert program.main(["explain", str(tmp_path / "empty.txt")]) == 0
    assert "问题 problem: EMPTY" in capsys.readouterr().out


def test_a_damaged_catalogue_is_refused(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("etl.workbench.commands.DATA", tmp_path)
    assert program.main(["explain", str(report)]) == 2
    assert "file is missing" in capsys.readouterr().err


def test_colour_only_when_it_is_on(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b" not in told(report, capsys=capsys)
    lines = list(explain(find_documents(str(report), []), load_catalog(DATA), Wanted(), Paint(True)))
    assert any(line.startswith(f"\x1b[{Colour.GOOD}m  ✓ 2次") for line in lines)


def test_the_traced_reading_is_the_pipelines_own() -> None:
    """On the shipped reports: same decisions with and without the note-taking cues."""
    catalog = load_catalog(DATA)
    plain = Extractor(catalog)
    traced, cues = tracing_extractor(catalog)
    documents = [d for shown, path in list_files([DATA / "reports"])[:6] for d in read_file(shown, path)]
    accepted = 0
    for document in documents:
        mine, theirs = read_document(document, traced), read_document(document, plain)
        assert mine == theirs
        for finding in mine.findings:
            asked = cues.asked(finding.quantity)
            if finding.accepted and Flag.CORRECTED not in finding.flags:
                accepted += 1
                assert asked is not None
                assert {c.rule_id for c in finding.candidates} <= {c.rule_id for c in asked.ranked}
    assert accepted > 50


@pytest.mark.parametrize("codes", [Flag, PeriodKind, Qualifier, Reason, Scope])
def test_every_code_has_a_chinese_name(codes: type) -> None:
    assert not set(codes) - ZH.keys()
