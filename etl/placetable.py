"""The reference places: places.csv, and the counties of counties.csv that it does not list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from etl.schema import PlaceLevel
from etl.tabular import known, number, one_of, pattern, read_table, required, unique

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
        code = unique(name, n, "adcode", _code(name, n, r), seen)
        parent = r["parent_adcode"] and known(
            name, n, "parent_adcode", r["parent_adcode"], names, "places.csv"
        )
        level = one_of(name, n, "level", r["level"], PlaceLevel)
        population = r["population_2020"]
        yield {
            "place_code": code,
            "place_name": _full_name(
                required(name, n, "name_zh", r["name_zh"]), parent, level, names, levels
            ),
            "own_name": r["name_zh"],
            "short_name": r["short_zh"] or _short(r["name_zh"]),
            "name_en": r["name_en"] or None,
            "level": level,
            "parent_code": parent or None,
            "province_code": code[:2] + "0000",
            "lon": number(name, n, "lon", r["lon"]) if r["lon"] else None,
            "lat": number(name, n, "lat", r["lat"]) if r["lat"] else None,
            "population": number(name, n, "population_2020", population) / 10_000 if population else None,
            "population_year": CENSUS_YEAR if population else None,
            "population_source": r["source"] or None,
        }
    name, rows = read_table(reference / "counties.csv", ("adcode", "name_zh", "parent_adcode", "lon", "lat"))
    for n, r in enumerate(rows, 2):
        code = _code(name, n, r)
        if code in seen:
            continue
        parent = known(name, n, "parent_adcode", r["parent_adcode"], names, "places.csv")
        own = required(name, n, "name_zh", r["name_zh"])
        yield {
            "place_code": code,
            "place_name": _full_name(own, parent, PlaceLevel.COUNTY, names, levels),
            "own_name": own,
            "short_name": _short(own),
            "name_en": None,
            "level": PlaceLevel.COUNTY,
            "parent_code": parent,
            "province_code": code[:2] + "0000",
            "lon": number(name, n, "lon", r["lon"]),
            "lat": number(name, n, "lat", r["lat"]),
            "population": None,
            "population_year": None,
            "population_source": None,
        }


def _code(name: str, n: int, row: Mapping[str, str]) -> str:
    return pattern(name, n, "adcode", row["adcode"], r"\d{6}", "620700")


def _full_name(own: str, parent: str, level: str, names: Mapping[str, str], levels: Mapping[str, str]) -> str:
    """乌海市海勃湾区: a county's name alone is not unique."""
    direct = levels.get(parent) == PlaceLevel.PROVINCE and not names.get(parent, "").endswith("市")
    return own if level != PlaceLevel.COUNTY or not parent or direct else names.get(parent, "") + own


def _short(name: str) -> str:
    for suffix in ("自治县", "自治旗", "林区", "特区", "新区", "市", "区", "县", "旗"):
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)]
    return name
