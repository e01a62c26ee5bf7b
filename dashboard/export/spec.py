"""What a chart is made of: the one table that screen, picture, sheet and slide are made from.

A chart panel builds one ``ChartTable``; every file of it comes from ``dashboard.export.files.write``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import pandas as pd

from dashboard import numbers
from dashboard.text import Language


class ChartKind(StrEnum):
    """The kinds of chart, each with the roles its columns play (``ROLES``)."""

    BAR = "bar"
    LINE = "line"
    SPAN = "span"
    INTERVAL = "interval"
    SPINE = "spine"
    MAP = "map"


class Format(StrEnum):
    """The files of one chart."""

    PNG = "png"
    SVG = "svg"
    CSV = "csv"
    XLSX = "xlsx"
    PPTX = "pptx"


ROLES: Final[Mapping[ChartKind, tuple[str, ...]]] = {
    ChartKind.BAR: ("label", "value"),
    ChartKind.LINE: ("x", "value", "label"),
    ChartKind.SPAN: ("label", "start", "end", "value"),
    ChartKind.INTERVAL: ("label", "value", "low", "high"),
    ChartKind.SPINE: ("label", "group", "value", "worst", "lower", "median", "upper", "best", "standing"),
    ChartKind.MAP: ("label", "code", "value"),
}
"""Roles that must be given a column. ``label`` is the place (in a spine the indicator; in a
line or span the series); ``lower`` and ``upper`` bound the middle half on the worse and the
better side; ``standing`` is a code of ``Standing``; ``code`` the place code."""

WRITTEN: Final[Mapping[Format, str]] = {
    Format.PNG: "image/png",
    Format.SVG: "image/svg+xml",
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
"""Media type of each format."""


class Standing(StrEnum):
    """Where the lead place stands in its group, for the marker of a spine chart."""

    BETTER = "better"
    MIDDLE = "middle"
    WORSE = "worse"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ColumnMeta:
    """A displayed column: its name in the frame, its heading, unit and definition.

    ``figures`` and ``decimals`` round what was computed where it is printed, as the screen does;
    workbooks and CSV keep the value.
    """

    name: str
    zh: str
    en: str
    unit: str = ""
    definition: str = ""
    figures: int | None = None
    decimals: int | None = None

    def heading(self, language: Language) -> str:
        """The heading with its unit, as tables and axes print it."""
        word = self.en if language is Language.EN else self.zh
        if not self.unit:
            return word
        return f"{word} ({self.unit})" if language is Language.EN else f"{word}（{self.unit}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartTable:
    """One chart with its table, as displayed: rows in display order, one row a mark.

    ``title`` states what, where, when and unit. ``frame`` holds at least ``columns``;
    ``roles`` maps the roles of ``ROLES[kind]`` to columns of the frame. ``lead`` is the
    value of the label column to highlight, ``median`` the comparison group's median in
    the unit of the value column. ``sources`` are the lines under the chart, ``quotes`` the
    sentences behind the figures (slide notes), ``notes`` definitions, period rule and
    coverage. ``boundaries`` (maps only) is the content of the edition's boundaries.json, ``layer``
    the layer drawn, ``breaks`` the inner edges of the classes on the screen (without: quintiles).
    ``date`` is the day of export (ISO), ``name_parts`` the Chinese parts of the file name
    (city, indicator). Raises ValueError when a role or column is missing.
    """

    kind: ChartKind
    title: str
    frame: pd.DataFrame
    columns: tuple[ColumnMeta, ...]
    roles: Mapping[str, str]
    edition_id: str
    date: str
    name_parts: tuple[str, ...]
    language: Language = Language.ZH
    lead: str = ""
    median: float | None = None
    sources: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    boundaries: Mapping[str, Any] = field(default_factory=dict)
    layer: str = "prefecture"
    breaks: tuple[float, ...] = ()
    drawn: dict[str, str | bytes] = field(default_factory=dict, repr=False, compare=False)
    """Pictures that ``picture`` has drawn of it: a briefing's slides and pages share them."""

    def __post_init__(self) -> None:
        """Refuse a table that cannot be drawn."""
        lacking = [r for r in ROLES[self.kind] if self.roles.get(r) not in self.frame.columns]
        lacking += [c.name for c in self.columns if c.name not in self.frame.columns]
        if lacking:
            raise ValueError(f"chart {self.title!r} lacks {', '.join(lacking)}")

    def column(self, role: str) -> pd.Series:
        """The column that plays ``role``."""
        return self.frame[self.roles[role]]

    def heading(self, role: str) -> str:
        """The printed heading of a role's column; its name when it is not displayed."""
        name = self.roles[role]
        return next((c.heading(self.language) for c in self.columns if c.name == name), name)

    @property
    def shown(self) -> pd.DataFrame:
        """The displayed columns under their headings: what every file contains."""
        table = self.frame[[c.name for c in self.columns]]
        return table.set_axis([c.heading(self.language) for c in self.columns], axis=1)

    @property
    def printed(self) -> pd.DataFrame:
        """The displayed columns, rounded as the screen shows them: what stands on slides."""
        table = self.shown
        for j, column in enumerate(self.columns):
            heading, values = table.columns[j], pd.to_numeric(table.iloc[:, j], errors="coerce")
            if column.decimals is not None:
                table[heading] = values.round(column.decimals)
            elif column.figures is not None:
                figures = column.figures
                table[heading] = values.map(lambda v, n=figures: numbers.rounded(v, n))
        return table


_UNSAFE: Final = re.compile(r"[\s\x00-\x1f\\/:*?\"'<>|&.#%]+")
_LONGEST_PART: Final = 40
"""Characters of one part: four of them in UTF-8 stay below the 255 bytes of a file name
as long as no more than one is in full length."""


def file_name(parts: tuple[str, ...], edition_id: str, date: str, suffix: str) -> str:
    """A file name with place, subject, edition and date that every system accepts."""
    kept = [_UNSAFE.sub("_", p).strip("_")[:_LONGEST_PART] for p in (*parts, edition_id, date)]
    stem = "_".join(p for p in kept if p)
    while len(stem.encode()) > 200:
        stem = stem[:-1]
    return f"{stem}.{suffix}"
