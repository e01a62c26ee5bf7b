"""Decisions on cells of a return: confirmed, corrected, refused, taken up, and out of date."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from etl.catalog import ROOT
from etl.decisions.decided_cells import settle_cells
from etl.decisions.declared import Correction
from etl.pipeline import run
from etl.records import Document, Reading, Rows
from etl.schema import Decision, PeriodKind
from tests.etl.reading import extractor
from tests.etl.returns.corpus import put, xlsx, years

STAFF, BUDGET, SPEND = "org.staff", "org.work_budget", "activity.visit_spend"
HUNG = "activity.plaque_rate"
SPAN = {
    "place_code": "620700",
    "place_name": "张掖市",
    "char_start": 0,
    "char_end": 2,
    "remark": "含家属",
    "quote": "",
    "section": "表",
}
USED = {
    **SPAN, "locator": "表!C5", "value_text": "52", "indicator_id": STAFF, "value": 52.0, "value_low": 52.0,
    "value_high": 52.0, "unit": "名", "qualifier": "exact", "period_kind": "asof", "period_start": 2022,
    "period_end": 2022, "period_text": "2022年", "scope": "self", "rule_id": "return", "matched": ["人员"],
    "confidence": 1.0, "flags": [],
}  # fmt: skip
REFUSED = {
    **SPAN, "locator": "表!C6", "value_text": "37", "value": 37.0, "unit_text": "名",
    "reason": "UNIT_MISMATCH", "indicator_id": STAFF, "detail": "",
}  # fmt: skip


def reading(row: dict[str, Any] = USED) -> Reading:
    document = Document("own", "own.csv", "", "52", 0)
    used, refused = ({k: [v] for k, v in row.items()} for row in (row, REFUSED))
    return Reading(document, None, 2022, 0, (), (), (), (), rows=Rows(used, refused, ()))


def settled(
    decision: Decision, used: dict[str, Any] = USED, **more: Any
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], bool]:
    one = Correction(
        "d1",
        "own",
        "52",
        "",
        "核对台账",
        decision,
        "52",
        cell="表!C5",
        was_indicator=STAFF,
        was_value=52.0,
        by="王芳",
    )
    result = settle_cells(reading(used), [replace(one, **more)], extractor())
    assert result.rows is not None
    parts = (result.rows.observations, result.rows.rejected)
    rows = [[dict(zip(p, v, strict=True)) for v in zip(*p.values(), strict=True)] for p in parts]
    assert sum(map(len, rows)) == 2  # found = accepted + rejected
    return rows[0], rows[1], bool(result.corrected)


def test_confirmed() -> None:
    [row], _, applied = settled(Decision.CONFIRM)
    assert applied
    assert row["flags"] == ["confirmed"]


def test_refused() -> None:
    used, refused, _ = settled(Decision.REJECT)
    assert used == []
    assert (refused[1]["reason"], refused[1]["detail"]) == ("REVIEWED", "核对台账（王芳）")
    assert refused[1]["remark"] == "含家属"


def test_corrected() -> None:
    [row], _, _ = settled(Decision.CORRECT, replace="近300人", place="620725")
    assert (row["value"], row["value_high"], row["qualifier"]) == (300, 300, "under")
    assert (row["place_code"], row["flags"], row["period_end"]) == ("620725", ["corrected"], 2022)


def test_another_indicator_of_the_same_unit_keeps_what_was_read() -> None:
    read = {**USED, "value_text": "1.2", "indicator_id": BUDGET, "unit": "万元", "value": 12000.0}
    read |= {"value_low": 12000.0, "value_high": 13000.0}  # the row is in 亿元
    that = {"expect": "1.2", "figure": "1.2", "was_indicator": BUDGET, "was_value": 12000.0}
    [row], _, _ = settled(Decision.CORRECT, used=read, **that, indicator=SPEND)
    assert (row["indicator_id"], row["value"], row["value_high"]) == (SPEND, 12000, 13000)


def test_another_unit_needs_the_value() -> None:
    assert not settled(Decision.CORRECT, indicator=BUDGET)[2]
    [row], _, _ = settled(Decision.CORRECT, indicator=BUDGET, replace="52")
    assert (row["indicator_id"], row["value"], row["unit"]) == (BUDGET, 52, "万元")


def test_a_value_that_cannot_be_is_not_applied() -> None:
    read = {**USED, "indicator_id": HUNG, "unit": "%"}
    for value, applied, flags in (("930%", True, ["above_100", "corrected"]), ("9300%", False, [])):
        [row], _, done = settled(Decision.CORRECT, used=read, was_indicator=HUNG, replace=value)
        assert (done, row["flags"]) == (applied, flags)


def test_a_refused_cell_is_taken_up() -> None:
    taken = {"cell": "表!C6", "figure": "37", "expect": "37", "was_indicator": "", "was_value": 37.0}
    period = {"period_kind": PeriodKind.ASOF, "period_end": 2022}
    assert not settled(Decision.CORRECT, **taken, **period, indicator=STAFF)[2]  # 37 what? its row said
    taken["replace"] = "37"
    used, refused, _ = settled(Decision.CORRECT, **taken, **period, indicator=STAFF)
    assert [(row["value"], row["indicator_id"]) for row in used] == [(52, STAFF), (37, STAFF)]
    assert refused == []
    assert not settled(Decision.CORRECT, **taken, indicator=STAFF)[2]


@pytest.mark.parametrize(
    "changed", [{"cell": "表!C7"}, {"figure": "53"}, {"was_value": 53.0}, {"was_indicator": BUDGET}]
)
def test_what_no_longer_stands_is_not_applied(changed: dict[str, Any]) -> None:
    used, _, applied = settled(Decision.REJECT, **changed)
    assert not applied
    assert len(used) == 1


def on(source: str, cell: str, text: str, decision: Decision, **more: Any) -> Correction:
    plain = Correction(f"{source}-{cell}", source, text, "", "核对台账", decision, text, by="王芳")
    return replace(plain, cell=f"报表!{cell}", **more)


def test_decisions_on_workbooks_in_a_whole_run(tmp_path: Path) -> None:
    """A cell refused, one corrected, and one of a faulty return taken up, which then fails no more."""
    (tmp_path / "good.xlsx").write_bytes(xlsx(years()))
    (tmp_path / "faulty.xlsx").write_bytes(xlsx(put(years(), A1="地方：芜湖市", C3="见附件")))
    taken = {"indicator": SPEND, "period_kind": PeriodKind.YEAR, "period_start": 2022, "period_end": 2022}
    decisions = [
        on("good", "C3", "100", Decision.REJECT, was_indicator=SPEND, was_value=100.0),
        on("good", "D3", "120", Decision.CORRECT, was_indicator=SPEND, was_value=120.0, replace="1.2亿元"),
        on("faulty", "D3", "120", Decision.CORRECT, was_value=120.0, replace="1.3亿元", **taken),
    ]
    tables = run([tmp_path], ROOT, decisions=decisions).tables
    assert tables["corrections"]["applied"].all()
    spent = tables["observations"].query(f"indicator_id == '{SPEND}'")
    assert spent.set_index(["source_id", "locator"])["value"].to_dict() == {
        ("faulty", "报表!D3"): 13000, ("good", "报表!D3"): 12000, ("good", "报表!E3"): 130,
    }  # fmt: skip
    sources = tables["sources"].set_index("source_id")
    assert (sources["found"] == sources["accepted"] + sources["rejected"]).all()
    faulty = sources.loc["faulty"]
    assert (faulty["status"], list(faulty["problems"]), faulty["accepted"]) == (
        "partial",
        ["GOOD_ROWS_ONLY"],
        1,
    )
    assert tables["values"].query("source_id == 'faulty'")["value"].tolist() == [13000]
