"""Titles by naming: the known lists, and what reports state."""

from __future__ import annotations

from typing import Any

import pytest

from etl.catalog import Catalog
from etl.extract import Extractor
from etl.titles import stated_titles, titles
from tests.etl.reading import read


def stated(extractor: Extractor, text: str, **header: str | None) -> list[tuple[str, str, int]]:
    """(place, level, year) of the titles that only the report states."""
    rows = titles(stated_titles(read(text, **header), extractor.gazetteer), extractor.catalog, extractor)
    return [(r["place_name"], str(r["level"]), r["year"]) for r in rows if r["source_id"]]


@pytest.fixture(scope="module")
def listed(extractor: Extractor) -> list[dict[str, Any]]:
    return titles([], extractor.catalog, extractor)


def test_every_listed_honour_finds_its_place(listed: list[dict[str, Any]], catalog: Catalog) -> None:
    keys = {(r["place_code"], r["year"]) for r in listed}
    assert len(keys) == len(listed) == len({(h["year"], h["province"], h["place"]) for h in catalog.honours})


def test_a_national_title_knows_its_round(listed: list[dict[str, Any]], catalog: Catalog) -> None:
    rounds = {r.year: r.number for r in catalog.rounds}
    assert all(row["round"] == rounds[row["year"]] for row in listed)


def test_only_a_whole_list_is_marked_complete(listed: list[dict[str, Any]], catalog: Catalog) -> None:
    complete = {(int(h["year"]), h["place"]) for h in catalog.honours if h["list"] == "complete"}
    assert sum(r["complete_list"] for r in listed) == len(complete)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2007年，荣获全国双拥模范城称号。", [("张掖市", "national", 2007)]),
        (
            "2004年和2007年两次荣获“全国双拥模范城”称号。",
            [("张掖市", "national", 2004), ("张掖市", "national", 2007)],
        ),
        ("2018年被命名为省级双拥模范城。", [("张掖市", "provincial", 2018)]),
        ("2018年以来争创全国双拥模范城。", []),
        ("力争2024年获评全国双拥模范城。", []),
        ("2007年，民乐县荣获全国双拥模范县。", []),
        ("2007年荣获全国双拥模范单位先进个人称号。", []),
        ("2007年荣获全国文明城市称号。", []),
    ],
)
def test_what_a_report_states(extractor: Extractor, text: str, found: list[tuple[str, str, int]]) -> None:
    assert stated(extractor, text) == found


def test_a_listed_title_wins_over_the_stated_one(extractor: Extractor, catalog: Catalog) -> None:
    honour = next(h for h in catalog.honours if h["place"].endswith("市"))
    place = extractor.gazetteer.named(honour["place"], honour["province"])
    assert place is not None
    text = f"{honour['year']}年，荣获全国双拥模范城称号。"
    assert stated(extractor, text, place=place.name) == []


def test_a_stated_title_leads_to_its_sentence(extractor: Extractor) -> None:
    rows = titles(
        stated_titles(read("2007年，荣获全国双拥模范城称号。"), extractor.gazetteer),
        extractor.catalog,
        extractor,
    )
    [row] = [r for r in rows if r["source_id"]]
    assert (row["source_id"], row["quote"], row["complete_list"]) == (
        "own",
        "2007年，荣获全国双拥模范城称号。",
        False,
    )
