"""A name that several places have means the one in the city that the file itself tells."""

from __future__ import annotations

import pytest

from etl.extract import Extractor
from etl.records import Note
from tests.etl.returns.corpus import Grid, places, put, xlsx, years
from tests.etl.returns.test_read import facts, read

TITLE = "2023年双拥工作报表"
GULOU, CHAOYANG = "南京市鼓楼区", "北京市朝阳区"
UNNAMED = put(years(), A1="")


def districts(*names: str) -> Grid:
    return put(places(), **{f"A{row}": name for row, name in enumerate(names, 3)})


@pytest.mark.parametrize(
    ("grid", "sheet", "file", "place"),
    [
        (districts("玄武区", "鼓楼区", "秦淮区"), "报表", "报表.xlsx", GULOU),
        (districts("鼓楼区", "南京市", "无锡市"), "报表", "报表.xlsx", GULOU),
        (districts("鼓楼区", "无锡市", "苏州市"), "报表", "南京市报表.xlsx", GULOU),
        (districts("鼓楼区", "无锡市", "苏州市"), "报表", "南京市/报表.xlsx", GULOU),
        (put(districts("鼓楼区", "玄武区", "无锡市"), A1=f"南京市{TITLE}"), "报表", "报表.xlsx", GULOU),
        (put(districts("鼓楼区", "玄武区", "秦淮区"), A1=f"江苏省{TITLE}"), "报表", "报表.xlsx", GULOU),
        (districts("鼓楼区", "玄武区", "云龙区"), "南京市", "报表.xlsx", GULOU),
        (UNNAMED, "鼓楼区", "南京市报表.xlsx", GULOU),
        (put(years(), A1="地方：鼓楼区", B1="填报单位：南京市某局"), "报表", "报表.xlsx", GULOU),
        (put(years(), A1="朝阳区双拥工作报表"), "报表", "北京市朝阳区.xlsx", CHAOYANG),
        (put(districts("东城", "朝阳", "海淀"), A1=f"北京市{TITLE}"), "报表", "报表.xlsx", CHAOYANG),
        (districts("北京市", "朝阳", "沈阳市"), "报表", "报表.xlsx", "朝阳市"),
    ],
)  # fmt: skip
def test_a_name_of_several_places(
    extractor: Extractor, grid: Grid, sheet: str, file: str, place: str
) -> None:
    assert place in {name for name, *_ in facts(read(extractor, xlsx(grid, sheet), file))}


def test_what_is_noted_of_the_file_tells_it_too(extractor: Extractor) -> None:
    note = Note(place="南京市", date="2024-03-01")
    reading = read(extractor, xlsx(districts("鼓楼区", "无锡市", "苏州市")), note=note)
    assert facts(reading)[0][0] == GULOU


def test_a_column_headed_by_such_a_name(extractor: Extractor) -> None:
    grid = [[TITLE, "", ""], ["指标", "玄武区", "鼓楼区"], ["悬挂光荣牌数", 1, 2]]
    assert [place for place, *_ in facts(read(extractor, xlsx(grid)))] == ["南京市玄武区", GULOU]
