"""Where a place stands among its group, indicator by indicator; the same basis as the rankings page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard.export.briefing import material as columns
from dashboard.export.spec import Standing
from dashboard.queries.ranking import with_ranks
from dashboard.text import Text
from etl.schema import Better, Denominator, Measure

FEWEST: Final = 5
"""Places with a value below which nothing is judged."""


def period(t: Text, row: Mapping[str, Any]) -> str:
    """The period of an observation or value in words."""
    start, end = row["period_start"], row["period_end"]
    if pd.notna(start) and pd.notna(end) and int(start) != int(end):
        return t("period.span", start=int(start), end=int(end))
    if pd.notna(end) or pd.notna(start):
        return t("period.year_only", year=int(end if pd.notna(end) else start))
    return t.code("period", str(row["period_kind"]))


def comparable(chosen: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Chosen values with ``shown`` on the basis of the catalogue; rows without one are left out."""
    rows = chosen[chosen["comparable"]].merge(indicators, on="indicator_id", suffixes=("", "_catalogue"))
    plain = rows["denominator"] == Denominator.NONE
    rows = rows.assign(shown=rows["annual_value"].where(plain, rows["per_head_value"])).dropna(subset=["shown"])
    scale = (rows["shown"] / rows["value"].where(rows["value"] != 0)).fillna(1.0)
    return rows.assign(shown_low=rows["value_low"] * scale, shown_high=rows["value_high"] * scale)


def unit(t: Text, row: Mapping[str, Any]) -> str:
    """The unit of ``shown``: per head and per year where it is."""
    base = t.unit(str(row["unit"]), str(row["denominator"]))
    return t("unit.per_year", unit=base) if row["measure"] == Measure.FLOW else base


def standing(
    t: Text, chosen: pd.DataFrame, indicators: pd.DataFrame, members: pd.DataFrame, place_code: str, names: Mapping[str, str]
) -> pd.DataFrame:
    """One row an indicator of the place: columns ``material.STANDING``, in catalogue order."""
    rows = comparable(chosen, indicators)
    rows = rows[rows["place_code"].isin({*members["place_code"], place_code})]
    own = set(rows.loc[rows["place_code"] == place_code, "indicator_id"])
    made = [
        _one(t, group, place_code, names)
        for _, group in rows[rows["indicator_id"].isin(own)].sort_values("order").groupby("indicator_id", sort=False)
    ]
    return pd.DataFrame(made, columns=list(columns.STANDING))


def _one(t: Text, group: pd.DataFrame, place_code: str, names: Mapping[str, str]) -> dict[str, Any]:
    """Statistics of one indicator and the place's row in it."""
    better = str(group["better"].iloc[0])
    ranked = with_ranks(group, ascending=better == Better.LOWER)
    own = {str(k): v for k, v in ranked[ranked["place_code"] == place_code].iloc[0].to_dict().items()}
    shown = ranked["shown"].to_numpy(dtype=float)
    worst, lower, median, upper, best = np.quantile(shown, [0, 0.25, 0.5, 0.75, 1])
    if better == Better.LOWER:
        worst, lower, upper, best = best, upper, lower, worst
    return {
        **{c: own[c] for c in ("indicator_id", "pillar", "name", "better", "value", "shown", "rank", "rank_best", "rank_worst", "observation_ids")},
        "unit": unit(t, own),
        "raw_unit": str(own["unit"]),
        "per": str(own["denominator"]),
        "yearly": own["measure"] == Measure.FLOW,
        "qualifier": t.code("qualifier", str(own["qualifier"])),
        "qualifier_code": str(own["qualifier"]),
        "period": period(t, own),
        "n": len(shown),
        **{"worst": worst, "lower": lower, "median": median, "upper": upper, "best": best},
        "best_place": names.get(str(ranked["place_code"].iloc[0]), ""),
        "standing": judge(float(own["shown"]), lower, upper, better, len(shown)).value,
    }


def judge(value: float, lower: float, upper: float, better: str, n: int) -> Standing:
    """Beyond the better quartile, beyond the worse one, or between; none without direction or places."""
    if better == Better.NONE or n < FEWEST:
        return Standing.NONE
    sign = -1.0 if better == Better.LOWER else 1.0
    if value * sign > upper * sign:
        return Standing.BETTER
    return Standing.WORSE if value * sign < lower * sign else Standing.MIDDLE


def trends(
    t: Text, values: pd.DataFrame, indicators: pd.DataFrame, chosen: pd.DataFrame, members: pd.DataFrame, place_code: str
) -> pd.DataFrame:
    """Values of several periods: columns ``material.TRENDS``; a single year has start = end.

    ``median`` is the group's in the cycle. Only indicators with two or more different periods.
    """
    own = comparable(values[values["place_code"] == place_code], indicators).dropna(subset=["year"])
    end = own["period_end"].fillna(own["year"]).astype(int)
    own = own.assign(end=end, start=own["period_start"].fillna(end).astype(int)).sort_values(["order", "end", "start"])
    own = own.drop_duplicates(["indicator_id", "start", "end"])
    own = own[own.groupby("indicator_id")["end"].transform("size") > 1]
    peers = comparable(chosen[chosen["place_code"].isin(members["place_code"])], indicators)
    medians = peers.groupby("indicator_id")["shown"].agg(["median", "size"])
    middle = medians["median"].where(medians["size"] >= FEWEST)
    made = own.assign(
        unit=[unit(t, {str(k): v for k, v in r.items()}) for r in own.to_dict("records")],
        value=own["shown"],
        median=own["indicator_id"].map(middle),
    )
    return made[list(columns.TRENDS)]
