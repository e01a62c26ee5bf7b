"""Number words to numbers: 1.85亿, 1亿2000万, 12万8千, 三百二十, 两千, 数十, 1,234.5.

Exact decimal arithmetic, so that 1.85亿 is 185,000,000 and not nearly so.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

DIGITS: Final = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
SMALL: Final = {"十": 10, "百": 100, "千": 1000}
LARGE: Final = {"万": 10**4, "亿": 10**8}
SEVERAL_WORDS: Final = ("数", "几")
SEVERAL: Final = 3
"""数十 and 几百 say "several tens": 3 stands in for "several", and the qualifier says about."""

_TOKEN: Final = re.compile(r"\d[\d,]*(?:\.\d+)?|[零〇一二两三四五六七八九十百千万亿数几]")


@lru_cache(maxsize=8192)
def parse_number(text: str) -> Decimal:
    """Value of a number in digits, Chinese numerals or a mix of both.

    >>> parse_number("1亿2000万"), parse_number("三百二十"), parse_number("数十")
    (Decimal('120000000'), Decimal('320'), Decimal('30'))

    Raises ``ValueError`` when the text holds no number.
    """
    tokens = _TOKEN.findall(text)
    if not tokens:
        raise ValueError(f"not a number: {text!r}")
    if all(t in DIGITS for t in tokens) and len(tokens) > 1:
        return Decimal("".join(str(DIGITS[t]) for t in tokens))
    total = section = Decimal(0)
    current: Decimal | None = None
    for token in tokens:
        if token in DIGITS:
            current = Decimal(DIGITS[token])
        elif token in SEVERAL_WORDS:
            current = Decimal(SEVERAL)
        elif token in SMALL:
            section += (Decimal(1) if current is None else current) * SMALL[token]
            current = None
        elif token in LARGE:
            if current is None and not section:  # 万 alone is one 万, and 1.2万亿 a multiple
                total = (total or Decimal(1)) * LARGE[token]
            else:
                total += (section + (current or 0)) * LARGE[token]
            section, current = Decimal(0), None
        else:
            current = Decimal(token.replace(",", ""))
    return total + section + (current or Decimal(0))


def round_step(text: str, value: Decimal) -> Decimal:
    """Size of the last printed significant place: 2720 -> 10, 1.8亿 -> 10^7, 300 -> 100.

    余 and 近 reach at most to the next figure that would be printed with the same rounding.
    """
    digits = re.findall(r"\d[\d,]*(?:\.\d+)?", text)
    if not digits or value == 0:
        magnitude = Decimal(10) ** max(value.adjusted(), 0)
        return magnitude if value % magnitude == 0 else Decimal(1)
    printed = Decimal(digits[-1].replace(",", ""))
    scale = value / parse_number(digits[-1]) if len(digits) == 1 and printed else Decimal(1)
    exponent = printed.normalize().as_tuple().exponent
    return Decimal(10) ** int(exponent) * scale
