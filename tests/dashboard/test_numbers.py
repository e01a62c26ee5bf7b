import pytest

from dashboard import numbers


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (18500, "万元", ("1.85", "亿元")),
        (15.5, "万元", ("15.5", "万元")),
        (43000, "人", ("4.3", "万人")),
        (1234, "人", ("1,234", "人")),
        (120_000_000, "人次", ("1.2", "亿人次")),
        (91.34, "%", ("91.3", "%")),
        (479.809, "万人", ("480", "万人")),
        (0, "个", ("0", "个")),
    ],
)
def test_officials_write_figures_this_way(value: float, unit: str, expected: tuple[str, str]) -> None:
    assert numbers.short_zh(value, unit) == expected


def test_english_speaks_of_millions() -> None:
    assert numbers.short_en(185_000_000) == "185 million"
    assert numbers.short_en(43_000) == "43,000"


def test_tables_show_every_figure_and_a_true_minus() -> None:
    assert numbers.full(18500.0) == "18,500"
    assert numbers.full(2081.73) == "2,081.73"
    assert numbers.full(-0.25) == "−0.25"
    assert numbers.full(float("nan")) == ""


def test_rounding_keeps_whole_counts_whole() -> None:
    assert numbers.significant(1234) == "1,234"
    assert numbers.significant(0.0214) == "0.0214"
    assert numbers.significant(368.6768) == "369"
    assert numbers.significant(123_456.0) == "123,456"
    assert [numbers.rounded(v, 4) for v in (353.66434, 1234.0, 0.123456, 0.0)] == [353.7, 1234.0, 0.1235, 0.0]


def test_a_latin_unit_keeps_its_space() -> None:
    assert numbers.Amount("1.85", "亿元").text == "1.85亿元"
    assert numbers.Amount("3", "times").text == "3 times"
    assert numbers.Amount("91.3", "%").text == "91.3%"
