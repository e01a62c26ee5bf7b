"""Model-city titles of places by naming: the lists that are known, and what reports state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from etl.catalog import Catalog
from etl.extract import Extractor
from etl.places import Gazetteer
from etl.records import Place, Reading, Sentence
from etl.schema import TitleLevel
from etl.tabular import CatalogError

_NATIONAL: Final = r"全国[“”]?双拥模范(?!单位|个人|集体)"
_PROVINCIAL: Final = r"(?:全省|省级|自治区级?|全区|[\u4e00-\u9fff]{2,3}省)[“”]?双拥模范(?!单位|个人|集体)"
_STATED: Final = re.compile(
    rf"(?P<years>(?:(?:19|20)\d\d年(?!以来|来|起|开始)[、和及]?)+)[^。；]{{0,40}}?(?:荣获|荣膺|获评|获得|获|被命名为|被授予|评为|再次|蝉联)[^。；]{{0,24}}?(?:(?P<national>{_NATIONAL})|(?P<provincial>{_PROVINCIAL}))"
)
_GOAL: Final = re.compile(r"争创|力争|争取|目标|先进(?:单位|个人)")

GOAL_WITHIN: Final = 8
"""力争到2024年再次荣获…: a goal is named just before the year."""


def titles(stated: Iterable[dict[str, Any]], catalog: Catalog, extractor: Extractor) -> list[dict[str, Any]]:
    """Rows of the titles table; a listed title wins over one that a report states."""
    rounds = {r.year: r.number for r in catalog.rounds}
    rows: dict[tuple[str, str, int], dict[str, Any]] = {}
    for row in (*_listed(catalog, extractor.gazetteer), *stated):
        national = row["level"] == TitleLevel.NATIONAL
        row["round"] = rounds.get(row["year"]) if national else None
        rows.setdefault((row["place_code"], row["level"], row["year"]), row)
    return list(rows.values())


def _listed(catalog: Catalog, gazetteer: Gazetteer) -> Iterator[dict[str, Any]]:
    for number, honour in enumerate(catalog.honours, 2):
        place = gazetteer.named(honour["place"], honour["province"])
        if place is None:
            raise CatalogError(
                "reference/honours.csv",
                number,
                "place",
                f"{honour['province']} 没有这个地方 / no place of that province: {honour['place']}",
                "请核对名称 / check the name",
            )
        yield _row(place, TitleLevel.NATIONAL, int(honour["year"]), honour["list"] == "complete", "命名名单")


def stated_titles(reading: Reading, gazetteer: Gazetteer) -> Iterator[dict[str, Any]]:
    """Titles that a report states with their year, as rows without their round."""
    place = reading.place
    if place is None:
        return
    for sentence in reading.title_sentences:
        for m in _STATED.finditer(sentence.text):
            part = gazetteer.part_of(sentence, m.end(), place)
            clause = sentence.text[max(0, m.start() - GOAL_WITHIN) : m.end()]
            if part or _GOAL.search(clause) or _names_parts(sentence, m, gazetteer, place):
                continue
            level = TitleLevel.NATIONAL if m["national"] else TitleLevel.PROVINCIAL
            for year in re.findall(r"\d{4}", m["years"]):
                row = _row(place, level, int(year), False, reading.document.title)
                quote = reading.document.printed(sentence.offsets)
                yield row | {"source_id": reading.document.source_id, "quote": quote}


def _names_parts(sentence: Sentence, m: re.Match[str], gazetteer: Gazetteer, place: Place) -> bool:
    """2020年，新会、台山、开平获评…: the title is theirs."""
    return gazetteer.names_part(sentence.text[m.start() : m.end()], place)


def _row(place: Place, level: TitleLevel, year: int, complete: bool, source: str) -> dict[str, Any]:
    return {
        "place_code": place.code,
        "place_name": place.name,
        "level": level,
        "year": year,
        "complete_list": complete,
        "source": source,
        "source_id": None,
        "quote": None,
    }
