"""Every word on the screen: one gettext catalogue, Chinese by default, English by switch.

Messages are looked up by key (``rankings.title``), so that neither language is the
source of the other. The catalogues are the ``.po`` files in ``dashboard/locale``,
compiled in memory at first use (about 20 ms): a compiled ``.mo`` in the repository
could go stale without anyone noticing.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pandas as pd
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dashboard import numbers
from etl.schema import Measure

_LOCATORS: Final = {
    "p": "locator.page",
    "¶": "locator.paragraph",
    "†": "locator.footnote",
    "‡": "locator.endnote",
}
LOCALE: Final = Path(__file__).with_name("locale")


class Language(StrEnum):
    """The languages of the dashboard; the first is the default."""

    ZH = "zh_CN"
    EN = "en"


def files(language: Language) -> list[Path]:
    """The ``.po`` files of one language: the screen's, and ``export.…`` for the exported files."""
    return sorted(LOCALE.glob(f"*{language}.po"))


@lru_cache
def _translations(language: Language) -> gettext.GNUTranslations:
    """Compile one catalogue; cached for the life of the process.

    ``export.zh_CN.po`` beside ``zh_CN.po`` is a part of the same catalogue.
    """
    catalogue = Catalog(locale=language)
    for path in files(language):
        with path.open("rb") as source:
            for message in read_po(source, locale=language):
                catalogue[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Text:
    """The words of one language.

    ``t("key", name=value)`` fills the message's ``{name}`` fields. A key that the
    catalogue lacks comes back as it is; ``tests/dashboard/test_text.py`` finds those.
    """

    def __init__(self, language: Language = Language.ZH) -> None:
        self.language = language
        self._translations = _translations(language)

    def __call__(self, key: str, **fields: object) -> str:
        """Return the message of ``key``."""
        message = self._translations.gettext(key)
        return message.format(**fields) if fields else message

    def count(self, key: str, n: int, **fields: object) -> str:
        """Return the message of ``key`` in the plural form that ``n`` asks for."""
        shown = numbers.grouped(n)
        return self._translations.ngettext(key, key, n).format(n=shown, **fields)

    def code(self, family: str, code: str) -> str:
        """Return the word for a code of the schema: ``code("qualifier", "about")``."""
        return self(f"{family}.{code}")

    def pick(self, zh: object, en: object) -> str:
        """Return ``zh`` or ``en`` by language; where English is missing, Chinese."""
        wanted = en if self.language is Language.EN and isinstance(en, str) and en else zh
        return str(wanted)

    def listing(self, words: list[str]) -> str:
        """Join words as a list of this language."""
        return self("list.separator").join(words)

    def unit(self, unit: str, per: str = "", measure: str = "") -> str:
        """Return the unit, divided (``per`` a code of Denominator), per year where ``measure`` is a flow."""
        base = self._divided(self.code("unit", unit) if unit else "", per)
        return self("unit.per_year", unit=base) if measure == Measure.FLOW else base

    def unit_of(self, row: Mapping[str, Any]) -> str:
        """Return the unit of an indicator's comparable value (columns of indicators)."""
        return self.unit(str(row["unit"]), str(row["denominator"]), str(row["measure"]))

    def period(self, row: Mapping[str, Any]) -> str:
        """Return the period of an observation or value: ``2020—2022年``."""
        start, end = row["period_start"], row["period_end"]
        if pd.notna(start) and pd.notna(end) and int(start) != int(end):
            return self("period.span", start=int(start), end=int(end))
        if pd.notna(end) or pd.notna(start):
            return self("period.year_only", year=int(end if pd.notna(end) else start))
        return self.code("period", str(row["period_kind"]))

    def rank(self, rank: object, low: object, high: object, places: object) -> str:
        """Return a rank of how many, with its interval where it is one: ``5（3—8）/41``."""
        alone = low is None or low == high
        return f"{rank if alone else self('rank.within', rank=rank, low=low, high=high)}/{places}"

    def locator(self, locator: str) -> str:
        """Return where in the original a figure stands: ``第3页``, ``脚注1``, ``工作表“表”单元格 C5``."""
        sheet, mark, cell = locator.rpartition("!")
        if mark:
            return self("locator.cell", sheet=sheet, cell=cell)
        return self(_LOCATORS[locator[0]], number=locator[1:])

    def quote(self, row: Mapping[str, Any]) -> str:
        """Return the sentence of a figure; of one of a return, its cell and what stands there."""
        if row["quote"] or pd.isna(row["locator"]):
            return str(row["quote"])
        return self("returns.cell", cell=self.locator(str(row["locator"])), value=row["value_text"])

    def _divided(self, unit: str, per: str) -> str:
        """A unit with its divisor, if there is one."""
        return (
            self.code("unit", f"per_{per}").format(unit=unit) if per in ("population", "veterans") else unit
        )

    def amount(self, value: float, unit: str, per: str = "") -> numbers.Amount:
        """Return a figure for prose: at most three significant figures, 亿 and 万."""
        if self.language is Language.ZH:
            number, word = numbers.short_zh(value, unit)
            return numbers.Amount(number, self._divided(word, per))
        tens = unit in ("万元", "万人")
        number = numbers.short_en(value * 10_000 if tens else value)
        return numbers.Amount(number, self.unit(unit.removeprefix("万") if tens else unit, per))
