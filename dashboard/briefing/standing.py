"""Where a place stands among its group and how it moved, in the words of a briefing.

The statistics are those of ``queries.spine``, so that page and briefing never differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.export.briefing import material as columns
from dashboard.export.frames import records
from dashboard.export.spec import Standing
from dashboard.queries import spine
from dashboard.queries.cycles import Cycle
from dashboard.queries.edition import Edition
from dashboard.text import Text
from etl.schema import Denominator, Measure


def period(t: Text, row: Mapping[str, Any]) -> str:
    """The period of an observation or value in words."""
    start, end = row["period_start"], row["period_end"]
    if pd.notna(start) and pd.notna(end) and int(start) != int(end):
        return t("period.span", start=int(start), end=int(end))
    if pd.notna(end) or pd.notna(start):
        return t("period.year_only", year=int(end if pd.notna(end) else start))
    return t.code("period", str(row["period_kind"]))


def unit(t: Text, row: Mapping[str, Any]) -> str:
    """The unit of ``shown``: per head and per year where it is."""
    base = t.unit(str(row["unit"]), str(row["denominator"]))
    return t("unit.per_year", unit=base) if row["measure"] == Measure.FLOW else base


def standing(
    t: Text,
    edition: Edition,
    place_code: str,
    members: pd.DataFrame,
    cycle: Cycle,
    indicators: pd.DataFrame,
    names: Mapping[str, str],
) -> pd.DataFrame:
    """One row an indicator of the place: columns ``material.STANDING``, in catalogue order."""
    rows = spine.spine(edition, place_code, members["place_code"], cycle)
    words = indicators.set_index("indicator_id")[["name", "pillar"]]
    made = [_words(t, row, words, names) for row in records(rows)]
    return pd.DataFrame(made, columns=list(columns.STANDING))


def _words(t: Text, row: dict[str, Any], words: pd.DataFrame, names: Mapping[str, str]) -> dict[str, Any]:
    """One row of ``spine`` as the briefing takes it."""
    named = words.loc[row["indicator_id"]]
    return {
        **{c: row[c] for c in columns.STANDING if c in row},
        "name": named["name"],
        "pillar": named["pillar"],
        "unit": unit(t, row),
        "raw_unit": str(row["unit"]),
        "per": str(row["denominator"]),
        "yearly": row["measure"] == Measure.FLOW,
        "qualifier": t.code("qualifier", str(row["qualifier"])),
        "qualifier_code": str(row["qualifier"]),
        "period": period(t, row),
        "best_place": names.get(str(row["best_code"]), ""),
        "standing": row["standing"] if row["standing"] in set(Standing) else Standing.NONE.value,
    }


def trends(
    t: Text, edition: Edition, place_code: str, members: pd.DataFrame, cycle: Cycle, indicators: pd.DataFrame
) -> pd.DataFrame:
    """Values of several periods: columns ``material.TRENDS``; a single year has start = end.

    ``median`` is the group's in the cycle. Only indicators with two or more different periods.
    """
    values = edition["values"]
    rows = values[(values["place_code"] == place_code) & values["comparable"]].dropna(subset=["year"])
    own = rows.merge(indicators, on="indicator_id", suffixes=("", "_catalogue"))
    plain = own["denominator"] == Denominator.NONE
    own = own.assign(shown=own["annual_value"].where(plain, own["per_head_value"])).dropna(subset=["shown"])
    end = own["period_end"].fillna(own["year"]).astype(int)
    own = own.assign(end=end, start=own["period_start"].fillna(end).astype(int)).sort_values(
        ["order", "end", "start"]
    )
    own = own.drop_duplicates(["indicator_id", "start", "end"])
    own = own[own.groupby("indicator_id")["end"].transform("size") > 1]
    middle = _medians(edition, members, cycle)
    units = [unit(t, r) for r in records(own)]
    return own.assign(unit=units, value=own["shown"], median=own["indicator_id"].map(middle))[
        list(columns.TRENDS)
    ]


def _medians(edition: Edition, members: pd.DataFrame, cycle: Cycle) -> pd.Series:
    """The group's median by indicator, where enough places have a value."""
    peers = spine.comparable(edition, cycle)
    peers = peers[peers["place_code"].isin(members["place_code"])]
    found = peers.groupby("indicator_id")["shown"].agg(["median", "size"])
    return found["median"].where(found["size"] >= spine.FEWEST)
