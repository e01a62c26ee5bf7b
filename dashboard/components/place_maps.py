"""What the maps of places show: titles on record, or the values of a ranking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard import cache, numbers
from dashboard.charts.mapdata import MapData
from dashboard.components.view import View
from dashboard.queries import scores, titles
from dashboard.queries.frames import records
from dashboard.text import Text


def of_titles(view: View, layer: str, among: pd.Series | None = None) -> MapData:
    """National titles: times named (prefectures), or places named in the newest full list (provinces).

    ``among`` limits the map to these place codes.
    """
    t = view.t
    rows = titles.counts(view.edition) if layer == "prefecture" else titles.by_province(view.edition)
    if layer == "prefecture":
        rows["tip"] = [
            f"{t.pick(zh, en)}\n{t.count('titles.times', int(n))}\n{t.listing([str(y) for y in years])}"
            for zh, en, n, years in zip(
                rows["place_name"], rows["name_en"], rows["shown"], rows["years"], strict=True
            )
        ]
    else:
        rows["tip"] = [
            f"{t.pick(zh, en)}\n{t.count('titles.places_named', int(n), year=int(year))}"
            for zh, en, n, year in zip(
                rows["place_name"], rows["name_en"], rows["shown"], rows["year"], strict=True
            )
        ]
    rows = rows if among is None or layer == "province" else rows[rows["place_code"].isin(among)]
    return _map(view, rows, layer, _listed_provinces(view, layer), "titles")


def _listed_provinces(view: View, layer: str) -> frozenset[str]:
    """Prefectures of provinces with a complete list: without a row they were not named."""
    if layer != "prefecture":
        return frozenset()
    listed = set(titles.complete_provinces(view.edition)["province_code"])
    places = view.edition["places"]
    return frozenset(places[places["province_code"].isin(listed)]["place_code"])


def of_ranking(view: View, rows: pd.DataFrame, layer: str, unit: str) -> MapData:
    """Values of a ranking (``queries.ranking.ranked``)."""
    rows = rows.assign(tip=[tip(view, row, unit) for row in records(rows)])
    # a municipality is a province with an outline among the prefectures
    municipality = rows["place_code"].isin(["110000", "120000", "310000", "500000"])
    keep = rows["level"] == layer if layer == "province" else (rows["level"] != "province") | municipality
    return _map(view, rows[keep], layer, frozenset(), "ranking")


def of_scores(view: View, item_id: str, layer: str) -> MapData:
    """Scores of the index or a pillar; places whose score stands in brackets say why."""
    t = view.t
    made = of_ranking(view, scores.ranked(view.edition, item_id), layer, t("unit.分"))
    missing = scores.unranked(view.edition, item_id)
    why = zip(missing["place_code"], missing["why"], strict=True)
    reasons = dict.fromkeys(view.edition["places"]["place_code"], t("map.no_source"))
    reasons |= {code: t.code("why", str(reason)) for code, reason in why}
    return replace(made, reasons=reasons, missing_tip=t("map.missing_score"))


def tip(view: View, row: Mapping[str, Any], unit: str) -> str:
    """Name, value with unit, rank, period and source of one ranked place."""
    t = view.t
    value = f"{numbers.significant(float(row['shown']), 4)} {unit}"
    lines = [t.pick(row["place_name"], row["name_en"]), value, _rank(t, row)]
    if "period_kind" in row:
        lines += [t.period(row), view.edition.source_titles.get(str(row["source_id"]), "")]
    return "\n".join(lines)


def _rank(t: Text, row: Mapping[str, Any]) -> str:
    """Rank, with its interval where it is one."""
    if row["rank_best"] == row["rank_worst"]:
        return t("rankings.rank_of", rank=row["rank"])
    return t("rankings.rank_between", rank=row["rank"], best=row["rank_best"], worst=row["rank_worst"])


def _map(view: View, rows: pd.DataFrame, layer: str, listed: frozenset[str], family: str) -> MapData:
    """Part rows into areas with an outline and points without one."""
    t = view.t
    outlines = {s.place_code for s in cache.atlas(view.edition.edition_id, view.edition).shapes(layer)}
    inside = rows["place_code"].isin(outlines)
    points = rows[~inside].dropna(subset=["lon", "lat"]) if layer == "prefecture" else rows.iloc[:0]
    places = view.edition["places"]
    provinces = places[places["level"] == "province"]
    return MapData(
        layer=layer,
        areas=rows[inside][["place_code", "shown", "tip"]],
        points=points[["place_code", "lon", "lat", "shown", "tip"]],
        empty=listed - set(rows["place_code"]),
        lead=view.lead,
        gold=family == "titles",
        missing_tip=t(f"map.missing_{family}"),
        empty_tip=t("map.not_listed"),
        alt=t("map.alt", n=len(rows)),
        labels=tuple(
            (code, t.pick(zh, en))
            for code, zh, en in zip(
                provinces["place_code"], provinces["short_name"], provinces["name_en"], strict=True
            )
        ),
    )
