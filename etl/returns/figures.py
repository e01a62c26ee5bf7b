"""A cell to a number in its indicator's unit, or what is wrong with it.

Figures in words (1.2亿元, 约300, ３００人) go through the same grammar as those of reports.
"""

from __future__ import annotations

import math
import re
import unicodedata
from array import array
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from etl.catalog import Catalog, Indicator
from etl.extract import in_unit
from etl.numerals import parse_number
from etl.quantities import QuantityGrammar
from etl.records import CellValue, Quantity, QuantityKind, Sentence
from etl.schema import Fault, Measure, Qualifier

NOTHING: Final = frozenset(
    {"", "-", "--", "—", "——", "–", "/", "\\", "无", "无数据", "暂无", "未统计", "不适用"}
)
NOTHING_EN: Final = frozenset({"n/a", "na", "nil", "none", "…", "...", "……", "*"})
"""What stands for a value that is not there: it is missing, neither zero nor a fault."""
_ERROR: Final = re.compile(r"#[A-Z][A-Z0-9/_!?]*[!?]?|Err:\d+")
_MINUS: Final = re.compile(r"^(?:[-−–]|负)(?=[\d.])")
_DIGITS: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_GROUPED: Final = re.compile(r"(?<=\d)[\s,'](?=\d{3}(?:\D|$))")


class Figure(NamedTuple):
    """A value in the indicator's unit with the interval that its qualifier implies."""

    value: float
    low: float
    high: float
    qualifier: Qualifier = Qualifier.EXACT
    converted: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """How the cells of one row or column are read: indicator, and factor of the unit written there."""

    indicator: Indicator
    dimensions: frozenset[str]
    factor: Decimal
    unit: str


def is_nothing(value: CellValue) -> bool:
    """Whether a cell says that there is no value."""
    return isinstance(value, str) and (value == "" or _squeezed(value) in NOTHING | NOTHING_EN)


class Figures:
    """Reads cells by the catalogue's units and the grammar of figures."""

    def __init__(self, catalog: Catalog, grammar: QuantityGrammar) -> None:
        self._grammar = grammar
        self._cues, self._groups = catalog.cues, catalog.unit_groups
        self.rule = lru_cache(maxsize=4096)(self._rule)
        self._words = lru_cache(maxsize=65536)(self._in_words)

    def is_unit(self, text: str) -> bool:
        """Whether a word is a unit that figures can have."""
        return self._unit(text) is not None

    def _unit(self, text: str) -> Quantity | None:
        return self._grammar.whole(f"1{text}") if text and not text[0].isdigit() else None

    def _rule(self, indicator: Indicator, unit: str) -> Rule | Fault:
        """How cells are read where ``unit`` is written (empty: the catalogue's); or why that cannot be."""
        own = self._unit(indicator.unit)
        if own is None:
            raise ValueError(f"{indicator.indicator_id}: {indicator.unit}")
        listed = " ".join(word for cue in self._cues.get(indicator.indicator_id, ()) for word in cue["units"])
        named = [self._groups.get(word.removeprefix("$"), word) for word in listed.split()]
        dimensions = frozenset({own.dimension, *" ".join(named).split()})
        stated = self._unit(unit or indicator.unit)
        if stated is None or not stated.dimension:
            return Fault.UNKNOWN_UNIT
        if stated.dimension == "bare":  # 单位：万
            stated = self._unit(f"{unit}{indicator.unit.removeprefix('万')}") or stated
        if stated.dimension not in dimensions:
            return Fault.OTHER_UNIT
        return Rule(indicator, dimensions, self._factor(stated, indicator), unit or indicator.unit)

    def _factor(self, one: Quantity, indicator: Indicator) -> Decimal:
        return Decimal(str(in_unit(one.value or 0.0, one.dimension, indicator.unit)))

    def read(self, cell: CellValue, rule: Rule, percent: bool = False) -> Figure | Fault:
        """A cell that is not nothing as a figure; ``percent``: it shows its number as a percentage."""
        if isinstance(cell, float):
            return self._number(cell, rule, percent)
        if isinstance(cell, str):
            return self._words(cell, rule)
        if isinstance(cell, bool):
            return Fault.NOT_A_NUMBER
        return self._number(float(cell), rule, percent) if isinstance(cell, int) else Fault.DATE_AS_NUMBER

    def _number(self, number: float, rule: Rule, percent: bool) -> Figure | Fault:
        if not math.isfinite(number):
            return Fault.NOT_A_NUMBER
        share = rule.indicator.measure is Measure.RATE
        if percent and share:
            value = float(Decimal(str(number)) * 100)
        elif share and 0 < number <= 1:
            return Fault.SHARE_AS_FRACTION
        else:
            value = number if rule.factor == 1 else float(Decimal(str(number)) * rule.factor)
        return Figure(value, value, value, Qualifier.EXACT, value != number)

    def _in_words(self, cell: str, rule: Rule) -> Figure | Fault:
        text = _squeezed(cell)
        if text.startswith("="):
            return Fault.FORMULA_WITHOUT_VALUE
        if _ERROR.fullmatch(cell.strip()):
            return Fault.ERROR_VALUE
        quantity, sign = self._grammar.whole(_MINUS.sub("", text)), -1 if _MINUS.match(text) else 1
        if quantity is None:
            return self._no_number(text)
        if (
            not quantity.dimension
            and rule.indicator.measure is Measure.RATE
            and 0 < (quantity.value or 0) <= 1
        ):
            return Fault.SHARE_AS_FRACTION
        return self._quantity(text, quantity, rule, sign)

    def _quantity(self, text: str, quantity: Quantity, rule: Rule, sign: int) -> Figure | Fault:
        """A figure with its own unit, if it has one; else in the unit of its row."""
        if quantity.dimension == "bare" and rule.indicator.unit.startswith("万"):
            return Fault.TWO_UNITS  # 1.2万 in a row of 万元: 1.2 or 12,000
        if quantity.dimension in ("", "bare"):
            factor = rule.factor
        elif quantity.dimension not in rule.dimensions:
            return Fault.OTHER_UNIT
        else:
            factor = Decimal(str(in_unit(1.0, quantity.dimension, rule.indicator.unit)))
        value, low, high = (
            float(Decimal(str(x)) * factor * sign)
            for x in (quantity.value or 0.0, quantity.low, quantity.high)
        )
        return Figure(value, low, high, quantity.qualifier, converted=printed(text) not in (abs(value), low))

    def states(self, text: str) -> bool:
        """Whether a line of words states figures that something is measured by; dates are none."""
        return any(q.kind is QuantityKind.VALUE for q in self._found(text))

    def _found(self, text: str) -> list[Quantity]:
        return self._grammar.find(Sentence(text, array("i", range(len(text))), 0, ""))

    def _no_number(self, text: str) -> Fault:
        found = self._found(text)
        if len([q for q in found if q.kind is QuantityKind.VALUE]) > 1:
            return Fault.SEVERAL_NUMBERS
        whole = len(found) == 1 and found[0].end - found[0].start == len(text)
        return Fault.DATE_AS_NUMBER if whole and found[0].kind is QuantityKind.DATE else Fault.NOT_A_NUMBER


def printed(text: str) -> float:
    """The digits of a figure alone: 1.2 of 1.2亿元."""
    found = _DIGITS.search(_squeezed(text))
    return float(parse_number(found[0])) if found else 0.0


def _squeezed(text: str) -> str:
    """A text in half width, without blanks, and its thousands not parted."""
    wide = unicodedata.normalize("NFKC", text).strip().lower()
    return re.sub(r"\s+", "", _GROUPED.sub("", wide))
