"""Figures as officials write them: 1.85亿元, 4.3万人, 91.3%. A leaf: no language, no I/O."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

MINUS: Final = "−"
"""The minus sign, not a hyphen."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure and its unit, apart: the unit is set smaller and grey beside it."""

    number: str
    unit: str

    @property
    def text(self) -> str:
        """Figure and unit as running text; a Latin word keeps its space."""
        joint = " " if self.unit and self.unit[0].isascii() and self.unit[0] != "%" else ""
        return f"{self.number}{joint}{self.unit}"


def grouped(value: float, decimals: int = 0) -> str:
    """``12345.6`` as ``12,346``; a true minus sign."""
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def full(value: float) -> str:
    """All figures of a value, for tables: ``18,500``, ``0.0375``; at most four decimals."""
    if math.isnan(value):
        return ""
    if float(value).is_integer():
        return grouped(value)
    return f"{value:,.4f}".rstrip("0").rstrip(".").replace("-", MINUS)


def significant(value: float, figures: int = 3) -> str:
    """Round to ``figures`` significant figures, without an exponent.

    Whole numbers below 10,000 stay whole: 1,234 places are not 1,230.
    """
    if value == 0 or (float(value).is_integer() and abs(value) < 10_000):
        return grouped(value)
    decimals = max(0, figures - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    trimmed = text.rstrip("0").rstrip(".") if "." in text else text
    return trimmed.replace("-", MINUS)


def rounded(value: float, figures: int) -> float:
    """``353.6643`` as ``353.7`` with four figures; whole numbers below 10,000 stay, as in print."""
    if value == 0 or not math.isfinite(value) or (float(value).is_integer() and abs(value) < 10_000):
        return value
    return round(value, figures - 1 - math.floor(math.log10(abs(value))))


def signed(value: float) -> str:
    """``+3.2`` or ``−0.4``, with a true minus."""
    return f"{value:+.1f}".replace("-", MINUS)


def short_zh(value: float, unit: str) -> tuple[str, str]:
    """Scale by 万 and 亿: ``(18500, 万元)`` is ``("1.85", "亿元")``."""
    if unit in ("万元", "万人"):
        return _scaled(value, ((10_000, "亿" + unit[1:]), (1, unit)))
    if unit in ("%", "元/人·月"):
        return significant(value), unit
    return _scaled(value, ((1e8, "亿" + unit), (1e4, "万" + unit), (1, unit)))


def _scaled(value: float, steps: tuple[tuple[float, str], ...]) -> tuple[str, str]:
    """The first step that the value reaches, else the last."""
    for size, word in steps:
        if abs(value) >= size:
            return significant(value / size), word
    size, word = steps[-1]
    return significant(value / size), word


def short_en(value: float) -> str:
    """``185000000`` as ``185 million``; smaller values with thousands separators."""
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{significant(value / size)} {word}"
    return significant(value)
