"""The reference places: places.csv, and the counties of counties.csv that it does not list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from etl.schema import PlaceLevel
from etl.tabular import number, one_of, read_table, unique

CENSUS_YEAR: Final = 2020


def place_facts(reference: Path) -> Iterator[dict[str, Any]]:
    """Rows of the places table: places.csv, and the counties that it does not list."""
    columns = (
        "adcode",
        "name_zh",
        "short_zh",
        "name_en",
        "level",
        "parent_adcode",
        "lon",
        "lat",
        "population_2020",
        "source",
    )
    name, rows = read_table(reference / "places.csv", columns)
    seen: set[str] = set()
    names: dict[str, str] = {r["adcode"]: r["name_zh"] for r in rows}
    levels: dict[str, str] = {r["adcode"]: r["level"] for r in rows}
    for n, r in enumerate(rows, 2):
        code = unique(name, n, "adcode", r["adcode"], seen)
        level = one_of(name, n, "level", r["level"], PlaceLevel)
        population = r["population_2020"]
        yield {
            "place_code": code,
            "place_name": _full_name(r["name_zh"], r["parent_adcode"], level, names, levels),
            "own_name": r["name_zh"],
            "short_name": r["short_zh"] or _short(r["name_zh"]),
            "name_en": r["name_en"] or None,
            "level": level,
            "parent_code": r["parent_adcode"] or None,
            "province_code": code[:2] + "0000",
            "lon": float(r["lon"]) if r["lon"] else None,
            "lat": float(r["lat"]) if r["lat"] else None,
            "population": number(name, n, "population_2020", population) / 10_000 if population else None,
            "population_year": CENSUS_YEAR if population else None,
            "population_source": r["source"] or None,
        }
    name, rows = read_table(reference / "counties.csv", ("adcode", "name_zh", "parent_adcode", "lon", "lat"))
    for r in rows:
        if r["adcode"] in seen:
            continue
        yield {
            "place_code": r["adcode"],
            "place_name": _full_name(r["name_zh"], r["parent_adcode"], PlaceLevel.COUNTY, names, levels),
            "own_name": r["name_zh"],
            "short_name": _short(r["name_zh"]),
            "name_en": None,
            "level": PlaceLevel.COUNTY,
            "parent_code": r["parent_adcode"] or None,
            "province_code": r["adcode"][:2] + "0000",
            "lon": float(r["lon"]),
            "lat": float(r["lat"]),
            "population": None,
            "population_year": None,
            "population_source": None,
        }


def _full_name(own: str, parent: str, level: str, names: Mapping[str, str], levels: Mapping[str, str]) -> str:
    """乌海市海勃湾区: a county's name alone is not unique."""
    direct = levels.get(parent) == PlaceLevel.PROVINCE and not names.get(parent, "").endswith("市")
    return own if level != PlaceLevel.COUNTY or not parent or direct else names.get(parent, "") + own


def _short(name: str) -> str:
    for suffix in ("自治县", "自治旗", "林区", "特区", "新区", "市", "区", "县", "旗"):
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)]
    return name
