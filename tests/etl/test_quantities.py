"""Figures in sentences: what is a value, with which unit and qualifier, and what only looks like one.

Rules quoted: issue 3 ("everything Chinese reports print", "the unit decides what a number is, never
its size") and the annotation conventions (qualifiers).
"""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.records import Quantity, QuantityKind
from etl.schema import Qualifier
from tests.etl.reading import CHINESE_DIGITS, TEXTS, chinese, figures, sentences, values

K = QuantityKind
Q = Qualifier


def only(text: str) -> Quantity:
    """The single value of a sentence."""
    [value] = values(text)
    return value


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("全年落实资金1.85亿元。", 18_500, "亿元", Q.EXACT),
        ("登记4.82余万名老兵。", 48_200, "万名", Q.AT_LEAST),
        ("登记4.82万余名老兵。", 48_200, "万名", Q.AT_LEAST),
        ("开发岗位近4万个。", 40_000, "万个", Q.UNDER),
        ("上千人次到场。", 1000, "人次", Q.AT_LEAST),
        ("召开会议数十次。", 30, "次", Q.ABOUT),
        ("结对三十多家企业。", 30, "家", Q.AT_LEAST),
        ("投入两亿元。", 20_000, "亿元", Q.EXACT),
        ("投入1亿2000万元。", 12_000, "万元", Q.EXACT),
        ("投入12万8千元。", 12.8, "元", Q.EXACT),
        ("办结率达104.12%。", 104.12, "%", Q.EXACT),
        ("为部队解决问题50至60件。", 55, "件", Q.ABOUT),
        ("每个点补助3—5万元。", 4, "万元", Q.ABOUT),
        ("发放补助1,250,000元。", 125, "元", Q.EXACT),
        ("服务约300人（次）。", 300, "人（次）", Q.ABOUT),
        ("举办12场（次）。", 12, "场（次）", Q.EXACT),
        ("不足20户。", 20, "户", Q.UNDER),
        ("植树逾800棵。", 800, "棵", Q.AT_LEAST),
        ("植树800棵以上。", 800, "棵", Q.AT_LEAST),
        ("植树800棵左右。", 800, "棵", Q.ABOUT),
    ],
)
def test_what_reports_print(text: str, value: float, unit: str, qualifier: Qualifier) -> None:
    found = only(text)
    assert found.value == pytest.approx(value)
    assert found.qualifier is qualifier
    assert found.unit.removeprefix("万").removeprefix("亿") == unit.removeprefix("万").removeprefix("亿")


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("参训率为百分之九十。", 90),
        ("参训率为百分之九十九点五。", 99.5),
        ("七成以上的村有宣传栏。", 70),
        ("三分之一的村有宣传栏。", 100 / 3),
        ("安置率达到百分百。", 100),
        ("安置率98.6%。", 98.6),
    ],
)
def test_shares_in_words_and_signs(text: str, percent: float) -> None:
    assert only(text).value == pytest.approx(percent)
    assert only(text).dimension == "percent"


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("每人每月500元。", "money_per_month"),
        ("每人每年3000元。", "money_per_head"),
        ("标准为2.5万元/户。", "money_per_head"),
        ("标准为1.2万/人·年。", "money_per_head"),
        ("共发放500元。", "money"),
    ],
)
def test_money_for_each_person_is_no_total(text: str, dimension: str) -> None:
    assert only(text).dimension == dimension


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2024年召开。", K.DATE),
        ("2021年5月召开。", K.DATE),
        ("3月15日召开。", K.DATE),
        ("2020—2022年召开。", K.DATE),
        ("第3次召开。", K.ORDINAL),
        ("第十二届评选。", K.ORDINAL),
        ("文号〔2023〕5号印发。", K.CODE),
        ("驻地66123部队参加。", K.CODE),
        ("打造“5+3”品牌。", K.SLOGAN),
        ("评为五星级服务站。", K.GRADE),
        ("荣立三等功。", K.GRADE),
        ("共投入万元。", K.DAMAGED),
        ("悬挂率达%。", K.DAMAGED),
    ],
)
def test_what_only_looks_like_a_value(text: str, kind: QuantityKind) -> None:
    assert kind in {q.kind for q in figures(text)}
    assert not values(text)


@given(st.integers(1900, 2099))
def test_the_unit_decides_and_never_the_size(number: int) -> None:
    assert [q.kind for q in figures(f"{number}年开展活动")] == [K.DATE]
    assert only(f"建成{number}个站点").value == number
    assert only(f"走访{number}人次").value == number


@pytest.mark.parametrize("slogan", ["开展“五个一”活动", "落实“双清单”制度", "坚持“两个维护”"])
def test_slogans_count_nothing(slogan: str) -> None:
    assert not values(slogan)


def test_consecutive_titles_are_a_count() -> None:
    assert only("实现省级模范城“四连冠”").value == 4


@given(st.integers(1, 10**6 - 1))
def test_a_count_reads_the_same_however_it_is_printed(number: int) -> None:
    ways = [str(number), f"{number:,}", chinese(number), chinese(number, "两")]
    if number % 10_000 == 0:
        ways.append(f"{number // 10_000}万")
    for printed in ways:
        if printed in ("一", "百", "千", "万"):  # 一家 is an article in prose
            continue
        assert only(f"已走访{printed}户家庭").value == number, printed


def test_a_sum_without_its_number_is_damage() -> None:
    assert [q.kind for q in figures("全市落实双拥经费万元。")] == [K.DAMAGED]


def test_a_long_numeral_is_not_read_from_its_middle() -> None:
    assert only("已走访二百三十五万六千一百一十一户家庭").value == 2_356_111


def test_a_range_printed_backwards_is_still_a_range() -> None:
    found = only("每场到场60至50名。")
    assert (found.low, found.high) == (50, 60)


@given(st.integers(2, 10**7), st.sampled_from(["余", "多"]))
def test_more_than_reaches_to_the_next_round_figure(number: int, word: str) -> None:
    found = only(f"植树{number}{word}棵")
    assert found.qualifier is Q.AT_LEAST
    assert found.low == number
    assert found.high is not None
    assert number < found.high <= number * 2


@given(st.integers(2, 10**7))
def test_nearly_stays_below(number: int) -> None:
    found = only(f"植树近{number}棵")
    assert found.qualifier is Q.UNDER
    assert found.high == number
    assert found.low is not None
    assert 0 <= found.low < number


@given(st.integers(1, 10**6))
def test_about_is_five_per_cent_either_way(number: int) -> None:
    found = only(f"植树约{number}棵")
    assert (found.low, found.high) == (pytest.approx(number * 0.95), pytest.approx(number * 1.05))


@pytest.mark.parametrize(
    "printed", ["１２００名", "1,200名", "**1200**名", "1200 名", "12\u200b00名", "1200\u3000名"]
)
def test_cleaning_leaves_one_way_of_writing(printed: str) -> None:
    [own] = sentences(f"全县共有老兵{printed}，都已登记在册。")
    assert [q.value for q in values(own.text)] == [1200]


def test_a_number_broken_by_a_line_end_is_whole() -> None:
    text = (
        "这一年全市持续推进双拥工作，各县区密切协作，先后组织各类慰问活动，走访老兵家庭12\n00户，送去问候。"
    )
    [own] = sentences(text)
    assert [q.value for q in values(own.text)] == [1200]


@given(TEXTS)
def test_no_text_makes_the_grammar_fail_or_overlap(text: str) -> None:
    found = figures(text)
    edges = [edge for q in found for edge in (q.start, q.end)]
    assert edges == sorted(edges)
    assert all(q.start < q.end <= len(text) for q in found)
    for q in found:
        if q.kind is K.VALUE:
            assert q.value is not None
            assert q.low is not None
            assert q.high is not None
            assert math.isfinite(q.value)
            assert min(q.low, q.high) <= q.value <= max(q.low, q.high)


@given(st.text(alphabet=f"0123456789.,%{CHINESE_DIGITS}十百千万亿余多近约—至第年月日元个人次", max_size=40))
def test_no_digit_is_dropped_in_silence(text: str) -> None:
    covered = {i for q in figures(text) for i in range(q.start, q.end)}
    assert all(i in covered for i, c in enumerate(text) if c.isascii() and c.isdigit())
