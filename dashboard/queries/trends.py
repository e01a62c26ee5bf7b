"""One indicator over time: years as points, totals of several years as spans at their yearly mean.

Table in: values. What has no years (a cumulative total without a start) is kept apart.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard.queries import ranking
from dashboard.queries.edition import Edition
from dashboard.queries.frames import plain
from dashboard.queries.pairs import pairs
from dashboard.queries.ranking import Basis
from etl.schema import Denominator, PeriodKind


def series(edition: Edition, indicator_id: str, basis: Basis) -> pd.DataFrame:
    """Dated values of one indicator, by place and start.

    Columns: those of values, ``shown`` (per year, and per head with Basis.COMPARABLE),
    ``start`` and ``end`` (years; equal for a point), ``is_span``.
    """
    row = ranking.indicator(edition, indicator_id)
    values = edition["values"]
    rows = plain(values[(values["indicator_id"] == indicator_id) & values["comparable"]])
    whole = ranking.divisor(row, basis) == Denominator.NONE
    shown = rows["annual_value" if whole else "per_head_value"]
    end = rows["period_end"].fillna(rows["year"])
    start = rows["period_start"].where(rows["period_kind"] == PeriodKind.SINCE, end).fillna(end)
    rows = rows.assign(shown=shown, start=start, end=end).dropna(subset=["shown", "end"])
    rows = rows.astype({"start": int, "end": int})
    is_stock = row["measure"] != "flow"
    rows = rows.assign(start=rows["end"] if is_stock else rows["start"])
    return rows.assign(is_span=rows["start"] < rows["end"]).sort_values(["place_code", "start", "end"])


def undated(edition: Edition, indicator_id: str) -> pd.DataFrame:
    """Values of one indicator that no year can be given to: columns of values."""
    values = edition["values"]
    return plain(values[(values["indicator_id"] == indicator_id) & (values["why_not"] == "NO_BASIS")])


def joined(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Points of one place that may be joined by a line: two or more years stated the same way.

    A span is never joined to anything, nor a year to a state "at the report's date".
    """
    points = rows[~rows["is_span"]]
    groups = [
        (str(code), own.drop_duplicates("end").sort_values("end"))
        for (code, _), own in points.groupby(["place_code", "period_kind"])
    ]
    return [(code, own) for code, own in groups if len(own) > 1]


def medians(rows: pd.DataFrame, members: pd.Series[str], least: int = 5) -> pd.DataFrame:
    """Median of the comparison group in each year with at least ``least`` places: year, median, n.

    A span counts in each of its years at its yearly mean.
    """
    inside = rows[rows["place_code"].isin(members)]
    columns = zip(inside["place_code"], inside["start"], inside["end"], inside["shown"], strict=True)
    years = [(place, year, shown) for place, start, end, shown in columns for year in range(start, end + 1)]
    spread = pd.DataFrame(years, columns=["place_code", "year", "shown"])
    each = spread.groupby(["year", "place_code"])["shown"].mean().reset_index()
    found = each.groupby("year")["shown"].agg(median="median", n="size").reset_index()
    return found[found["n"] >= least]


@lru_cache(maxsize=64)
def counts(edition: Edition, place_code: str | None = None) -> pd.Series[int]:
    """Comparable values by indicator, of one place or of all: those without any are left out."""
    known = pairs(edition)
    if place_code is not None:
        known = known[known["place_code"] == place_code]
    found: pd.Series[int] = known.groupby("indicator_id", observed=True)["comparable"].sum()
    found = found[found > 0]
    return found.set_axis(found.index.astype("str")).sort_index()


def richest(edition: Edition, lead: str | None) -> str:
    """The indicator with most dated values, those of the lead place counting tenfold."""
    every = counts(edition)
    own = counts(edition, lead) if lead else every * 0
    return str((every + 10 * own.reindex(every.index, fill_value=0)).idxmax())
