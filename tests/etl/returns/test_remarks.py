"""What bureaus say beside their values: kept with them, and a doubt where it says so."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from etl.extract import Extractor
from etl.returns.remarks import doubts_in
from etl.schema import Flag
from tests.etl.returns.corpus import Grid, places, put, xlsx, years
from tests.etl.returns.test_read import read, with_part

NOT_FINAL, OTHERWISE = Flag.NOT_FINAL, Flag.COUNTS_OTHERWISE


def said(extractor: Extractor, data: bytes) -> dict[str, str]:
    """Remarks by cell."""
    rows = read(extractor, data).rows.observations
    cells = [cell.partition("!")[2] for cell in rows["locator"]]
    return {cell: words for cell, words in zip(cells, rows["remark"], strict=True) if words}


def noted(grid: Grid, **cells: str) -> bytes:
    """A return with comments: ``C3="含家属"``."""

    def change(book: Any, sheet: Any) -> None:
        for cell, words in cells.items():
            sheet.write_comment(cell, words)

    return xlsx(grid, change=change)


def test_a_comment_is_said_of_the_values_that_it_stands_at(extractor: Extractor) -> None:
    data = noted(years(), C3="含家属", A4="按户数", E2="截至6月", A1="未经审定", F3="无关")
    found = said(extractor, data)
    assert found["C3"] == "含家属；无关；未经审定"
    assert found["E4"] == "按户数；截至6月；未经审定"
    assert found["D5"] == "未经审定"


def test_the_remarks_of_a_row_are_said_of_its_values(extractor: Extractor) -> None:
    assert said(extractor, xlsx(put(years(), F3="预计数", F4="无"))) == dict.fromkeys(
        ("C3", "D3", "E3"), "预计数"
    )
    grid = [[*row, words] for row, words in zip(places(), ("", "备注", "含家属", "", ""), strict=True)]
    rows = read(extractor, xlsx(grid)).rows.observations
    assert [row for row in zip(rows["remark"], rows["flags"], strict=True) if row[0]] == [
        ("含家属", [OTHERWISE])
    ] * 3


def test_a_remark_merged_over_rows_is_that_of_each(extractor: Extractor) -> None:
    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_range("F3:F4", "快报数")

    assert set(said(extractor, xlsx(years(), change=merge))) == {"C3", "D3", "E3", "C4", "D4", "E4"}


def test_a_refused_cell_keeps_its_remark(extractor: Extractor) -> None:
    rows = read(extractor, noted(put(years(), C3="见附件"), C3="附件未到")).rows.rejected
    assert rows["remark"][list(rows["locator"]).index("报表!C3")] == "附件未到"


THREADS = """<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="C3" id="{1}"><text>含家属吗？</text></threadedComment>
<threadedComment ref="C3" id="{2}" parentId="{1}"><text>含，共
12户</text></threadedComment></ThreadedComments>"""
RELATION = (
    '<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
    ' Target="../threadedComments/threadedComment1.xml"/></Relationships>'
)


def test_of_a_thread_its_own_words_count_and_not_the_stand_in(extractor: Extractor) -> None:
    data = noted(years(), C3="[Threaded comment] Your version of Excel …", D3="按户数")
    data = with_part(
        data,
        "xl/worksheets/_rels/sheet1.xml.rels",
        lambda rels: rels.replace(b"</Relationships>", RELATION.encode()),
    )
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as book:
        book.writestr("xl/threadedComments/threadedComment1.xml", THREADS)
    assert said(extractor, stream.getvalue()) == {"C3": "含家属吗？；含，共 12户", "D3": "按户数"}


def test_a_comment_as_another_program_writes_it(extractor: Extractor) -> None:
    """openpyxl puts the part elsewhere and names it with a path from the root."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx(years())))
    book["报表"]["C3"].comment = Comment("含家属 <b>", "张三")
    stream = io.BytesIO()
    book.save(stream)
    assert said(extractor, stream.getvalue()) == {"C3": "含家属 <b>"}


def test_comments_that_do_not_parse_take_nothing_else_with_them(extractor: Extractor) -> None:
    broken = with_part(
        noted(years(), C3="含家属"), "xl/comments1.xml", lambda xml: xml.replace(b"ref=", b"ref")
    )
    assert len(read(extractor, broken).rows.observations["value"]) == 12


@pytest.mark.parametrize(
    ("remark", "flags"),
    [
        ("含家属", [OTHERWISE]),
        ("不包括中央驻地单位", [OTHERWISE]),
        ("除市本级外均已统计", [OTHERWISE]),
        ("仅统计城区", [OTHERWISE]),
        ("2016年以来累计", [OTHERWISE]),
        ("only urban districts", [OTHERWISE]),
        ("预计数", [NOT_FINAL]),
        ("截至6月", [NOT_FINAL]),
        ("截止2023年9月底", [NOT_FINAL]),
        ("1-11月", [NOT_FINAL]),
        ("前三季度", [NOT_FINAL]),
        ("未经审计", [NOT_FINAL]),
        ("待上级核定", [NOT_FINAL]),
        ("待核定", [NOT_FINAL]),
        ("快报数，含家属", [OTHERWISE, NOT_FINAL]),
        ("preliminary, as of June", [NOT_FINAL]),
        ("截至2023年12月31日", []),
        ("截至12月", []),
        ("1-12月", []),
        ("已审核", []),
        ("与上年持平", []),
        ("见年鉴第12页", []),
        ("按实有人数", []),
        ("与上年同口径", []),
        ("口径不一致", [OTHERWISE]),
    ],
)
def test_what_puts_a_value_in_doubt(remark: str, flags: list[Flag]) -> None:
    assert doubts_in(remark) == flags
