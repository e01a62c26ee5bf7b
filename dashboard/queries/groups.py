"""Which places are compared: those with data, and the comparison group of a lead place.

Tables in: places, values, titles. Peers are the nearest in population among places of
the same level, those of the same region first (the four regions of the National Bureau
of Statistics, 2011: east, centre, west, north-east).
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from dashboard.queries.edition import Edition
from dashboard.queries.frames import one

PEERS: Final = 10
"""How many peers are proposed."""

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
    values, places = edition["values"], edition["places"]
    prefectures = places.loc[places["level"] == "prefecture", "place_code"]
    codes = values.loc[values["comparable"], "place_code"].value_counts()
    chosen = codes[codes.index.isin(prefectures) & (codes > 0)]
    chosen = chosen if len(chosen) else values["place_code"].value_counts()
    if not chosen.sum():
        return None
    return str(min(chosen[chosen == chosen.max()].index))


def members(edition: Edition, lead: str | None, group: Group) -> pd.DataFrame:
    """Places of the comparison group, the lead place among them.

    Columns of places, and for PEERS ``distance`` (0 = alike), nearest first.
    """
    places = with_data(edition)
    if lead is None or group is Group.ALL or lead not in set(places["place_code"]):
        return places
    own = one(places, "place_code", lead)
    alike: pd.DataFrame = places[places["level"] == own["level"]]
    if group is Group.PROVINCE:
        neighbours: pd.DataFrame = alike[alike["province_code"] == own["province_code"]]
        return neighbours
    if group is Group.PEERS:
        return _peers(alike, lead, float(own["population"]))
    return alike


def _peers(alike: pd.DataFrame, lead: str, population: float) -> pd.DataFrame:
    """The lead place and its nearest neighbours in population and region."""
    ratio = np.log(alike["population"].to_numpy(dtype=float) / population)
    elsewhere = [region(code) != region(lead) for code in alike["place_code"]]
    distance = np.abs(ratio) + OTHER_REGION * np.array(elsewhere, dtype=float)
    ranked = alike.assign(distance=np.where(alike["place_code"] == lead, -1.0, distance))
    return ranked.sort_values(["distance", "place_code"], na_position="last").head(PEERS + 1)
