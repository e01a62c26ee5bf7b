"""One place against its comparison group, indicator by indicator.

Tables in: values, indicators. Statistics are over the group with the lead place in it;
below five places nothing is compared. ``worst`` to ``best`` follow the direction of the
indicator; without a direction they are the lowest and the highest.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.queries import ranking
from dashboard.queries.cycles import Cycle
from dashboard.queries.edition import Edition
from dashboard.queries.frames import plain, records
from etl.schema import Better, Denominator

Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]

FEWEST: Final = 5
"""Places below which a group has no quartiles worth the name."""


KEYS: Final = ["place_code", "indicator_id"]


@lru_cache(maxsize=8)
def _comparable(edition: Edition, cycle: Cycle) -> pd.DataFrame:
    """Comparable values of a cycle by place, kept: ``KEYS``, ``shown``, ``shown_low``, ``shown_high``.

    Shown is the number per head where the catalogue says so. Nothing else is kept: ten megabytes a
    cycle at national size, where whole rows would take seventy.
    """
    values, catalogue = edition["values"], edition["indicators"]
    at = ranking.chosen(edition, cycle)
    at = at[values["comparable"].iloc[at].to_numpy(bool)]
    rows = values[[*KEYS, "value", "value_low", "value_high", "annual_value", "per_head_value"]].iloc[at]
    divided = catalogue.loc[catalogue["denominator"] != Denominator.NONE, "indicator_id"]
    per_head = rows["indicator_id"].isin(list(divided))
    shown = rows["per_head_value"].where(per_head, rows["annual_value"])
    scale = (shown / rows["value"].where(rows["value"] != 0)).fillna(1.0)
    low, high = rows["value_low"] * scale, rows["value_high"] * scale
    kept: pd.DataFrame = rows[KEYS].assign(shown=shown, shown_low=low, shown_high=high)
    return kept.dropna(subset=["shown"])


def _own(edition: Edition, lead: str, cycle: Cycle, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The lead place's comparable values in the catalogue's order: with the indicator and shown."""
    values = ranking.chosen_values(edition, cycle, "place_code", lead)
    shown = plain(rows[rows["place_code"] == lead])
    own = values.merge(edition["indicators"], on="indicator_id").merge(shown, on=KEYS)
    return records(own.sort_values("order"))


def spine(edition: Edition, lead: str, members: pd.Series[str], cycle: Cycle) -> pd.DataFrame:
    """One row an indicator of which the lead place has a comparable value.

    Columns: those of indicators and the lead's value (``shown``, period columns, qualifier,
    ``observation_id``), ``n``, ``worst``, ``lower``, ``median``, ``upper``, ``best``,
    ``best_code``, ``standing`` (better, middle, worse, none, few), ``rank``, ``rank_best``,
    ``rank_worst``, ``next_code`` and ``next_shown`` (the place one rank above).
    """
    rows = _comparable(edition, cycle)
    rows = rows[rows["place_code"].isin({*members, lead})]
    columns = [rows[name].to_numpy() for name in ("place_code", "shown", "shown_low", "shown_high")]
    places = rows.groupby("indicator_id", observed=True).indices
    own = _own(edition, lead, cycle, rows)
    return pd.DataFrame(
        [_one(row, *(column[places[row["indicator_id"]]] for column in columns)) for row in own]
    )


def _one(row: dict[str, Any], codes: Texts, shown: Floats, low: Floats, high: Floats) -> dict[str, Any]:
    """The lead place's row of one indicator with the statistics of its group."""
    sign = -1.0 if row["better"] == Better.LOWER else 1.0
    good, ends = sign * shown, np.sort(sign * np.stack([low, high]), axis=0)  # more is better from here on
    best, worst = ranking.rank_bounds(ends[0], ends[1])
    at = int(np.flatnonzero(codes == row["place_code"])[0])
    above = np.flatnonzero(good > good[at])
    following = above[np.argmin(good[above])] if len(above) else None
    marks = [sign * float(v) for v in np.quantile(good, (0, 0.25, 0.5, 0.75, 1))]
    found = {
        **row,
        **dict(zip(("worst", "lower", "median", "upper", "best"), marks, strict=True)),
        "n": len(good),
        "best_code": str(codes[int(np.argmax(good))]),
        "rank": len(above) + 1,
        "rank_best": int(best[at]),
        "rank_worst": int(worst[at]),
        "next_code": None if following is None else str(codes[following]),
        "next_shown": None if following is None else float(shown[following]),
        "observation_id": str(row["observation_ids"][0]),
    }
    return {**found, "standing": standing(found)}


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
