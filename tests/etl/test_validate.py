"""The last gate: values that cannot be are refused, and nothing is lost between the two piles."""

from __future__ import annotations

import pytest

from etl.records import Finding
from etl.schema import Flag, Reason
from etl.validate import assert_complete
from tests.etl.reading import accepted, facts, read, reasons


@pytest.mark.parametrize(
    "text",
    [
        "连续99次荣获全国双拥模范城称号。",
        "光荣牌悬挂率9800%。",
        "全市悬挂光荣牌0块。",
        "走访慰问优抚对象" + "9" * 12 + "人次。",
    ],
)
def test_values_that_cannot_be_are_refused(text: str) -> None:
    assert Reason.OUT_OF_RANGE in reasons(text)
    assert facts(text) == []


def test_an_endless_number_is_no_value() -> None:
    assert facts("走访慰问优抚对象" + "9" * 400 + "人次。") == []


def test_a_share_a_little_above_the_whole_is_kept_and_flagged() -> None:
    [found] = accepted("光荣牌悬挂率104.12%。")
    assert found.value == 104.12
    assert Flag.ABOVE_100 in found.flags


def test_a_figure_in_neither_pile_stops_the_run() -> None:
    lost = Finding(*[getattr(accepted("全市悬挂光荣牌52块。")[0], a) for a in ("sentence", "quantity")])
    with pytest.raises(AssertionError, match="52块"):
        assert_complete([lost])


def test_what_was_read_is_complete() -> None:
    findings = read("2022年，第3次会议研究52个议题，全市悬挂光荣牌52块。").findings
    assert_complete(list(findings))
    assert {f.accepted for f in findings} == {True, False}
