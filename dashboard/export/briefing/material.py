"""What a briefing is composed from: plain tables, words already in the language of the briefing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from dashboard.text import Language

STANDING: Final = (
    "indicator_id", "pillar", "name", "unit", "raw_unit", "per", "yearly", "better",
    "value", "stated", "qualifier", "qualifier_code", "period", "shown",
    "n", "worst", "lower", "median", "upper", "best", "best_place",
    "rank", "rank_best", "rank_worst", "standing", "observation_ids",
)  # fmt: skip
"""Columns of ``Material.standing``: one row an indicator for which the lead place has a comparable
value in the cycle. ``value`` in ``raw_unit``, ``stated`` as the sentence prints it ("" where no one
sentence does); ``shown`` and the group's statistics in ``unit`` (``per`` a code of Denominator,
``yearly`` true for flows); ``standing`` a code of ``spec.Standing``, ``none`` also where fewer than
five places have a value."""

OBSERVATIONS: Final = (
    "observation_id", "pillar", "name", "value", "unit", "qualifier", "qualifier_code", "period", "status",
    "value_text", "quote", "title", "date", "source_id",
)  # fmt: skip
"""Columns of ``Material.observations``: ``qualifier``, ``period`` and ``status`` (counted, or why not)
in words."""

CONFLICTS: Final = (
    "name",
    "period",
    "unit",
    "kept_value",
    "other_value",
    "difference_pct",
    "kept_id",
    "other_id",
)
GAPS: Final = ("pillar", "name", "state")
SCORES: Final = ("item_id", "item", "score", "rank", "ranked_places", "rank_low", "rank_high", "coverage")
TRENDS: Final = ("indicator_id", "name", "unit", "start", "end", "value", "median")
PRACTICES: Final = ("pillar", "name", "answer", "quote", "title", "date")
SOURCES: Final = ("source_id", "title", "publisher", "date", "found", "accepted", "rejected")
TITLES: Final = ("level", "year", "round", "source", "complete")


def empty(columns: tuple[str, ...]) -> pd.DataFrame:
    """A table of these columns without rows."""
    return pd.DataFrame(columns=list(columns))


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything about one lead place in one cycle, against one comparison group."""

    place_code: str
    place: str
    group: str
    group_size: int
    cycle: str
    edition_id: str
    program_version: str
    date: str
    language: Language
    catalogue_size: int
    standing: pd.DataFrame = field(default_factory=lambda: empty(STANDING))
    observations: pd.DataFrame = field(default_factory=lambda: empty(OBSERVATIONS))
    conflicts: pd.DataFrame = field(default_factory=lambda: empty(CONFLICTS))
    gaps: pd.DataFrame = field(default_factory=lambda: empty(GAPS))
    scores: pd.DataFrame = field(default_factory=lambda: empty(SCORES))
    trends: pd.DataFrame = field(default_factory=lambda: empty(TRENDS))
    practices: pd.DataFrame = field(default_factory=lambda: empty(PRACTICES))
    sources: pd.DataFrame = field(default_factory=lambda: empty(SOURCES))
    titles: pd.DataFrame = field(default_factory=lambda: empty(TITLES))
    map_title: str = ""
    map_unit: str = ""
    map_source: str = ""
    map_values: pd.DataFrame = field(default_factory=lambda: empty(("place_code", "place_name", "value")))
    boundaries: Mapping[str, Any] = field(default_factory=dict)
    layer: str = "prefecture"
