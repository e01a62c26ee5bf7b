"""Model-city titles: who was named in which round, and how far the lists reach.

Tables in: titles, naming_rounds, places. A place without a naming on record is not a place
without a title: ``complete_provinces`` tells where a list covers a whole province.
"""

from __future__ import annotations

import pandas as pd

from dashboard.queries.edition import Edition
from dashboard.queries.ranking import with_ranks
from etl.schema import TitleLevel


def counts(edition: Edition, level: TitleLevel = TitleLevel.NATIONAL) -> pd.DataFrame:
    """Places named at least once, most namings first.

    Columns: those of places, ``shown`` (namings on record), ``years`` (list of years),
    ranks as in ``ranking.with_ranks`` (a count on record has no interval).
    """
    titles = edition["titles"]
    own = titles[titles["level"] == level].sort_values("year")
    grouped = own.groupby("place_code").agg(shown=("year", "nunique"), years=("year", list)).reset_index()
    rows = grouped.merge(edition["places"], on="place_code", how="left")
    rows["shown"] = rows["shown"].astype(float)
    return with_ranks(rows.assign(shown_low=rows["shown"], shown_high=rows["shown"]))


def complete_provinces(edition: Edition) -> pd.DataFrame:
    """Province and year of each national list that covers a whole province."""
    titles = edition["titles"]
    full = titles[(titles["level"] == TitleLevel.NATIONAL) & titles["complete_list"]]
    codes = full["place_code"].str[:2] + "0000"
    return (
        pd.DataFrame({"province_code": codes, "year": full["year"]}).drop_duplicates().reset_index(drop=True)
    )


def by_province(edition: Edition) -> pd.DataFrame:
    """Provinces with places named in the newest round of a complete list.

    Columns: those of places, ``shown`` (places named), ``year``.
    """
    titles = edition["titles"]
    own = titles[(titles["level"] == TitleLevel.NATIONAL) & titles["complete_list"]]
    own = own.assign(province_code=own["place_code"].str[:2] + "0000")
    newest = own[own["year"] == own.groupby("province_code")["year"].transform("max")]
    rows = (
        newest.groupby("province_code")
        .agg(shown=("place_code", "nunique"), year=("year", "max"))
        .reset_index()
    )
    places = edition["places"].drop(columns="province_code")
    rows = rows.merge(places, left_on="province_code", right_on="place_code").astype({"shown": float})
    return with_ranks(rows.assign(shown_low=rows["shown"], shown_high=rows["shown"]))


def timeline(edition: Edition, place_code: str) -> pd.DataFrame:
    """All rounds for one place.

    Columns: round, year, ``national`` and ``provincial`` (named | not_listed | unknown),
    ``source`` (the report that states the naming, empty where a list does). ``not_listed`` only
    where a complete list of the province lacks it.
    """
    rounds = edition["naming_rounds"].sort_values("round")[["round", "year"]]
    own = edition["titles"]
    own = own[own["place_code"] == place_code]
    own = own.assign(source=own["source"].where(own["source_id"].notna(), ""))
    national = own[own["level"] == TitleLevel.NATIONAL].drop_duplicates("year").set_index("year")
    full = complete_provinces(edition)
    listed = set(full[full["province_code"] == place_code[:2] + "0000"]["year"])
    state = [
        "named" if y in national.index else "not_listed" if y in listed else "unknown" for y in rounds["year"]
    ]
    sources = [national["source"].get(y, "") for y in rounds["year"]]
    return rounds.assign(national=state, source=sources)


def provincial(edition: Edition, place_code: str) -> pd.DataFrame:
    """Provincial titles of one place, by year: columns of titles."""
    titles = edition["titles"]
    return titles[
        (titles["place_code"] == place_code) & (titles["level"] == TitleLevel.PROVINCIAL)
    ].sort_values("year")
