"""Scores against annotated facts: the rules of counting, and agreement with the reference scorer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl import __main__ as program
from etl.catalog import ROOT as DATA
from etl.pipeline import run
from etl.workbench.evaluate import halves
from etl.workbench.gold import Fact, GoldError, gold_places, load_gold, short
from etl.workbench.score import score

SHARED = Path(__file__).resolve().parents[4] / "shared"
FACT = {
    "report": "000", "place": "张掖市", "scope": "self", "indicator": "org.meetings", "value": 2,
    "value_text": "2次", "qualifier": "exact", "period_kind": "year", "period_start": 2022,
    "period_end": 2022, "period_text": "2022年", "quote": "召开议军会议2次", "note": "",
}  # fmt: skip
REPORT = "---\ntitle: 张掖市双拥工作\nplace: 张掖市\ndate: 2023-06-01\n---\n\n2022年召开议军会议2次。\n"


def fact(**changed: Any) -> Fact:
    known = FACT | changed
    return Fact(**{name: known[name] for name in Fact.__slots__})


def observed(*rows: dict[str, Any]) -> pd.DataFrame:
    plain = {
        "place_name": "张掖市", "indicator_id": "org.meetings", "value": 2.0, "qualifier": "exact",
        "period_kind": "year", "period_start": 2022, "period_end": 2022, "quote": "召开议军会议2次。",
    }  # fmt: skip
    return pd.DataFrame([plain | row for row in rows], columns=list(plain))


def gold_file(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(FACT | row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_right_wrong_and_missed_are_counted_by_indicator() -> None:
    facts = [fact(), fact(value=5, value_text="5次"), fact(indicator="edu.bases", value=7)]
    result = score(facts, observed({}, {"value": 9.0}))
    tally = result.tallies["org.meetings"]
    assert (tally.right, tally.wrong, tally.missed) == (1, 1, 1)
    assert result.total.missed == 2
    assert (tally.precision, tally.recall, tally.f1) == (0.5, 0.5, 0.5)
    assert sorted((c.kind, c.indicator) for c in result.cases) == [
        ("missed", "edu.bases"), ("missed", "org.meetings"), ("wrong", "org.meetings"),
    ]  # fmt: skip


def test_a_value_counts_once_and_to_a_thousandth() -> None:
    result = score([fact(value=1000)], observed({"value": 1000.9}, {"value": 1000.9}, {"value": 1002.0}))
    assert (result.total.right, result.total.wrong) == (1, 1)


def test_qualifier_and_period_are_judged_over_the_right_ones() -> None:
    result = score([fact()], observed({"qualifier": "about", "period_start": None}))
    assert (result.total.right, result.total.qualifier, result.total.period) == (1, 0, 0)
    assert {c.kind: c.detail for c in result.cases} == {
        "qualifier": "exact ≠ about",
        "period": "year 2022–2022 ≠ year …–2022",
    }


def test_a_rate_without_a_period_may_be_either() -> None:
    none = {"period_start": None, "period_end": None}
    facts = [fact(indicator="policy.placement_rate", period_kind="asof", **none)]
    read = observed({"indicator_id": "policy.placement_rate", "period_kind": "cumulative", **none})
    assert score(facts, read).total.period == 1


def test_doubtful_facts_cost_nothing_when_missed() -> None:
    doubtful = fact(note="ambiguous: listed beside 革命遗址")
    assert score([doubtful], observed({"value": 3.0})).total.optional == 1
    assert score([doubtful], observed({})).total.right == 1


def test_another_scope_is_passed_over_and_other_places_and_indicators_are_not_scored() -> None:
    facts = [fact(), fact(scope="sub", value=5)]
    read = observed({}, {"value": 5.0}, {"place_name": "许昌市", "value": 1.0}, {"indicator_id": "edu.bases"})
    result = score(facts, read)
    assert (result.total.right, result.total.wrong, result.total.missed) == (1, 0, 0)


def test_nothing_read_is_no_division_by_zero() -> None:
    total = score([fact()], observed()).total
    assert (total.precision, total.recall, total.f1, total.period_share) == (0, 0, 0, 0)


def test_halves_part_the_places_and_stay_the_same() -> None:
    facts = [fact(place=f"{name}市") for name in "甲乙丙丁戊"]
    first, second = halves(facts, 7)
    assert (first, second) == halves(facts, 7)
    assert sorted(first + second) == gold_places(facts)
    assert len(first) == 3
    assert short("许昌市建安区") == "建安区"


@pytest.mark.parametrize(
    ("line", "says"),
    [("{", "no fact"), ("[]", "no fact"), ('{"place": "张掖市"}', "key is missing: 'scope'")],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(FACT) + "\n\n" + line, encoding="utf-8")
    with pytest.raises(GoldError, match="第 3 行 line 3") as refused:
        load_gold(path)
    assert says in str(refused.value)


def test_the_command_reads_reports_and_lists_cases_with_their_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "zhangye.md").write_text(REPORT, encoding="utf-8")
    gold = gold_file(tmp_path, {}, {"value": 9, "value_text": "9次", "quote": "议军9次"})
    assert program.main(["evaluate", str(gold), "--input", str(tmp_path / "zhangye.md")]) == 0
    text = capsys.readouterr().out
    assert re.search(r"漏 missed  org\.meetings \S+  张掖市  9次\n    议军9次", text)
    assert "地方 places 1  对 right 1  错 wrong 0  漏 missed 1" in text
    assert re.search(r"^org\.meetings .* 1.000 +0.500 +0.667 +1.000 +1.000$", text, re.M)


def test_two_halves_stand_side_by_side(
    edition: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = gold_file(tmp_path, {}, {"place": "许昌市"}, {"place": "乌海市"})
    tuned = tmp_path / "tuned.txt"
    tuned.write_text("张掖市\n许昌市\n", encoding="utf-8")
    for split in (["--split", str(tuned)], ["--halves", "1"]):
        assert program.main(["evaluate", str(gold), "--edition", str(edition), *split]) == 0
        text = capsys.readouterr().out
        assert "调校过的 tuned：地方 places 2 " in text
        assert "未看过的 untouched：地方 places 1 " in text


def test_places_narrow_the_score(edition: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = gold_file(tmp_path, {}, {"place": "许昌市"})
    assert program.main(["evaluate", str(gold), "--edition", str(edition), "--places", "许昌市"]) == 0
    assert "地方 places 1 " in capsys.readouterr().out


@pytest.mark.parametrize("missing", ["gold", "edition", "input", "split"])
def test_what_cannot_be_read_is_refused(
    missing: str, edition: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = gold_file(tmp_path, {})
    gone = str(tmp_path / "gone")
    arguments = {
        "gold": [gone, "--edition", str(edition)],
        "edition": [str(gold), "--edition", gone],
        "input": [str(gold), "--input", gone],
        "split": [str(gold), "--edition", str(edition), "--split", gone],
    }[missing]
    assert program.main(["evaluate", *arguments]) == 2
    assert "gone" in capsys.readouterr().err


@pytest.mark.skipif(not (SHARED / "tools/score_extraction.py").is_file(), reason="../shared is not here")
@pytest.mark.parametrize("places", ["", "张掖市,乌海市,兰州市西固区"])
def test_counts_agree_with_the_reference_scorer(tmp_path: Path, places: str) -> None:
    observations = run([SHARED / "reports"], DATA).tables["observations"]
    path = tmp_path / "observations.parquet"
    observations.to_parquet(path)
    gold = SHARED / "gold/dev.jsonl"
    command = [
        sys.executable,
        SHARED / "tools/score_extraction.py",
        gold,
        path,
        "--misses",
        "--places",
        places,
    ]
    theirs = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    result = score(load_gold(gold), pd.read_parquet(path), places.split(",") if places else None)
    t = result.total
    assert (
        f"places {len(result.places)}  right {t.right}  wrong {t.wrong}  missed {t.missed}"
        f"  (optional, missed {t.optional})\n"
        f"precision {t.precision:.3f}  recall {t.recall:.3f}  F1 {t.f1:.3f}\n"
        f"of the right ones: qualifier {t.qualifier_share:.3f}  period {t.period_share:.3f}\n"
    ) in theirs
    for indicator, hit, wrong, missed in re.findall(
        r"^(\S+)\thit (\d+)\twrong (\d+)\tmissed (\d+)$", theirs, re.M
    ):
        mine = result.tallies[indicator]
        assert (mine.right, mine.wrong, mine.missed) == (int(hit), int(wrong), int(missed)), indicator
