"""Bare numbers in tables whose label is an indicator's name: 送立功喜报 | 45 is 45 份.

Only for things counted one by one (人, 个, 块 …) and only by the catalogue's own name, with or without
its last 数: a sum of money without a unit may be 元 or 万元, 培训 12 may be persons or courses.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from etl.catalog import Catalog, Indicator
from etl.records import Quantity, Sentence

_COUNTS: Final = (
    "piece",
    "person",
    "plate",
    "card",
    "copy",
    "item",
    "firm",
    "school",
    "team",
    "strip",
    "site",
)
_YEAR: Final = re.compile(r"^(?:19|20)\d\d\s?年?(?:度|[底末初])?\s?")
_COUNTED: Final = re.compile(r"(?:人数|数)$")
_BRACKET: Final = re.compile(r"（[^）]*）")


class NamedCounts:
    """The catalogue's counts by the labels that name them."""

    def __init__(self, catalog: Catalog) -> None:
        self._dimensions = {unit.text: unit.dimension for unit in catalog.units}
        self._named: dict[str, Indicator | None] = {}
        for indicator in catalog.indicators.values():
            name = indicator.name_zh
            for label in {name, _COUNTED.sub("", name), _COUNTED.sub("", _BRACKET.sub("", name))}:
                self._named[label] = None if label in self._named else indicator

    def counted(self, sentence: Sentence, bare: Quantity) -> tuple[Quantity, str | None]:
        """A number without a unit with that of the indicator its labels name, and the indicator's id."""
        words = _YEAR.sub("", sentence.text[: bare.start]).split()
        named = [one for word in words if (one := self._named.get(word))]
        if sentence.figures is None or bare.dimension or len(named) != 1:
            return bare, None
        [only] = named
        dimension = self._dimensions.get(only.unit, "")
        if dimension not in _COUNTS:
            return bare, None
        return replace(bare, unit=only.unit, dimension=dimension), only.indicator_id
