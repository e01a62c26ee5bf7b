"""ChartTable -> the data of a native Office chart, the same for slides and workbooks.

Office has no spine, span or interval chart, so these become what it can edit: positions as
bars, spans as lines of two points, intervals as stacked bars over an unseen base.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import pandas as pd

from dashboard import palette
from dashboard.export.spec import ChartKind, ChartTable
from dashboard.export.vega_spine import placed
from dashboard.text import Text


class Shape(StrEnum):
    """The native chart types in use."""

    BAR = "bar"
    STACKED = "stacked"
    LINE = "line"
    SCATTER = "scatter"


@dataclass(frozen=True, slots=True)
class Series:
    """One series. ``x`` is set in scatter charts only; None is a gap. ``colour`` None is unseen."""

    name: str
    values: tuple[float | None, ...]
    colour: str | None = palette.GROUP
    marked: tuple[tuple[int, str], ...] = ()
    """(point, colour) of the points that differ."""
    x: tuple[float, ...] = ()
    labelled: bool = True


@dataclass(frozen=True, slots=True)
class Native:
    """Categories in display order and their series."""

    shape: Shape
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    number_format: str = "General"
    caption: str = ""
    """How to read a form that Office has no chart for."""
    positions: bool = False
    """Whether the values are positions from 0 to 100."""

    @property
    def axis_format(self) -> str:
        """Numbers at the axis: as many decimals as its steps need, whatever the values have.

        With a condition, some programs drop the minus sign.
        """
        return "General" if self.two_sided else "[>=1000]#,##0;General"

    @property
    def few(self) -> bool:
        """Whether the axis counts a few whole things: a half of one is no step."""
        seen = [v for s in self.series for v in s.values if v is not None]
        return self.shape is not Shape.SCATTER and all(v.is_integer() and abs(v) < 8 for v in seen)

    @property
    def two_sided(self) -> bool:
        """Whether bars go both ways from zero."""
        return self.shape is Shape.BAR and any(v is not None and v < 0 for s in self.series for v in s.values)


POSITION_END: Final = 110
"""End of an axis of positions: the figure beside a bar of 100 has room."""

PAGED: Final = (ChartKind.BAR, ChartKind.INTERVAL, ChartKind.SPINE)
"""Kinds with one category a row: long ones are cut into pages."""


def native(table: ChartTable) -> Native:
    """The native chart of a table."""
    makers: dict[ChartKind, Callable[[ChartTable], Native]] = {
        ChartKind.BAR: _bars,
        ChartKind.MAP: lambda t: _bars(_sorted(t)),
        ChartKind.LINE: _lines,
        ChartKind.SPAN: _spans,
        ChartKind.INTERVAL: _intervals,
        ChartKind.SPINE: _spine,
    }
    return makers[table.kind](table)


def part(table: ChartTable, start: int, stop: int) -> ChartTable:
    """The rows from ``start`` to before ``stop`` as a chart of their own."""
    return replace(table, frame=table.frame.iloc[start:stop])


def number_format(values: list[float | None]) -> str:
    """A spreadsheet format with as many decimals as the values need, at most four."""
    seen = [v for v in values if v is not None]
    decimals = next((d for d in range(4) if all(math.isclose(round(v, d), v, abs_tol=1e-9) for v in seen)), 4)
    return "#,##0" + (
        "." + "0" * min(decimals, 2 if max(map(abs, seen), default=0) >= 1 else 4) if decimals else ""
    )


def _numbers(column: pd.Series) -> list[float | None]:
    return [None if pd.isna(v) else float(v) for v in pd.to_numeric(column)]


def _sorted(table: ChartTable) -> ChartTable:
    rows = table.frame.dropna(subset=[table.roles["value"]])
    return replace(table, frame=rows.sort_values(table.roles["value"], ascending=False, kind="stable"))


def _bars(table: ChartTable) -> Native:
    """One bar a row; the group's median is a bar of its own where the order puts it."""
    labels = [str(v) for v in table.column("label")]
    values = _numbers(table.column("value"))
    marked = [(i, palette.LEAD) for i, label in enumerate(labels) if table.lead and label == table.lead]
    if any(v is not None and v < 0 for v in values):
        marked = [(i, palette.BELOW if (v or 0) < 0 else palette.ABOVE) for i, v in enumerate(values)]
    if table.median is not None:
        at = _place_of(values, table.median)
        labels.insert(at, Text(table.language)("export.group_median"))
        values.insert(at, table.median)
        marked = [(i + (i >= at), colour) for i, colour in marked] + [(at, palette.OTHERS)]
    series = Series(table.heading("value"), tuple(values), marked=tuple(marked))
    return Native(Shape.BAR, tuple(labels), (series,), number_format(values))


def _place_of(values: list[float | None], median: float) -> int:
    """Where a median belongs among values sorted one way; the end when they are not sorted."""
    seen = [v for v in values if v is not None]
    if seen == sorted(seen, reverse=True):
        return sum(1 for v in seen if v >= median)
    if seen == sorted(seen):
        return sum(1 for v in seen if v <= median)
    return len(values)


def _lines(table: ChartTable) -> Native:
    frame = pd.DataFrame({r: table.column(r) for r in ("label", "x", "value")})
    years = sorted({int(x) for x in frame["x"].dropna()})
    series, every = [], _numbers(frame["value"])
    for label, own in frame.groupby("label", sort=False):
        at = dict(zip(own["x"].astype(int), _numbers(own["value"]), strict=True))
        colour = palette.LEAD if label == table.lead else palette.GROUP
        series.append(Series(str(label), tuple(at.get(y) for y in years), colour))
    if table.median is not None and years:
        word = Text(table.language)("export.group_median")
        series.append(Series(word, (table.median,) * len(years), palette.INK_SOFT))
    return Native(Shape.LINE, tuple(map(str, years)), tuple(series), number_format(every))


def _spans(table: ChartTable) -> Native:
    columns = [table.column(r) for r in ("label", "start", "end", "value")]
    series = []
    for label, start, end, value in zip(*columns, strict=True):
        if pd.isna(start) or pd.isna(end) or pd.isna(value):
            continue
        years = str(int(start)) if start == end else f"{int(start)}–{int(end)}"
        colour = palette.LEAD if label == table.lead else palette.GROUP
        x = (float(start),) if start == end else (float(start), float(end))
        series.append(Series(f"{label} {years}", (float(value),) * len(x), colour, x=x))
    return Native(Shape.SCATTER, (), tuple(series), number_format(_numbers(columns[3])))


def _intervals(table: ChartTable) -> Native:
    """Low end unseen, then from low to value and from value to high."""
    t = Text(table.language)
    labels = tuple(str(v) for v in table.column("label"))
    low, value, high = (_numbers(table.column(r)) for r in ("low", "value", "high"))
    below = tuple(None if a is None or b is None else b - a for a, b in zip(low, value, strict=True))
    above = tuple(None if a is None or b is None else b - a for a, b in zip(value, high, strict=True))
    marked = tuple((i, palette.LEAD) for i, label in enumerate(labels) if table.lead and label == table.lead)
    series = (
        Series(t("export.low_end"), tuple(low), None, labelled=False),
        Series(t("export.low_to_value"), below, palette.OTHERS, labelled=False),
        Series(t("export.value_to_high"), above, palette.GROUP, marked, labelled=False),
    )
    return Native(Shape.STACKED, labels, series, number_format(value), t("export.how_interval"))


def _spine(table: ChartTable) -> Native:
    """Positions between the worst (0) and the best (100) of the group."""
    t = Text(table.language)
    records = placed(table)
    labels = tuple(str(r["label"]) for r in records)
    own = tuple(None if r["value_at"] is None else round(r["value_at"], 1) for r in records)
    middle = tuple(None if r["median_at"] is None else round(r["median_at"], 1) for r in records)
    series = (
        Series(table.lead or t("export.value"), own, palette.LEAD),
        Series(t("export.group_median"), middle, palette.OTHERS),
    )
    return Native(Shape.BAR, labels, series, "0", t("export.how_spine"), positions=True)
