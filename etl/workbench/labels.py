"""Words and layout of what the workbench prints: codes in Chinese, columns, colour."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import Final

from etl.actors import GARRISON, GOVERNMENT
from etl.schema import Flag, PeriodKind, Qualifier, Reason, Scope

ZH: Final[dict[str, str]] = {
    Qualifier.EXACT: "确数",
    Qualifier.AT_LEAST: "不少于",
    Qualifier.UNDER: "不足",
    Qualifier.ABOUT: "约数",
    PeriodKind.ASOF: "截至报告日期",
    PeriodKind.YEAR: "当年",
    PeriodKind.SINCE: "起止年",
    PeriodKind.ANNUAL: "每年",
    PeriodKind.CUMULATIVE: "累计，无起算年",
    PeriodKind.STANDARD: "标准",
    Scope.SELF: "本地方整体",
    Scope.SUB: "下属地方或单位",
    GARRISON: "部队",
    GOVERNMENT: "地方",
    Reason.NO_INDICATOR: "没有对应的指标",
    Reason.UNIT_MISMATCH: "词语相符，单位不符",
    Reason.ORDINAL: "序数",
    Reason.DATE: "日期",
    Reason.DOCUMENT_NUMBER: "文号",
    Reason.SLOGAN: "口号或专名",
    Reason.GRADE: "等级",
    Reason.NAME_PART: "名称或代号的一部分",
    Reason.GOAL_NOT_RESULT: "目标或计划，不是结果",
    Reason.ONE_PERSON: "个人的数字",
    Reason.OTHER_PLACE: "其他地方的数字",
    Reason.PART_OF_TOTAL: "总数中的一部分",
    Reason.SUMMED: "已并入合计",
    Reason.DUPLICATE: "重复",
    Reason.SUPERSEDED: "调整前的旧值",
    Reason.DAMAGED: "数字残缺",
    Reason.OUT_OF_RANGE: "超出合理范围",
    Reason.NO_PLACE: "报告的地方不明",
    Reason.HEADING: "小标题中的数字",
    Reason.VAGUE: "只说若干，没有数字",
    Reason.CELL_FAULT: "单元格有问题",
    Reason.FAULTY_FILE: "同一报表中有问题待改",
    Reason.TOTAL_ROW: "是合计",
    Reason.WORKED_OUT: "由数值算出",
    Reason.REVIEWED: "经审核不采用",
    Flag.CONFLICT: "前后不一",
    Flag.CARRIED_PERIOD: "时期承前",
    Flag.SUMMED_PARTS: "由分项相加",
    Flag.DAMAGED_NEARBY: "同句有残缺数字",
    Flag.NEAR_TIE: "与次选接近",
    Flag.PARTS_DIFFER: "合计与分项不等",
    Flag.REPEATED: "重复出现",
    Flag.SHARED_FIGURE: "一数两用",
    Flag.CORRECTED: "已更正",
    Flag.ABOVE_100: "超过 100%",
    Flag.NO_DATE: "报告无日期",
    Flag.CONFIRMED: "已由人确认",
    Flag.CONVERTED: "已换算单位",
    Flag.FORMULA: "公式的结果",
    Flag.NOT_FINAL: "备注说不是最终数",
    Flag.COUNTS_OTHERWISE: "备注另说口径",
}
"""Chinese for every code that a reading may carry; a test holds it complete."""


class Colour(StrEnum):
    """Terminal colours, by what they mean here."""

    GOOD = "32"
    BAD = "31"
    FAINT = "2"
    STRONG = "1"


class Paint:
    """Colours text when told to; otherwise gives it back as it is."""

    def __init__(self, on: bool) -> None:
        self._on = on

    def __call__(self, text: str, colour: Colour) -> str:
        """The text in a colour, if colours are on."""
        return f"\x1b[{colour}m{text}\x1b[0m" if self._on and text else text


def both(code: str) -> str:
    """A code with its Chinese name before it."""
    return f"{ZH[code]} {code}" if code in ZH else code


def width(text: str) -> int:
    """Columns that a text takes in a terminal: a wide character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, columns: int) -> str:
    """The text, filled up with spaces on the right."""
    return text + " " * (columns - width(text))


def lead(text: str, columns: int) -> str:
    """The text, filled up with spaces on the left."""
    return " " * (columns - width(text)) + text


def number(value: float | None) -> str:
    """A value as a person writes it: no exponent, no needless decimals."""
    return "—" if value is None else f"{value:,.6f}".rstrip("0").rstrip(".")


def years(kind: str, start: int | None, end: int | None) -> str:
    """A period: its kind and the years that are stated."""
    if start is None and end is None:
        return both(kind)
    return f"{both(kind)} {start}" if start == end else f"{both(kind)} {start or '…'}–{end or '…'}"
