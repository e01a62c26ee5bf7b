"""What a return says of its values beside them, and which of it puts a value in doubt.

The remarks column of a row and the comments on a cell, on its row's labels, on its heading and above
the table are all the bureau's words about the value, and are kept with it in the same way. A person
sees them wherever the value is looked at.

Two kinds of words put the value into the review queue, for a value is compared as final and as the
catalogue defines it, and these say that it may be neither: that it is expected, preliminary, not
audited or of a part of the year; and what is in it or left out, that it is of one kind only, or that
it has piled up over years. Which it is, a person must say: nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from etl.records import At, Sheet
from etl.returns.comments import LONGEST
from etl.returns.figures import is_nothing
from etl.returns.layout import Layout
from etl.returns.sheets import covered
from etl.returns.written import cell_text
from etl.schema import Flag

_NOT_FINAL: Final = re.compile(
    r"预计|预估|预测|估计|估算|推算|测算|暂[定估按列]|初步|快报|非最终|不完全统计"
    r"|(?:[未待]|没有)[^，。；]{0,4}?(?:审[计定核批]|核[定实准对]|确认|决算|统计完|汇总完)|[未不]满(?:全|一|1)年"
    r"|截[至止]到?(?:(?:\d{4}|[本当今])年)?(?:[1-9]|1[01])月|(?<![\d月])1月?[-—–~～至到](?:[2-9]|1[01])月"
    r"|上半年|前[一二三]个?季度|前(?:\d+|[一二三五六七八九十]+)个?月"
    r"|\b(?:provisional|preliminary|estimate[sd]?|expected|forecast|unaudited|first half|year to date"
    r"|not (?:yet )?(?:final|audited|verified)"
    r"|(?:as of|until|up to|to) (?:end of )?(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov))",
    re.I,
)
_COUNTS_OTHERWISE: Final = re.compile(
    r"含|包括|[不未]计|不列|剔除|扣除|除外|除(?!夕)[^，。；]{1,12}外|另有|另外|[仅只](?!供)|(?<!同)口径(?!一致|相同|[未不]变)|累计|合并(?:统计|填报|计算)"
    r"|\b(?:includ|exclud|incl\b|excl\b|only\b|except|without|cumulative|definition)",
    re.I,
)
Remarks = dict[tuple[int, At], str]
"""By number of the sheet and cell."""


def remarks_of(tables: Iterable[tuple[int, Sheet, Layout]]) -> Remarks:
    """What is said of each value cell of these tables; cells of which nothing is said are left out."""
    return {(number, at): said for number, sheet, layout in tables for at, said in _of_table(sheet, layout)}


def doubts_in(remark: str) -> list[Flag]:
    """Why a value with this remark deserves a look."""
    found = ((Flag.COUNTS_OTHERWISE, _COUNTS_OTHERWISE), (Flag.NOT_FINAL, _NOT_FINAL))
    return [flag for flag, words in found if words.search(remark)]


def _of_table(sheet: Sheet, layout: Layout) -> Iterator[tuple[At, str]]:
    comments = sheet.comments
    if not comments and not layout.remarks:
        return
    whole = _told(comments, [at for at, _ in layout.head])
    merged = covered(sheet, len(sheet.rows)) if sheet.merged else {}
    over = {c.index: _over(comments, c.heading_row, layout.first_row, c.index, merged) for c in layout.values}
    labels = [*dict.fromkeys((*layout.labels, *layout.roles.values(), *layout.remarks))]
    for row in range(layout.first_row, layout.end_row):
        beside = _remarks(sheet, layout, row, merged)
        if comments:
            beside += _told(comments, [merged.get((row, column), (row, column)) for column in labels])
        for column in layout.values:
            at = (row, column.index)
            words = [*_told(comments, [at]), *beside, *over[column.index], *whole]
            if words:
                yield at, "；".join(dict.fromkeys(words))[:LONGEST]


def _told(comments: Mapping[At, str], cells: Sequence[At]) -> list[str]:
    return [comments[at] for at in cells if at in comments]


def _over(
    comments: Mapping[At, str], heading: int, first: int, column: int, merged: Mapping[At, At]
) -> list[str]:
    """What is noted at a column's headings; one of several columns may be the row above."""
    cells = [(row, column) for row in range(max(heading - 1, 0), first)]
    return _told(comments, [*dict.fromkeys(merged.get(at, at) for at in cells)])


def _remarks(sheet: Sheet, layout: Layout, row: int, merged: Mapping[At, At]) -> list[str]:
    """What stands in the remarks of a row; merged over rows, it holds for all of them."""
    cells = [merged.get((row, column), (row, column)) for column in layout.remarks]
    values = [sheet.rows[at[0]][at[1]] for at in cells]
    return [cell_text(value).strip() for value in values if not is_nothing(value)]
