"""Everything about one place. Tables in: observations, indicators, places, pillars, sources, values."""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard.queries.edition import Edition
from dashboard.queries.frames import plain, records
from etl.schema import SourceKind

POPULATION: Final = "context.population"


def observations(edition: Edition, place_code: str) -> pd.DataFrame:
    """Observations of a place in the order of the catalogue, newest periods first."""
    rows = described(edition, edition["observations"]["place_code"] == place_code)
    return rows.sort_values(["order", "period_end", "char_start"], ascending=[True, False, True])


def described(edition: Edition, chosen: pd.Series[bool]) -> pd.DataFrame:
    """Chosen observations with what a reader needs to judge them.

    Columns: those of observations, ``pillar_id``, ``name_zh``, ``name_en``, ``order``,
    ``measure``, ``title`` and ``date`` of the source, ``used`` (stands behind a comparable value).
    """
    rows = plain(edition["observations"][chosen])
    names = edition["indicators"][["indicator_id", "pillar_id", "name_zh", "name_en", "order", "measure"]]
    sources = edition["sources"][["source_id", "title", "date"]]
    rows = rows.merge(names, on="indicator_id").merge(sources, on="source_id", how="left")
    return rows.assign(used=rows["observation_id"].isin(used_ids(edition, rows["place_code"])))


def used_ids(edition: Edition, place_codes: pd.Series[str]) -> set[str]:
    """Observations that stand behind a value which may enter a ranking."""
    values = edition["values"]
    ids = values.loc[values["place_code"].isin(place_codes) & values["comparable"], "observation_ids"]
    return {one for each in ids for one in each}


def why_not(edition: Edition, place_code: str) -> dict[str, str]:
    """Reason (code of WhyNot) by observation, for those that are shown but not compared."""
    values = edition["values"]
    rows = values[(values["place_code"] == place_code) & ~values["comparable"]].dropna(subset=["why_not"])
    return {
        one: str(why)
        for ids, why in zip(rows["observation_ids"], rows["why_not"], strict=True)
        for one in ids
    }


def sources(edition: Edition, place_code: str) -> pd.DataFrame:
    """Sources about a place, and returns with figures of it, newest first: columns of sources."""
    rows, seen = edition["sources"], edition["observations"]
    stating = seen.loc[seen["place_code"] == place_code, "source_id"].unique()
    return rows[
        (rows["place_code"] == place_code)
        | (rows["kind"] == SourceKind.RETURN) & rows["source_id"].isin(stating)
    ].sort_values("date", ascending=False, na_position="last")


def population(edition: Edition, place_code: str) -> tuple[float, int, bool] | None:
    """Resident population in 10,000 persons, its year, and whether a return states it and not the census.

    The newest by which values may be divided (``etl.normalise``); None where nothing is known.
    """
    places = edition["places"]
    census = places[places["place_code"] == place_code].dropna(subset=["population"])
    known = [(int(r["population_year"]), float(r["population"]), False) for r in records(census)]
    seen, sources = edition["observations"], edition["sources"]
    returns = sources.loc[sources["kind"] == SourceKind.RETURN, "source_id"]
    own = (seen["place_code"] == place_code) & (seen["indicator_id"] == POPULATION)
    stated = seen[own & seen["source_id"].isin(returns)].dropna(subset=["period_end"])
    known += [(int(r["period_end"]), float(r["value"]), True) for r in records(stated)]
    if not known:
        return None
    year, number, from_return = max(known, key=lambda one: one[0])  # of one year the census, as there
    return number, year, from_return


def conflicts(edition: Edition, place_code: str) -> pd.DataFrame:
    """Conflicts between observations of a place: columns of conflicts."""
    rows = edition["conflicts"]
    return rows[rows["place_code"] == place_code]
