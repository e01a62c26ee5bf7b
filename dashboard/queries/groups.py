"""Which places are compared: those with data, and the comparison group of a lead place.

Tables in: places, values, titles. Peers are the nearest in population among places of
the same level, those of the same region first (the four regions of the National Bureau
of Statistics, 2011: east, centre, west, north-east).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard.queries.edition import Edition
from dashboard.queries.frames import one
from dashboard.queries.pairs import pairs

PEERS: Final = 10
"""How many peers are proposed until a person asks for more or fewer."""

SIZES: Final = (5, 8, 10, 15, 20)
"""How many peers can be asked for."""

MOST: Final = 40
"""Places that can be picked by hand: their codes fit the address."""

OTHER_REGION: Final = 0.5
"""What lying in another region costs, in natural logarithms of the population ratio."""

_REGIONS: Final = {
    "east": ("11", "12", "13", "31", "32", "33", "35", "37", "44", "46"),
    "centre": ("14", "34", "36", "41", "42", "43"),
    "northeast": ("21", "22", "23"),
}


class Group(StrEnum):
    """The ways to choose a comparison group."""

    ALL = "all"
    LEVEL = "level"
    PROVINCE = "province"
    PEERS = "peers"
    PICKED = "picked"


def region(place_code: str) -> str:
    """Region of a place by the first two digits of its code."""
    return next((name for name, codes in _REGIONS.items() if place_code[:2] in codes), "west")


def with_data(edition: Edition) -> pd.DataFrame:
    """Reference places that have at least one value, by code."""
    return _with_data(edition).copy(deep=False)


@lru_cache(maxsize=4)
def _with_data(edition: Edition) -> pd.DataFrame:
    """``with_data``, kept: the sidebar asks for it at every run."""
    places = edition["places"]
    kept = places["place_code"].isin(edition["values"]["place_code"].unique())
    return places[kept].sort_values("place_code")


@lru_cache(maxsize=4)
def default_lead(edition: Edition) -> str | None:
    """The prefecture with most comparable values stands in until a person chooses."""
    places = edition["places"]
    prefectures = places.loc[places["level"] == "prefecture", "place_code"]
    codes = pairs(edition).groupby("place_code", observed=True)["comparable"].sum()
    chosen = codes[codes.index.isin(prefectures) & (codes > 0)]
    chosen = chosen if len(chosen) else edition["values"]["place_code"].value_counts()
    if not chosen.sum():
        return None
    return str(min(chosen[chosen == chosen.max()].index))


def members(
    edition: Edition, lead: str | None, group: Group, n: int = PEERS, picked: Collection[str] = ()
) -> pd.DataFrame:
    """Places of the comparison group, the lead place among them.

    Columns of places, and for PEERS those of ``_peers``, nearest first. ``n`` is the number
    of peers, ``picked`` the codes of a group chosen by hand.
    """
    places = with_data(edition)
    if group is Group.PICKED:
        return places[places["place_code"].isin({*picked, lead})]
    if lead is None or group is Group.ALL or lead not in set(places["place_code"]):
        return places
    own = one(places, "place_code", lead)
    alike: pd.DataFrame = places[places["level"] == own["level"]]
    if group is Group.PROVINCE:
        neighbours: pd.DataFrame = alike[alike["province_code"] == own["province_code"]]
        return neighbours
    if group is Group.PEERS:
        return _peers(edition, alike, own, n)
    return alike


def _peers(edition: Edition, alike: pd.DataFrame, own: Mapping[str, Any], n: int) -> pd.DataFrame:
    """The lead place and its ``n`` nearest neighbours in population and region, with the reasons.

    Adds ``distance`` (0 = alike, the lead place -1), ``same_province``, ``same_region``,
    ``times`` (residents as a multiple of the lead place's) and ``shared`` (indicators of
    which both have a comparable value, in any year).
    """
    lead, codes = str(own["place_code"]), alike["place_code"]
    times = alike["population"].astype(float) / float(own["population"])
    near = np.array([region(code) == region(lead) for code in codes], dtype=bool)
    distance = np.abs(np.log(times.to_numpy())) + OTHER_REGION * ~near
    ranked = alike.assign(
        distance=np.where(codes == lead, -1.0, distance),
        same_province=alike["province_code"] == own["province_code"],
        same_region=near,
        times=times,
        shared=codes.map(_shared(edition, lead)).fillna(0).astype(int),
    )
    return ranked.sort_values(["distance", "place_code"], na_position="last").head(n + 1)


def _shared(edition: Edition, lead: str) -> pd.Series[int]:
    """Indicators that each place can be compared with ``lead`` by."""
    known = pairs(edition)
    known = known[known["comparable"] > 0]
    own = known.loc[known["place_code"] == lead, "indicator_id"]
    return known.loc[known["indicator_id"].isin(list(own)), "place_code"].value_counts()
