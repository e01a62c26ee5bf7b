"""One place against its comparison group, indicator by indicator.

Tables in: values, indicators. Statistics are over the group with the lead place in it;
below five places nothing is compared. ``worst`` to ``best`` follow the direction of the
indicator; without a direction they are the lowest and the highest.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from dashboard.queries import ranking
from dashboard.queries.cycles import Cycle
from dashboard.queries.edition import Edition
from dashboard.queries.frames import records
from etl.schema import Better, Denominator

FEWEST: Final = 5
"""Places below which a group has no quartiles worth the name."""


def comparable(edition: Edition, cycle: Cycle) -> pd.DataFrame:
    """Comparable values of a cycle with ``shown``: per head where the catalogue says so.

    Columns: those of values and of indicators, and ``shown``, ``shown_low``, ``shown_high``.
    """
    rows = ranking.chosen_values(edition, cycle)
    rows = rows[rows["comparable"]].merge(edition["indicators"], on="indicator_id")
    per_head = rows["denominator"] != Denominator.NONE
    rows = rows.assign(shown=rows["per_head_value"].where(per_head, rows["annual_value"])).dropna(
        subset=["shown"]
    )
    scale = (rows["shown"] / rows["value"].where(rows["value"] != 0)).fillna(1.0)
    return rows.assign(shown_low=rows["value_low"] * scale, shown_high=rows["value_high"] * scale)


def spine(edition: Edition, lead: str, members: pd.Series[str], cycle: Cycle) -> pd.DataFrame:
    """One row an indicator of which the lead place has a comparable value.

    Columns: those of indicators and the lead's value (``shown``, period columns, qualifier,
    ``observation_id``), ``n``, ``worst``, ``lower``, ``median``, ``upper``, ``best``,
    ``best_code``, ``standing`` (better, middle, worse, none, few), ``rank``, ``rank_best``,
    ``rank_worst``, ``next_code`` and ``next_shown`` (the place one rank above).
    """
    rows = comparable(edition, cycle)
    rows = rows[rows["place_code"].isin({*members, lead})]
    own = set(rows.loc[rows["place_code"] == lead, "indicator_id"])
    found = [_one(group, lead) for _, group in rows[rows["indicator_id"].isin(own)].groupby("order")]
    return pd.DataFrame(found)


def _one(group: pd.DataFrame, lead: str) -> dict[str, Any]:
    """Statistics of one indicator."""
    lower_is_better = group["better"].iloc[0] == Better.LOWER
    ranked = ranking.with_ranks(group, ascending=lower_is_better)
    own = records(ranked[ranked["place_code"] == lead])[0]
    quarter, three = (float(ranked["shown"].quantile(q)) for q in (0.25, 0.75))
    above = ranked[ranked["rank"] < own["rank"]]
    statistics = {
        "n": len(ranked),
        "worst": float(ranked["shown"].iloc[-1]),
        "lower": three if lower_is_better else quarter,
        "median": float(ranked["shown"].median()),
        "upper": quarter if lower_is_better else three,
        "best": float(ranked["shown"].iloc[0]),
        "best_code": str(ranked["place_code"].iloc[0]),
        "next_code": str(above["place_code"].iloc[-1]) if len(above) else None,
        "next_shown": float(above["shown"].iloc[-1]) if len(above) else None,
        "observation_id": str(own["observation_ids"][0]),
    }
    return {**own, **statistics, "standing": standing({**own, **statistics})}


def standing(row: dict[str, Any]) -> str:
    """Where the lead place stands: beyond a quartile, between them, or not judged."""
    if row["n"] < FEWEST:
        return "few"
    if row["better"] == Better.NONE:
        return "none"
    sign = -1 if row["better"] == Better.LOWER else 1
    if sign * row["shown"] > sign * row["upper"]:
        return "better"
    return "worse" if sign * row["shown"] < sign * row["lower"] else "middle"


def ahead_of_median(row: dict[str, Any]) -> bool:
    """Whether the lead place is on the better side of the median."""
    sign = -1 if row["better"] == Better.LOWER else 1
    return bool(sign * row["shown"] > sign * row["median"])


def position(row: dict[str, Any], value: float) -> float:
    """Where a value lies between worst (0) and best (100); 50 when all are alike."""
    span = row["best"] - row["worst"]
    return 50.0 if span == 0 else min(100.0, max(0.0, 100.0 * (value - row["worst"]) / span))
