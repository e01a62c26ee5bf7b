"""What the words in the headings and labels of a return mean: indicators, years, units, columns."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from typing import Final

from etl.catalog import Catalog, Indicator
from etl.records import CellValue
from etl.returns.figures import Figures
from etl.returns.written import cell_text


class Role(StrEnum):
    """What a column holds."""

    PLACE = "place"
    INDICATOR = "indicator"
    YEAR = "year"
    UNIT = "unit"
    VALUE = "value"
    WORDS = "words"
    """Number of the row, definition, source, remarks: read by people only."""


_ROLES: Final = {
    Role.PLACE: "地方 地区 城市 市县 县区 县市区 区县 市州 地市 单位名称 填报地区 地方名称 行政区划 "
    "行政区划代码 place city region area",
    Role.INDICATOR: "指标 指标名称 指标编号 指标编码 项目 项目名称 统计指标 指标项目 指标id indicator "
    "indicatorid id item",
    Role.YEAR: "年份 年度 年 统计年度 数据年份 year",
    Role.UNIT: "单位 计量单位 计算单位 unit units",
    Role.VALUE: "数值 值 数据 数量 指标值 填报值 填报数 完成数 完成值 统计值 value",
    Role.WORDS: "序号 编号 行号 no 口径 指标口径 指标解释 定义 说明 方面 类别 分类 来源 数据来源 出处 "
    "资料来源 备注 附注 填报人 填报单位 责任单位 联系人 联系电话 同比 增幅 增长 增长率 同比增长 definition "
    "source sources remark remarks note notes pillar",
}
_ROLE_OF: Final = {word: role for role, words in _ROLES.items() for word in words.split()}
_YEAR: Final = re.compile(r"(\d{4})(?:年(?:度|末|底)?)?")
_YEAR_INSIDE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年(?:度|末|底)?|(?!\d))")
_BRACKETED: Final = re.compile(r"^(.*?)(?:单位[:：])?\(([^()]*)\)$|^(.*?)[,:/]单位[:：]?(.*)$")
_TOTAL: Final = re.compile(r"合计|总计|小计|共计|累计|总和|平均|均值|total|sum|average", re.I)
FIRST_YEAR: Final = 1949


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: a role, an indicator, a year, a unit; what it does not say is None."""

    role: Role | None = None
    indicator: Indicator | None = None
    year: int | None = None
    unit: str = ""

    @property
    def known(self) -> bool:
        """Whether it says anything that can be used."""
        return self.role is not None or self.indicator is not None or self.year is not None


def plain(value: CellValue) -> str:
    """A label without what writers differ in: width, blanks, case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell_text(value))).lower()


def is_total(label: str) -> bool:
    """Whether a row is so labelled that it sums up others."""
    return len(label) <= 8 and _TOTAL.search(label) is not None


class Names:
    """Looks up labels; each is worked out once."""

    def __init__(self, catalog: Catalog, figures: Figures) -> None:
        self._figures = figures
        self._indicators: dict[str, Indicator] = {}
        short: dict[str, list[Indicator]] = {}
        for indicator in catalog.indicators.values():
            for name in (indicator.indicator_id, indicator.name_zh, indicator.name_en):
                self._indicators[plain(name)] = indicator
            short.setdefault(re.sub(r"\(.*?\)|“|”|\"", "", plain(indicator.name_zh)), []).append(indicator)
        self._indicators = {n: own[0] for n, own in short.items() if len(own) == 1} | self._indicators
        self.heading = lru_cache(maxsize=4096)(self._heading)

    def indicator(self, label: CellValue) -> tuple[Indicator | None, str]:
        """The indicator of a name or id, and the unit in a bracket behind the name."""
        name = plain(label)
        if name in self._indicators:
            return self._indicators[name], ""
        bare, unit = self._unit_behind(name)
        return self._indicators.get(bare), unit

    def hint(self, label: str) -> dict[str, str]:
        """The name of the catalogue most like a label that is none, as ``near`` and ``near_en`` of a cure."""
        near = get_close_matches(plain(label)[:60], self._indicators, n=1, cutoff=0.6)
        if not near:
            return {}
        indicator = self._indicators[near[0]]
        return {"near": f"，例如“{indicator.name_zh}”", "near_en": f', such as "{indicator.name_zh}"'}

    def _heading(self, value: CellValue) -> Heading:
        name = plain(value)
        bare, unit = self._unit_behind(name)
        year = year_of(bare)
        if year is not None:
            return Heading(year=year, unit=unit)
        role = _role(cell_text(value)) or _ROLE_OF.get(bare)
        indicator, unit = self.indicator(value)
        if indicator is None and role is None and (inside := _YEAR_INSIDE.search(name)):
            year = int(inside[1])
            indicator, unit = self.indicator(name.replace(inside[0], "", 1).strip("()_-:"))
        if indicator is None:
            return Heading(role, unit=unit if role else "")
        return Heading(None, indicator, year, unit)

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
    words = [plain(part) for part in (text, *re.split(r"[\s/／]+", text.strip()))]
    return next((_ROLE_OF[word] for word in words if word in _ROLE_OF), None)


def year_of(label: str) -> int | None:
    """The year that a label is (2023, 2023年, 2023年度); None for anything else."""
    found = _YEAR.fullmatch(label)
    return int(found[1]) if found else None


def years_inside(text: str) -> set[int]:
    """The years that a title or a sheet's name speaks of."""
    return {int(year) for year in _YEAR_INSIDE.findall(unicodedata.normalize("NFKC", text))}
