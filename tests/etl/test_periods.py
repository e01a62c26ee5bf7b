"""Time expressions: the annotation conventions, one by one, on sentences of our own.

"N年来 and 近N年 mean N calendar years that end in the report's year"; "an indicator whose measure is
stock is asof even after 累计, unless a year or start is stated"; "a flow that follows directly on a
sentence with a stated period, in the same paragraph and without a period word of its own, carries
that period over; a new paragraph or an unlinked topic does not".
"""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.periods import find_mentions
from etl.records import Finding, Period
from etl.schema import Flag, PeriodKind
from tests.etl.reading import CHINESE_DIGITS, TEXTS, accepted

P = PeriodKind
YEARS = st.integers(1990, 2029)


def first(text: str, year: int | None = 2023) -> tuple[PeriodKind, int | None, int | None]:
    """Kind, start and end of the first time expression of a text in a report of ``year``."""
    period = find_mentions(text, year)[0].period
    return period.kind, period.start, period.end


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("今年走访", (P.YEAR, 2023, 2023)),
        ("今年以来走访", (P.YEAR, 2023, 2023)),
        ("去年走访", (P.YEAR, 2022, 2022)),
        ("去年以来走访", (P.SINCE, 2022, 2023)),
        ("前年走访", (P.YEAR, 2021, 2021)),
        ("2022年走访", (P.YEAR, 2022, 2022)),
        ("2019年以来走访", (P.SINCE, 2019, 2023)),
        ("自2019年起走访", (P.SINCE, 2019, 2023)),
        ("2020年创建以来走访", (P.SINCE, 2020, 2023)),
        ("2019年至2021年走访", (P.SINCE, 2019, 2021)),
        ("4年来走访", (P.SINCE, 2020, 2023)),
        ("四年来走访", (P.SINCE, 2020, 2023)),
        ("近三年走访", (P.SINCE, 2021, 2023)),
        ("近5年走访", (P.SINCE, 2019, 2023)),
        ("每年走访", (P.ANNUAL, None, None)),
        ("年均走访", (P.ANNUAL, None, None)),
        ("累计走访", (P.CUMULATIVE, None, None)),
        ("近年来走访", (P.CUMULATIVE, None, None)),
        ("多年来走访", (P.CUMULATIVE, None, None)),
        ("先后走访", (P.CUMULATIVE, None, None)),
        ("“十三五”期间走访", (P.SINCE, 2016, 2020)),
        ("“十四五”期间走访", (P.SINCE, 2021, 2023)),
        ("党的十九大以来走访", (P.SINCE, 2017, 2023)),
    ],
)
def test_the_conventions(text: str, period: tuple[PeriodKind, int | None, int | None]) -> None:
    assert first(text) == period


@given(YEARS, st.integers(1, 9), st.sampled_from("-—–~至到"), st.sampled_from(["", "年"]))
def test_a_range_of_years(start: int, length: int, dash: str, word: str) -> None:
    assert first(f"{start}{word}{dash}{start + length}年走访", 2030) == (P.SINCE, start, start + length)


@given(
    YEARS, st.integers(2, 9), st.booleans(), st.sampled_from(["{}年来", "近{}年", "近{}年来", "过去{}年间"])
)
def test_n_years_end_in_the_report_s_year(report: int, count: int, words: bool, form: str) -> None:
    number = CHINESE_DIGITS[count] if words else str(count)
    assert first(form.format(number) + "走访", report) == (P.SINCE, report - count + 1, report)


@given(YEARS, YEARS, st.sampled_from(["{}年以来", "自{}年以来", "从{}年起", "{}年至今", "自{}年开始"]))
def test_a_stated_start_runs_up_to_the_report(start: int, report: int, form: str) -> None:
    assert first(form.format(start) + "，走访", report) == (P.SINCE, start, report)


@given(YEARS)
def test_a_relative_word_says_nothing_without_a_date(year: int) -> None:
    assert find_mentions("今年走访", None) == []
    assert first(f"{year}年走访", None) == (P.YEAR, year, year)


@given(TEXTS, st.none() | YEARS)
def test_no_text_makes_the_period_grammar_fail(text: str, year: int | None) -> None:
    found = find_mentions(text, year)
    assert all(0 <= x.start < x.end <= len(text) for x in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    for x in found:
        assert text[x.start : x.end] == x.period.text
        assert x.period.kind is not P.YEAR or x.period.start == x.period.end


def test_a_year_in_a_title_of_a_document_dates_nothing() -> None:
    assert find_mentions("印发《2021年要点》", 2023) == []


def period(text: str, **header: str | None) -> Period:
    """The period of the single accepted figure of a text."""
    [found] = accepted(text, **header)
    assert found.period is not None
    return found.period


def last(text: str) -> Finding:
    return accepted(text)[-1]


def test_a_stock_is_at_the_report_s_date_even_after_in_all() -> None:
    assert period("全市累计悬挂光荣牌5200块。").kind is P.ASOF
    assert period("2022年，全市悬挂光荣牌5200块。") == Period(P.YEAR, 2022, 2022, "2022年")


def test_a_flow_without_a_start_is_cumulative() -> None:
    assert period("全市安置随军家属31名。").kind is P.CUMULATIVE
    assert period("全市先后安置随军家属31名。").kind is P.CUMULATIVE


def test_a_rule_is_a_standard_whatever_the_year() -> None:
    assert period("2022年，未就业随军家属生活补助标准为每人每月600元。").kind is P.STANDARD


def test_a_rate_without_a_period_is_no_year() -> None:
    assert period("全市光荣牌悬挂率98%。").kind in (P.ASOF, P.CUMULATIVE)


def test_a_flow_carries_the_period_of_the_sentence_before() -> None:
    found = last("2022年，全市举办退役军人专场招聘会6场。同时，安置随军家属31名。")
    assert (found.period.kind, found.period.start) == (P.YEAR, 2022)  # type: ignore[union-attr]
    assert Flag.CARRIED_PERIOD in found.flags


def test_what_a_figure_is_compared_with_is_not_its_period() -> None:
    found = last("2022年，全市举办招聘会6场，比上年增长8%。同时，安置随军家属31名。")
    assert found.period == Period(P.YEAR, 2022, 2022, "2022年")


def test_a_new_paragraph_carries_nothing() -> None:
    found = last("2022年，全市举办退役军人专场招聘会6场。\n\n　　全市安置随军家属31名。")
    assert found.period is not None
    assert found.period.kind is P.CUMULATIVE


def test_a_period_of_its_own_wins_over_the_one_before() -> None:
    found = last("2022年，全市举办退役军人专场招聘会6场。2021年，安置随军家属31名。")
    assert found.period == Period(P.YEAR, 2021, 2021, "2021年")


def test_years_and_figures_in_step() -> None:
    found = accepted("2020年、2021年、2022年安置随军家属分别为11名、12名、13名。")
    assert [(f.period.start, f.value) for f in found if f.period] == [(2020, 11), (2021, 12), (2022, 13)]
