"""What stands above the headings of a sheet: the place, who filled it in, when, and of which year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from etl.records import At
from etl.returns.names import plain

_KEYS: Final = {
    "place": "地方 地区 填报地区 城市 市县 place",
    "publisher": "填报单位 报送单位 单位名称 填表单位 reportedby office",
    "date": "填报日期 报送日期 填表日期 日期 填报时间 date",
    "year": "年份 年度 统计年度 报表年度 year",
    "unit": "单位 计量单位 unit",
}
_KEY_OF: Final = {word: key for key, words in _KEYS.items() for word in words.split()}
_DATE: Final = re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?")

Fields = Mapping[str, tuple[At, str]]


def head_fields(head: Iterable[tuple[At, str]]) -> Fields:
    """What the cells say by key (place, publisher, date, year, unit), with the cell that says it.

    A key stands before its value in the same cell (地方：张掖市) or in the cell before it.
    """
    found: dict[str, tuple[At, str]] = {}
    for key, at, text in _said(list(head)):
        found.setdefault(key, (at, text))
    return found


def _said(head: list[tuple[At, str]]) -> Iterator[tuple[str, At, str]]:
    for index, (at, text) in enumerate(head):
        label, _, rest = text.replace(":", "：").partition("：")
        key = _key(label)
        if key and rest.strip():
            yield key, at, rest.strip()
        elif key and index + 1 < len(head):
            (row, column), beside = head[index + 1]
            if row == at[0] and _key(beside) is None:  # else the cell between them was left empty
                yield key, (row, column), beside


def _key(label: str) -> str | None:
    """The key of a label, in Chinese, English or both (地方 Place)."""
    words = [plain(part) for part in (label, *label.split())]
    return next((_KEY_OF[word] for word in words if word in _KEY_OF), None)


def iso_date(text: str) -> str | None:
    """``2024年3月5日`` or ``2024-03-05`` as an ISO date; None for anything else."""
    found = _DATE.search(text)
    if not found or not 1 <= int(found[2]) <= 12:
        return None
    day = f"-{int(found[3]):02d}" if found[3] and 1 <= int(found[3]) <= 31 else ""
    return f"{found[1]}-{int(found[2]):02d}{day}"
