"""Declared fixes: applied while the source prints the error, reported once it no longer does."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.corrections import correct, matching
from etl.decisions.declared import Correction
from etl.extract import Extractor
from etl.pipeline import run
from etl.records import Finding
from etl.schema import Flag, Reason
from etl.summary import summarise
from tests.etl.reading import accepted, data_copy, document

TEXT = "全市悬挂光荣牌52块。全市发放走访慰问金1500万元，慰问优抚对象230人次。"


def fix(expect: str, replace: str) -> Correction:
    return Correction("c1", "own", expect, replace, "数字有误")


def corrected(extractor: Extractor, correction: Correction) -> tuple[bool, list[Finding]]:
    findings = accepted(TEXT)
    return correct(findings, correction, extractor), findings


def test_a_figure_is_read_as_declared(extractor: Extractor) -> None:
    applied, (plaques, spend, _) = corrected(extractor, fix("光荣牌52块", "光荣牌5200余块"))
    assert applied
    assert (plaques.value, plaques.quantity.high) == (5200, 5300)
    assert Flag.CORRECTED in plaques.flags
    assert Flag.CORRECTED not in spend.flags


def test_the_span_stays_where_the_source_prints_it(extractor: Extractor) -> None:
    _, (plaques, *_) = corrected(extractor, fix("光荣牌52块", "光荣牌5200余块"))
    q = plaques.quantity
    assert plaques.sentence.text[q.start : q.end] == "52块"


def test_several_figures_are_mended_one_for_one(extractor: Extractor) -> None:
    _, found = corrected(
        extractor, fix("慰问金1500万元，慰问优抚对象230人次", "慰问金150万元，慰问优抚对象2300人次")
    )
    assert [f.value for f in found] == [52, 150, 2300]


def test_figures_that_do_not_pair_are_left_alone(extractor: Extractor) -> None:
    applied, found = corrected(extractor, fix("慰问金1500万元，慰问优抚对象230人次", "慰问金150万元"))
    assert not applied
    assert [f.value for f in found] == [52, 1500, 230]


def test_an_empty_replacement_takes_the_figure_out(extractor: Extractor) -> None:
    applied, (plaques, *_) = corrected(extractor, fix("光荣牌52块", ""))
    assert applied
    assert (plaques.reason, plaques.detail) == (Reason.REVIEWED, "数字有误")


def test_a_source_that_changed_is_not_touched(extractor: Extractor) -> None:
    applied, found = corrected(extractor, fix("光荣牌53块", "光荣牌5300块"))
    assert not applied
    assert not any(Flag.CORRECTED in f.flags for f in found)


def test_a_rate_is_corrected_in_its_own_unit(extractor: Extractor) -> None:
    [found] = findings = accepted("未就业随军家属生活补助标准为每人每月60元。")
    assert correct(findings, fix("每人每月60元", "每人每月600元"), extractor)
    assert found.value == 600


def test_corrections_are_declared_by_id_or_by_hash() -> None:
    rows = [Correction(i, source, "甲", "乙", "丙") for i, source in (("1", "own"), ("2", "abc"), ("3", ""))]
    assert [c.correction_id for c in matching(document(TEXT), rows)] == ["1", "3"]


@pytest.fixture
def world(tmp_path: Path) -> tuple[Path, Path]:
    """A report, and a data folder with one correction for it that stands and one that does not."""
    report = tmp_path / "own.md"
    report.write_text(f"---\ntitle: 双拥\nplace: 张掖市\ndate: 2023-06-01\n---\n{TEXT}\n", encoding="utf-8")
    data = data_copy(tmp_path)
    rows = [("stands", "光荣牌52块", "光荣牌5200块"), ("gone", "光荣牌53块", "光荣牌5300块")]
    (data / "reference" / "corrections.yml").write_text(
        "".join(
            f"- {{id: {i}, source: own, expect: {expect}, replace: {better}, reason: 少印两位}}\n"
            for i, expect, better in rows
        ),
        encoding="utf-8",
    )
    return report, data


def test_a_run_applies_what_stands_and_says_what_does_not(world: tuple[Path, Path]) -> None:
    report, data = world
    result = run([report], data)
    assert result.tables["corrections"].set_index("correction_id")["applied"].to_dict() == {
        "stands": True,
        "gone": False,
    }
    assert result.manifest["stale_corrections"] == ["gone (own)"]
    assert "correction no longer applies: gone (own)" in summarise(result.manifest, 1.0)
    plaques = result.tables["observations"].query("indicator_id == 'activity.glory_plaques'").iloc[0]
    assert (plaques["value"], plaques["value_text"]) == (5200, "52块")
    assert "corrected" in plaques["flags"]
