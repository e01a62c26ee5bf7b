"""What the words in the headings and labels of a return mean: indicators, years, units, columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from typing import Final

from etl.catalog import Catalog, Indicator
from etl.records import CellValue, Place
from etl.returns.figures import Figures
from etl.returns.written import cell_text
from etl.schema import Fault


class Role(StrEnum):
    """What a column holds."""

    PLACE = "place"
    INDICATOR = "indicator"
    YEAR = "year"
    UNIT = "unit"
    VALUE = "value"
    GOAL = "goal"
    """What was planned: never what was done."""
    CHANGE = "change"
    """Growth, share of the plan, place in a ranking: worked out from values."""
    WORDS = "words"
    """Number of the row, definition, source: read by people only."""
    REMARK = "remark"
    """What the bureau says of the row's values."""


_ROLES: Final = {
    Role.PLACE: "地方 地区 城市 市县 县区 县市区 县市 区县 市区县 市州 州市 地市 盟市 旗县 旗县区 "
    "单位名称 填报地区 乡镇 镇街 街道 乡镇街道 地方名称 地区名称 县区名称 所属县区 辖区 行政区划 "
    "行政区划代码 place city region area",
    Role.INDICATOR: "指标 指标名称 指标编号 指标编码 项目 项目名称 统计指标 指标项目 一级指标 二级指标 "
    "三级指标 考核指标 指标内容 统计项目 统计内容 指标id indicator "
    "indicatorid id item",
    Role.YEAR: "年份 年度 年 统计年度 数据年份 时间 统计时间 year",
    Role.UNIT: "单位 计量单位 计算单位 unit units",
    Role.VALUE: "数值 值 数据 数量 指标值 填报值 填报数 完成数 完成值 完成 完成情况 统计值 实际 实际数 "
    "实际值 实际完成 实绩 实有数 本年 本年数 全年 全年数 value",
    Role.GOAL: "目标 目标值 目标数 任务 任务数 年度目标 年度任务 目标任务 计划 计划数 计划值 "
    "预期 预期值 预算数 goal target plan",
    Role.CHANGE: "同比 增幅 增长 增速 增长率 同比增长 同比增幅 同比增减 比上年增长 较上年增长 增减 完成率 "
    "完成比例 完成进度 占比 比重 排名 位次 change growth rank",
    Role.WORDS: "序号 编号 行号 no 口径 指标口径 指标解释 定义 方面 类别 分类 来源 数据来源 出处 "
    "资料来源 填报人 填报单位 责任单位 联系人 联系电话 definition source sources pillar",
    Role.REMARK: "备注 附注 说明 备注说明 情况说明 remark remarks note notes",
}
_ROLE_OF: Final = {word: role for role, words in _ROLES.items() for word in words.split()}
_BETWEEN: Final = re.compile(r"[()、,/·.:]")
"""What parts the words of a heading: 县(市、区) and 县市区 are the same."""
_YEAR: Final = re.compile(
    r"(?:截[至止]到?)?(\d{4})(?:年(?:度|末|底|12月(?:31日)?[末底]?)?|[-./]12(?:[-./]31)?)?"
)
"""A year, and its last day: 截至2023年12月31日. What ends within a year is none."""
_YEAR_INSIDE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年(?:度|末|底)?|(?!\d))")
_BRACKETED: Final = re.compile(r"^(.*?)(?:单位[:：])?\(([^()]*)\)$|^(.*?)[,:/]单位[:：]?(.*)$")
_FIGURE: Final = re.compile(r"[约近超逾]?-?\d[\d,]*(?:\.\d+)?[余多]?[^\d\s.,/年月日-]{0,4}")
_TOTAL: Final = re.compile(
    r"累计|.{0,5}(?:合计|总计|小计|共计|总和|平均|均值)[数值]?(?:\(.*\))?:?|(?:sub|grand)?total|sum|average",
    re.I,
)
FIRST_YEAR: Final = 1949
MOST_HINTS: Final = 3
LEAST_LIKENESS: Final = 0.5
"""Of a name that is offered, by ``difflib``; the person chooses, nothing is taken for another."""
NO_VALUES: Final = (Role.GOAL, Role.CHANGE)

PlaceFinder = Callable[[CellValue], Place | tuple[Fault, str]]


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: a role, an indicator, a year, a unit; what it does not say is None."""

    role: Role | None = None
    indicator: Indicator | None = None
    year: int | None = None
    unit: str = ""
    place: Place | None = None
    words: str = ""
    """What a heading says that is none of these, without its unit."""

    @property
    def known(self) -> bool:
        """Whether it says anything that can be used."""
        said = (self.role, self.indicator, self.year, self.place)
        return any(one is not None for one in said)


@lru_cache(maxsize=65536)
def plain(value: CellValue) -> str:
    """A label without what writers differ in: width, blanks, case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell_text(value))).lower()


@lru_cache(maxsize=65536)
def names_rows(value: CellValue) -> bool:
    """Whether a cell is the heading of a column that says whose or which each row's figures are."""
    return isinstance(value, str) and _role_of(plain(value)) in (Role.PLACE, Role.INDICATOR, Role.YEAR)


def is_figure(value: CellValue) -> bool:
    """Whether a cell is a figure, as a number or in words (约300, 98%); dates and phone numbers are none."""
    if isinstance(value, str):
        return _FIGURE.fullmatch(plain(value)) is not None
    return isinstance(value, (int, float)) and not isinstance(value, bool)


@lru_cache(maxsize=65536)
def total_word(value: CellValue) -> bool:
    """Whether what should name a place or year is a word for a total."""
    return isinstance(value, str) and is_total(plain(value))


def is_total(label: str) -> bool:
    """Whether a row is so labelled that it sums up others."""
    return len(label) <= 8 and _TOTAL.fullmatch(label) is not None


class Names:
    """Looks up labels; each is worked out once."""

    def __init__(self, catalog: Catalog, figures: Figures, places: PlaceFinder) -> None:
        self._figures, self._places = figures, places
        self._indicators: dict[str, Indicator] = {}
        short: dict[str, list[Indicator]] = {}
        for indicator in catalog.indicators.values():
            for name in (indicator.indicator_id, indicator.name_zh, indicator.name_en):
                self._indicators[plain(name)] = indicator
            short.setdefault(re.sub(r"\(.*?\)|“|”|\"", "", plain(indicator.name_zh)), []).append(indicator)
        self._indicators = {n: own[0] for n, own in short.items() if len(own) == 1} | self._indicators
        self.heading = lru_cache(maxsize=4096)(self._heading)
        self.indicator = lru_cache(maxsize=65536)(self._indicator)

    def _indicator(self, label: CellValue) -> tuple[Indicator | None, str]:
        """The indicator of a name or id, and the unit in a bracket behind the name."""
        name = plain(label)
        if name in self._indicators:
            return self._indicators[name], ""
        bare, unit = self._unit_behind(name)
        return self._indicators.get(bare), unit

    def hint(self, label: str) -> dict[str, str]:
        """The catalogue's names most like a label that is none: ``near`` and ``near_en`` of a cure."""
        near = get_close_matches(plain(label)[:60], self._indicators, n=2 * MOST_HINTS, cutoff=LEAST_LIKENESS)
        names = list(dict.fromkeys(self._indicators[name].name_zh for name in near))[:MOST_HINTS]
        if not names:
            return {}
        zh, en = "”“".join(names), '", "'.join(names)
        return {"near": f"，相近的有“{zh}”", "near_en": f'; most like it: "{en}"'}

    def _heading(self, value: CellValue) -> Heading:
        name = plain(value)
        bare, unit = self._unit_behind(name)
        year = year_of(bare)
        if year is not None:
            return Heading(year=year, unit=unit)
        role = _role(cell_text(value)) or _role_of(bare)
        indicator, own = self.indicator(value)
        if indicator is None and role is None and (inside := _YEAR_INSIDE.search(name)):
            rest = name.replace(inside[0], "", 1).replace("()", "")
            return self._dated(int(inside[1]), rest.strip("_-:"))
        if indicator:
            return Heading(None, indicator, None, own)
        if role:
            return Heading(role, unit=unit)
        place = self._places(value)
        return Heading(unit=unit, place=place if isinstance(place, Place) else None, words=bare)

    def _dated(self, year: int, rest: str) -> Heading:
        """What a heading says beside its year: an indicator, or 完成值, or nothing that can be used."""
        bare, unit = self._unit_behind(rest)
        indicator, own = self.indicator(rest)
        role = _role_of(bare)
        if indicator or role is Role.VALUE:
            return Heading(None, indicator, year, own if indicator else unit)
        return Heading(role if role in NO_VALUES else None, words=rest)

    def _unit_behind(self, name: str) -> tuple[str, str]:
        """走访慰问金额(万元) -> 走访慰问金额, 万元; a bracket that is no unit belongs to the name."""
        found = _BRACKETED.match(name)
        if found is None:
            return name, ""
        bare, unit = (found[1], found[2]) if found[2] is not None else (found[3], found[4])
        unit = unit.removeprefix("单位:")
        return (bare, unit) if self._figures.is_unit(unit) else (name, "")


def _role(text: str) -> Role | None:
    """The role that a heading's words name; one in two languages has it before the break."""
    parts = (text, *re.split(r"[\s/／]+", text.strip()))
    return next(filter(None, map(_role_of, map(plain, parts))), None)


@lru_cache(maxsize=65536)
def _role_of(words: str) -> Role | None:
    return _ROLE_OF.get(_BETWEEN.sub("", words))


def year_of(label: str) -> int | None:
    """The year that a label is (2023, 2023年, 2023年度); None for anything else."""
    found = _YEAR.fullmatch(label)
    return int(found[1]) if found else None
