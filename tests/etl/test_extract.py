"""Which indicator a figure is a value of; what is refused, and why; nothing is dropped.

Rules quoted: issue 3 ("goals and plans are not results", "the unit as a hard constraint", "one figure
may serve two indicators", "practices … negation handled") and the annotation conventions.
"""

from __future__ import annotations

import time

import pytest
from hypothesis import given

from etl.extract import Extractor, in_unit
from etl.schema import Flag, Reason, Scope
from etl.segment import segment
from tests.etl.reading import TEXTS, accepted, document, facts, read, reasons


@pytest.mark.parametrize(
    ("text", "indicator", "value"),
    [
        ("全市悬挂光荣牌5200块。", "activity.glory_plaques", 5200),
        ("光荣牌悬挂率98.5%。", "activity.plaque_rate", 98.5),
        ("全市安置随军家属31名。", "policy.spouses_placed", 31),
        ("市财政投入资金800万元，支持驻地部队营区建设。", "support.construction_spend", 800),
        ("为驻军部队解决难题26件。", "support.problems_solved", 26),
        ("建成国防教育基地14个。", "edu.bases", 14),
        ("举办退役军人专场招聘会9场。", "policy.job_fairs", 9),
        ("培训退役军人430人次。", "policy.training_persons", 430),
        ("驻军官兵义务植树6000棵。", "gov.trees", 6000),
        ("发放义务兵家庭优待金1.2亿元。", "policy.conscript_family_paid", 12_000),
        ("未就业随军家属生活补助标准为每人每月600元。", "policy.spouse_allowance_rate", 600),
        ("全市常住人口113万。", "context.population", 113),
        ("连续8次荣获全国双拥模范城称号。", "honour.national_titles", 8),
        ("荣膺全国双拥模范城“六连冠”。", "honour.national_titles", 6),
        ("蝉联省级双拥模范城“五连冠”。", "honour.provincial_titles", 5),
        ("为部队划拨训练用地120亩。", "support.land", 120),
        ("这是该市第三次荣获全国双拥模范城称号。", "honour.national_titles", 3),
        ("这也是我市第二次被命名为全国双拥模范城。", "honour.national_titles", 2),
        ("已连续五届获得“省（市）级双拥模范城”称号。", "honour.provincial_titles", 5),
        ("发放自主就业退役士兵一次性生活补助金640万元。", "policy.selfjob_grant", 640),
        ("协调解决各类涉军问题130件次。", "support.problems_solved", 130),
        ("3600家企事业单位推出优先优惠服务。", "activity.support_firms", 3600),
    ],
)  # fmt: skip
def test_one_sentence_one_fact(text: str, indicator: str, value: float) -> None:
    assert facts(text) == [(indicator, pytest.approx(value))]


def test_every_accepted_figure_says_why() -> None:
    [found] = accepted("全市悬挂光荣牌5200块。")
    assert found.candidates[0].rule_id.startswith("activity.glory_plaques/")
    assert any("光荣牌" in word for word in found.candidates[0].matched)


def test_the_unit_is_a_hard_constraint() -> None:
    assert facts("全市悬挂光荣牌5200万元。") == []
    assert facts("义务植树6000小时。") == []


def test_one_figure_may_serve_two_indicators() -> None:
    text = "为4.82万名退役军人办理优待证和发放光荣牌。"
    assert sorted(facts(text)) == [("activity.glory_plaques", 48_200), ("policy.priority_cards", 48_200)]
    assert Flag.SHARED_FIGURE in accepted(text)[0].flags


def test_a_list_shares_its_verb() -> None:
    text = "发放义务兵家庭优待金300万元、优抚对象抚恤补助金900万元、立功奖励金20万元。"
    assert facts(text) == [
        ("policy.conscript_family_paid", 300),
        ("policy.pension_paid", 900),
        ("policy.merit_rewards", 20),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "力争实现全国双拥模范城“九连冠”。",
        "下一步，全市将建设国防教育基地20个。",
        "计划建成国防教育基地20个。",
        "为实现全国双拥模范城“九连冠”目标而奋斗。",
    ],
)
def test_goals_and_plans_are_not_results(text: str) -> None:
    assert facts(text) == []
    assert Reason.GOAL_NOT_RESULT in reasons(text)


def test_the_verb_of_a_clause_outweighs_that_of_the_clause_before() -> None:
    """走访慰问 reaches over its own figure for who was visited; 安置 says what was done with these."""
    found = facts("全市走访慰问金额1560万元，安置退役士兵210名。")
    assert found == [("activity.visit_spend", 1560), ("policy.soldiers_placed", 210)]


def test_one_person_s_figures_are_not_the_place_s() -> None:
    text = "老兵王建国先后资助贫困学生12名。"
    assert facts(text) == []
    assert Reason.ONE_PERSON in reasons(text)


def test_an_old_value_gives_way_to_the_new_one() -> None:
    text = "未就业随军家属生活补助标准由每人每月300元提高到600元。"
    assert facts(text) == [("policy.spouse_allowance_rate", 600)]
    assert Reason.SUPERSEDED in reasons(text)


def test_a_count_and_its_sum_share_their_words() -> None:
    assert facts("帮扶困难退役军人320人次、46万元。") == [
        ("policy.relief_persons", 320),
        ("policy.relief_paid", 46),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2022年5月全面铺开。", Reason.DATE),
        ("第十二届评选落幕。", Reason.ORDINAL),
        ("某部官兵荣立三等功。", Reason.GRADE),
        ("落实“5+3”服务。", Reason.SLOGAN),
        ("学习《关于3项制度的意见》。", Reason.NAME_PART),
        ("市区绿化带有500个花箱。", Reason.NO_INDICATOR),
        ("## 悬挂光荣牌5200块", Reason.HEADING),
    ],
)
def test_what_is_refused_says_why(text: str, reason: Reason) -> None:
    assert reason in reasons(text)
    assert facts(text) == []


def test_a_number_s_unit_has_no_indicator() -> None:
    assert reasons("赛道全长42公里。") == [Reason.UNIT_MISMATCH]


@pytest.mark.parametrize(
    ("value", "dimension", "unit", "result"),
    [
        (0.06, "money_per_month", "元/人·月", 600),
        (1_130_000, "person", "万人", 113),
        (1_130_000, "bare", "万人", 113),
        (12_000, "money", "万元", 12_000),
        (12_000_000, "bare", "万元", 1200),
        (5200, "plate", "块", 5200),
    ],
)
def test_values_in_the_indicator_s_unit(value: float, dimension: str, unit: str, result: float) -> None:
    assert in_unit(value, dimension, unit) == pytest.approx(result)


def practices(text: str) -> dict[str, bool]:
    return {p.practice_id: p.answer for p in read(text).practices}


@pytest.mark.parametrize(
    ("text", "practice"),
    [
        ("双拥工作纳入全市经济社会发展总体规划。", "org.in_plan"),
        ("双拥工作列入领导干部考核。", "org.in_appraisal"),
        ("双拥办实行军地合署办公。", "org.joint_office"),
        ("全市没有发生军地纠纷。", "harmony.no_disputes"),
        ("连续十年实现零退兵。", "harmony.no_returned_recruits"),
    ],
)
def test_practices_are_stated(text: str, practice: str) -> None:
    assert practices(text)[practice] is True


def test_a_practice_denied_is_a_no() -> None:
    assert practices("双拥工作尚未纳入经济社会发展总体规划。")["org.in_plan"] is False


def test_a_practice_planned_is_not_stated() -> None:
    assert "org.in_plan" not in practices("下一步，推动双拥工作纳入经济社会发展总体规划。")


def test_a_practice_has_its_span() -> None:
    [found] = [
        p for p in read("双拥工作纳入全市经济社会发展总体规划。").practices if p.practice_id == "org.in_plan"
    ]
    assert "纳入" in found.sentence.text[found.start : found.end]
    assert "纳入" in found.matched


@given(TEXTS)
def test_found_is_accepted_plus_rejected_on_any_text(extractor: Extractor, text: str) -> None:
    reading = read(text)
    assert len(reading.findings) == sum(len(extractor.grammar.find(s)) for s in segment(document(text)))
    for finding in reading.findings:
        assert finding.accepted != (finding.reason is not None)
        if finding.accepted:
            assert finding.period is not None
            assert finding.scope in Scope
            assert finding.value is not None
            assert finding.value > 0


@given(TEXTS)
def test_reading_is_a_function_of_the_text(text: str) -> None:
    first, second = read(text), read(text)
    assert [(f.reason, f.value, f.quantity) for f in first.findings] == [
        (f.reason, f.value, f.quantity) for f in second.findings
    ]


def test_the_extractor_holds_no_state_between_documents(extractor: Extractor) -> None:
    before = facts("全市安置随军家属31名。")
    read("2019年，驻军官兵植树500棵。同时")
    assert facts("全市安置随军家属31名。") == before


HOSTILE = {
    "digits": "7",
    "figures": "1,",
    "brackets": "（",
    "nested": "（《“",
    "endless": "走访慰问优抚对象和驻地部队官兵",
    "endless list": "投入资金3万元、走访慰问官兵5人，",
    "numerals": "一二三",
    "scales": "万",
    "several": "几",
    "quotes": "“",
    "books": "《",
    "years": "2023年",
    "ranges": "1—",
    "percents": "百分之",
    "units": "12345部队",
    "since": "自从",
    "counties": "甘州区3个，",
    "lines": "走访慰问优抚对象，\n",
    "parts": "其中安置退役士兵3名、",
    "titles": "2020年荣获全国双拥模范城，",
    "stars": "**",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    """Four times the text in at most about four times the time: no step is quadratic.

    The megabyte in five seconds is measured by tests/benchmarks, on a machine that does nothing else.
    """
    unit = HOSTILE[name]
    bound = 8 * min(_seconds(unit, 10_000) for _ in range(3)) + 0.5
    assert any(_seconds(unit, 40_000) < bound for _ in range(3))  # a busy machine can only add to it


def _seconds(unit: str, size: int) -> float:
    """Processor time of a reading."""
    text = unit * (size // len(unit))
    started = time.process_time()
    read(text)
    return time.process_time() - started
