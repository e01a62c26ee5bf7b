"""Number words: every way of printing a number gives the number back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.numerals import SEVERAL, parse_number, round_step
from tests.etl.reading import chinese

WHOLE = st.integers(0, 10**12 - 1)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.85亿", 185_000_000),
        ("1亿2000万", 120_000_000),
        ("12万8千", 128_000),
        ("三百二十", 320),
        ("两千", 2000),
        ("两亿", 200_000_000),
        ("十五", 15),
        ("一百零五", 105),
        ("一万零三十", 10_030),
        ("二〇二三", 2023),
        ("1,234.5", Decimal("1234.5")),
        ("万", 10_000),
        ("0万", 0),
        ("1.2万亿", 1_200_000_000_000),
    ],
)
def test_numbers_as_reports_print_them(text: str, number: Decimal) -> None:
    assert parse_number(text) == number


def test_several_stands_in_for_the_digit() -> None:
    assert parse_number("数十") == SEVERAL * 10
    assert parse_number("几百") == SEVERAL * 100


@pytest.mark.parametrize("text", ["", "多", "人次", "，"])
def test_what_holds_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse_number(text)


@given(WHOLE)
def test_digits_round_trip(number: int) -> None:
    assert parse_number(str(number)) == number
    assert parse_number(f"{number:,}") == number


@given(WHOLE, st.sampled_from("二两"))
def test_chinese_numerals_round_trip(number: int, two: str) -> None:
    assert parse_number(chinese(number, two)) == number


@given(st.decimals(0, 9999, places=4), st.sampled_from([("万", 10**4), ("亿", 10**8), ("百", 100)]))
def test_decimals_with_a_scale_are_exact(number: Decimal, scale: tuple[str, int]) -> None:
    word, factor = scale
    assert parse_number(f"{number}{word}") == number * factor


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_two_scales_add_up(high: int, low: int) -> None:
    assert parse_number(f"{high}亿{low}万") == high * 10**8 + low * 10**4


@given(st.integers(1, 9999), st.integers(1, 9))
def test_a_half_chinese_tail_adds_up(high: int, low: int) -> None:
    assert parse_number(f"{high}万{low}千") == high * 10_000 + low * 1000


@given(st.integers(1, 9_999_999))
def test_the_round_step_is_the_last_printed_place(number: int) -> None:
    step = round_step(str(number), Decimal(number))
    assert number % step == 0
    assert number % (step * 10) != 0


@pytest.mark.parametrize(
    ("text", "step"), [("2720", 10), ("300", 100), ("1.8亿", 10**7), ("4.82万", 100), ("千", 1000)]
)
def test_round_steps_as_qualifiers_need_them(text: str, step: int) -> None:
    assert round_step(text, parse_number(text)) == step
