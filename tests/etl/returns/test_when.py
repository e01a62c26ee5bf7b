"""Titles that tell the year of the values below them, and such as mean a part of it."""

from __future__ import annotations

import pytest

from etl.extract import Extractor
from etl.schema import Fault
from tests.etl.returns.corpus import places, put, xlsx
from tests.etl.returns.test_read import facts, read


@pytest.mark.parametrize(
    "title",
    [
        "2023年度", "2023年底", "截至2023年12月31日", "2023年1—12月", "2023年1月1日至12月31日", "2023.1-12",
        "2023年一至四季度", "2023年全年（2024年3月制）", "2023年（2024-03-15）", "２０２３年",
    ],
)  # fmt: skip
def test_a_whole_year(extractor: Extractor, title: str) -> None:
    reading = read(extractor, xlsx(put(places(), A1=f"{title}双拥工作报表")))
    assert {year for _, _, year, _ in facts(reading)} == {2023}


@pytest.mark.parametrize(
    "title",
    [
        "2023年上半年", "2023年度（下半年）", "2023年１～６月", "2023年1月至11月", "2023年1-9月份",
        "截至2023年6月底", "2023年第三季度", "2023年一至三季度", "2023年前三季度", "2023年前10个月",
        "2023年11月", "2023.06", "2023-6-30",
    ],
)  # fmt: skip
def test_a_part_of_a_year(extractor: Extractor, title: str) -> None:
    reading = read(extractor, xlsx(put(places(), A1=f"{title}双拥工作报表")))
    assert [(fault.cell, fault.code) for fault in reading.rows.faults] == [("A1", Fault.PART_OF_YEAR)]
