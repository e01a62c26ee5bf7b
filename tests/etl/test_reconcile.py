"""Inside one report: parts, sums, repeats and contradictions.

"Breakdowns: with a stated total, the total counts and the parts do not. Service stations given by
level only are summed." (annotation conventions); "repeated figures that differ, totals that do not
equal their parts (flag)" (issue 3).
"""

from __future__ import annotations

import pytest

from etl.schema import Flag, Reason
from tests.etl.reading import accepted, facts, read, reasons

STATIONS = "org.service_stations"


@pytest.mark.parametrize(
    "text",
    [
        "全市安置退役士兵120名，其中机关事业单位30名、国有企业90名。",
        "全市安置退役士兵120名（其中机关事业单位安置退役士兵30名）。",
    ],
)
def test_parts_of_a_stated_total_do_not_count(text: str) -> None:
    assert facts(text) == [("policy.soldiers_placed", 120)]
    assert set(reasons(text)[1:]) <= {Reason.PART_OF_TOTAL, Reason.NO_INDICATOR}


def test_a_total_after_its_parts_counts_alone() -> None:
    text = "走访慰问退役军人300人次，走访慰问现役军人家属200人次，共计走访慰问500人次。"
    assert facts(text) == [("activity.visit_persons", 500)]


def test_stations_by_level_are_summed() -> None:
    levels = ("市级退役军人服务中心1个", "县级退役军人服务中心6个", "乡镇退役军人服务站60个")
    text = f"建成{'、'.join(levels)}、村级退役军人服务站800个。"
    assert facts(text) == [(STATIONS, 867)]
    [found] = accepted(text)
    assert Flag.SUMMED_PARTS in found.flags
    assert reasons(text).count(Reason.SUMMED) == 3


def test_stations_with_a_total_are_not_summed_again() -> None:
    text = "建成退役军人服务中心（站）867个，其中县级7个、乡镇级60个、村级800个。"
    assert facts(text) == [(STATIONS, 867)]


def test_a_total_that_its_parts_do_not_make_is_flagged() -> None:
    parts = "其中市级退役军人服务中心1个、县级退役军人服务中心6个、村级退役军人服务站800个"
    text = f"建成四级退役军人服务中心（站）900个，{parts}。"
    [found] = accepted(text)
    assert found.value == 900
    assert Flag.PARTS_DIFFER in found.flags


def test_a_figure_said_twice_is_one_fact() -> None:
    text = "全市悬挂光荣牌5200块。\n\n　　五年间，悬挂光荣牌5200块。"
    assert len(facts(text)) == 1
    assert reasons(text).count(Reason.DUPLICATE) == 1
    assert Flag.REPEATED in accepted(text)[0].flags


def test_the_mention_with_a_period_of_its_own_stays() -> None:
    text = "全市安置随军家属31名。\n\n　　2022年，安置随军家属31名。"
    [found] = accepted(text)
    assert found.period is not None
    assert found.period.start == 2022


def test_one_stock_with_two_values_is_a_conflict() -> None:
    found = accepted("全市悬挂光荣牌5200块。\n\n　　各县区悬挂光荣牌6100块。")
    assert [f.value for f in found] == [5200, 6100]
    assert all(Flag.CONFLICT in f.flags for f in found)


def test_a_rounded_and_an_exact_value_agree() -> None:
    found = accepted("全市悬挂光荣牌5200余块。\n\n　　截至目前，悬挂光荣牌5230块。")
    assert not any(Flag.CONFLICT in f.flags for f in found)


def test_a_figure_beside_damage_is_flagged() -> None:
    text = "全市共投入万元，悬挂光荣牌5200块。"
    assert Reason.DAMAGED in reasons(text)
    [found] = accepted(text)
    assert Flag.DAMAGED_NEARBY in found.flags


def test_flows_that_add_up_are_no_conflict() -> None:
    found = accepted("春节走访慰问优抚对象300人次。\n\n　　八一走访慰问优抚对象500人次。")
    assert [f.value for f in found] == [300, 500]
    assert not any(Flag.CONFLICT in f.flags for f in found)


def test_nothing_disappears_when_parts_are_set_aside() -> None:
    reading = read("全市安置退役士兵120名，其中机关30名、企业90名，发放补助200万元。")
    assert len(reading.findings) == 4
    assert all(f.accepted != (f.reason is not None) for f in reading.findings)
