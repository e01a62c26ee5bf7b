"""The catalogue and the reference data: loaded once, checked on load.

Every refusal names file, row and column and says the cure, in Chinese and English,
because the people who tend these files are officials and not programmers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml

from etl.quantities import Unit
from etl.records import Place
from etl.schema import Better, Combine, Denominator, Measure, PlaceLevel

ROOT: Final = Path(__file__).resolve().parent.parent / "data"
E = TypeVar("E", bound=StrEnum)


class CatalogError(ValueError):
    """A file of the catalogue or reference data that cannot be used, and how to mend it."""

    def __init__(self, file: str, row: int | str, column: str, problem: str, cure: str) -> None:
        self.file, self.row, self.column = file, row, column
        super().__init__(f"{file} 第 {row} 行 {column} 列 (row {row}, column {column}): {problem}. {cure}")


@dataclass(frozen=True, slots=True)
class Pillar:
    """One of the eight conditions, or honours or context."""

    pillar_id: str
    order: int
    name_zh: str
    name_en: str
    weight: float


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured: a row of the catalogue."""

    indicator_id: str
    order: int
    pillar_id: str
    name_zh: str
    name_en: str
    unit: str
    measure: Measure
    better: Better
    denominator: Denominator
    combine: Combine
    counts: str


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """A yes/no practice that is looked for."""

    practice_id: str
    order: int
    pillar_id: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Round:
    """A round of naming national model cities."""

    number: int
    date: str
    year: int
    places_named: int | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A declared fix of a source error; ``expect`` must still stand in the source."""

    correction_id: str
    source: str
    expect: str
    replace: str
    reason: str


@dataclass(frozen=True, slots=True)
class Catalog:
    """All of data/catalog and data/reference, checked."""

    root: Path
    pillars: tuple[Pillar, ...]
    indicators: Mapping[str, Indicator]
    practices: Mapping[str, PracticeRow]
    cues: Mapping[str, list[dict[str, Any]]]
    practice_cues: Mapping[str, list[dict[str, Any]]]
    actors: Mapping[str, list[str]]
    unit_groups: Mapping[str, str]
    sum_by_level: frozenset[str]
    units: tuple[Unit, ...]
    places: Mapping[str, Place]
    place_facts: tuple[dict[str, Any], ...]
    aliases: Mapping[str, str]
    rounds: tuple[Round, ...]
    honours: tuple[dict[str, str], ...]
    corrections: tuple[Correction, ...]


@lru_cache(maxsize=4)
def load_catalog(root: Path = ROOT) -> Catalog:
    """Read and check everything below ``root`` (the data folder)."""
    catalog, reference = root / "catalog", root / "reference"
    pillars = tuple(_pillars(catalog / "pillars.csv"))
    pillar_ids = {p.pillar_id for p in pillars}
    indicators = {i.indicator_id: i for i in _indicators(catalog / "indicators.csv", pillar_ids)}
    practices = {p.practice_id: p for p in _practices(catalog / "practices.csv", pillar_ids)}
    cues, actors, unit_groups, levels = _cues(catalog / "cues.yml", set(indicators))
    practice_cues, *_ = _cues(catalog / "practice_cues.yml", set(practices))
    place_facts = tuple(_place_facts(reference))
    places = {f["place_code"]: _place(f) for f in place_facts}
    return Catalog(
        root=root,
        pillars=pillars,
        indicators=indicators,
        practices=practices,
        cues=cues,
        practice_cues=practice_cues,
        actors=actors,
        unit_groups=unit_groups,
        sum_by_level=levels,
        units=tuple(_units(reference / "units.csv")),
        places=places,
        place_facts=place_facts,
        aliases=_aliases(reference / "place_aliases.csv", places),
        rounds=tuple(_rounds(reference / "naming_rounds.csv")),
        honours=tuple(_table(reference / "honours.csv", ("year", "province", "place", "list"))[1]),
        corrections=tuple(_corrections(reference / "corrections.yml")),
    )


def catalog_files(root: Path = ROOT) -> list[Path]:
    """Every file that decides what is found and shown, sorted; part of the edition id."""
    return sorted(p for folder in ("catalog", "reference") for p in (root / folder).rglob("*") if p.is_file())


def _table(path: Path, columns: Iterable[str]) -> tuple[str, list[dict[str, str]]]:
    name = f"{path.parent.name}/{path.name}"
    if not path.is_file():
        raise CatalogError(name, 0, "-", "文件不存在 / file is missing", "请恢复该文件 / restore it")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = [c for c in columns if c not in (reader.fieldnames or [])]
        if missing:
            raise CatalogError(name, 1, missing[0], "缺少列 / column is missing", "请在表头加上该列 / add it to the header")
        rows = list(reader)
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise CatalogError(
                name, number, "-", "列数与表头不符 / wrong number of fields", "含逗号的文字请加双引号 / quote text that has commas"
            )
    return name, rows


def _unique(name: str, number: int, column: str, value: str, seen: set[str]) -> str:
    if not value:
        raise CatalogError(name, number, column, "为空 / is empty", "请填写 / fill it in")
    if value in seen:
        raise CatalogError(name, number, column, f"重复 / duplicate: {value}", "请改用其他编号 / use another id")
    seen.add(value)
    return value


def _code(name: str, number: int, column: str, value: str, codes: type[E]) -> E:
    try:
        return codes(value)
    except ValueError:
        allowed = ", ".join(codes)
        raise CatalogError(
            name, number, column, f"无效值 / not allowed: {value!r}", f"可用 / use one of: {allowed}"
        ) from None


def _number(name: str, number: int, column: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise CatalogError(
            name, number, column, f"不是数字 / not a number: {value!r}", "请填数字 / enter a number"
        ) from None


def _known(name: str, number: int, column: str, value: str, known: Iterable[str], where: str) -> str:
    if value not in known:
        raise CatalogError(
            name, number, column, f"未定义 / not defined: {value!r}", f"请先在 {where} 中添加 / add it to {where} first"
        )
    return value


def _pillars(path: Path) -> Iterator[Pillar]:
    name, rows = _table(path, ("pillar_id", "order", "name_zh", "name_en", "weight"))
    seen: set[str] = set()
    for n, r in enumerate(rows, 2):
        pillar_id = _unique(name, n, "pillar_id", r["pillar_id"], seen)
        weight = _number(name, n, "weight", r["weight"])
        yield Pillar(pillar_id, int(_number(name, n, "order", r["order"])), r["name_zh"], r["name_en"], weight)


def _indicators(path: Path, pillars: set[str]) -> Iterator[Indicator]:
    columns = ("id", "pillar", "name_zh", "name_en", "unit", "measure", "better", "denominator", "combine", "counts")
    name, rows = _table(path, columns)
    seen: set[str] = set()
    for n, r in enumerate(rows, 2):
        yield Indicator(
            indicator_id=_unique(name, n, "id", r["id"], seen),
            order=n - 1,
            pillar_id=_known(name, n, "pillar", r["pillar"], pillars, "pillars.csv"),
            name_zh=_unique(name, n, "name_zh", r["name_zh"], set()),
            name_en=_unique(name, n, "name_en", r["name_en"], set()),
            unit=_unique(name, n, "unit", r["unit"], set()),
            measure=_code(name, n, "measure", r["measure"], Measure),
            better=_code(name, n, "better", r["better"], Better),
            denominator=_code(name, n, "denominator", r["denominator"], Denominator),
            combine=_code(name, n, "combine", r["combine"], Combine),
            counts=r["counts"],
        )


def _practices(path: Path, pillars: set[str]) -> Iterator[PracticeRow]:
    name, rows = _table(path, ("practice_id", "pillar_id", "name_zh", "name_en", "counts"))
    seen: set[str] = set()
    for n, r in enumerate(rows, 2):
        pillar = _known(name, n, "pillar_id", r["pillar_id"], pillars, "pillars.csv")
        practice_id = _unique(name, n, "practice_id", r["practice_id"], seen)
        yield PracticeRow(practice_id, n - 1, pillar, r["name_zh"], r["name_en"])


def _yaml(path: Path) -> tuple[str, Any]:
    name = f"{path.parent.name}/{path.name}"
    try:
        return name, yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        row = mark.line + 1 if mark else 0
        raise CatalogError(
            name, row, "-", f"无法读取 / cannot be read: {error}", "请检查缩进与引号 / check indents and quotes"
        ) from None


_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CUE_KEYS: Final = {"id", "units", "need", "help", "against", "not", "actor", "base", "max"}


def _cues(
    path: Path, known: set[str]
) -> tuple[dict[str, list[dict[str, Any]]], dict[str, list[str]], dict[str, str], frozenset[str]]:
    name, data = _yaml(path)
    if not isinstance(data, dict):
        raise CatalogError(name, 1, "-", "应为映射 / must be a mapping", "按 id: [规则] 书写 / write id: [rules]")
    groups: dict[str, str] = data.pop("words", {}) or {}
    actors: dict[str, list[str]] = {k: v.split() for k, v in (data.pop("actors", {}) or {}).items()}
    unit_groups: dict[str, str] = data.pop("unit_groups", {}) or {}
    levels = frozenset(data.pop("sum_by_level", ()) or ())
    for key in (*sorted(levels - known), *data):
        if key not in known:
            raise CatalogError(name, key, "id", "未定义的编号 / unknown id", "请先加入目录表 / add it to the table first")
    for key, rules in data.items():
        for rule in rules:
            extra = set(rule) - CUE_KEYS
            if extra:
                raise CatalogError(name, key, extra.pop(), "未知键 / unknown key", f"可用 / use: {sorted(CUE_KEYS)}")
            if "id" not in rule or not rule.get("need"):
                raise CatalogError(name, key, "need", "缺少 id 或 need / id or need is missing", "请补上 / add it")
            for field in ("need", "help", "against", "not"):
                rule[field] = [_expand(name, key, field, g, groups) for g in _listed(rule.get(field))]
    return data, actors, unit_groups, levels


def _listed(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _expand(name: str, key: str, field: str, group: str, groups: Mapping[str, str]) -> str:
    """Replace ``$name`` by the words of a named group."""
    words: list[str] = []
    for word in str(group).split():
        if word.startswith("$"):
            if word[1:] not in groups:
                raise CatalogError(name, key, field, f"未定义词组 / unknown group {word}", "请在 words 下定义 / define it")
            words += groups[word[1:]].split()
        else:
            words.append(word)
    return " ".join(words)


def _units(path: Path) -> Iterator[Unit]:
    name, rows = _table(path, ("unit", "dimension", "factor", "base"))
    seen: set[str] = set()
    for n, r in enumerate(rows, 2):
        unit = _unique(name, n, "unit", r["unit"], seen)
        yield Unit(unit, r["dimension"], _number(name, n, "factor", r["factor"]), r["base"])


CENSUS_YEAR: Final = 2020


def _place_facts(reference: Path) -> Iterator[dict[str, Any]]:
    """Rows of the places table: places.csv, and the counties that it does not list."""
    columns = ("adcode", "name_zh", "short_zh", "name_en", "level", "parent_adcode", "lon", "lat", "population_2020", "source")
    name, rows = _table(reference / "places.csv", columns)
    seen: set[str] = set()
    names: dict[str, str] = {r["adcode"]: r["name_zh"] for r in rows}
    levels: dict[str, str] = {r["adcode"]: r["level"] for r in rows}
    for n, r in enumerate(rows, 2):
        code = _unique(name, n, "adcode", r["adcode"], seen)
        level = _code(name, n, "level", r["level"], PlaceLevel)
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
            "population": _number(name, n, "population_2020", population) / 10_000 if population else None,
            "population_year": CENSUS_YEAR if population else None,
            "population_source": r["source"] or None,
        }
    name, rows = _table(reference / "counties.csv", ("adcode", "name_zh", "parent_adcode", "lon", "lat"))
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


def _place(facts: Mapping[str, Any]) -> Place:
    keys = ("place_code", "place_name", "short_name", "level", "parent_code", "province_code")
    return Place(*(facts[k] for k in keys))


def _aliases(path: Path, places: Mapping[str, Place]) -> dict[str, str]:
    name, rows = _table(path, ("alias", "place_code", "reason"))
    aliases: dict[str, str] = {}
    for n, r in enumerate(rows, 2):
        _unique(name, n, "alias", r["alias"], set(aliases))
        _unique(name, n, "reason", r["reason"], set())
        aliases[r["alias"]] = _known(name, n, "place_code", r["place_code"], places, "places.csv")
    return aliases


def _rounds(path: Path) -> Iterator[Round]:
    name, rows = _table(path, ("round", "date", "places_named"))
    for n, r in enumerate(rows, 2):
        named = r["places_named"]
        number = int(_number(name, n, "round", r["round"]))
        yield Round(number, r["date"], int(r["date"][:4]), int(_number(name, n, "places_named", named)) if named else None)


def _corrections(path: Path) -> Iterator[Correction]:
    name, data = _yaml(path)
    for n, row in enumerate(data or [], 1):
        missing = {"id", "source", "expect", "replace", "reason"} - set(row)
        if missing:
            raise CatalogError(name, n, missing.pop(), "缺失 / is missing", "每条更正都要写全 / write all five keys")
        yield Correction(str(row["id"]), str(row["source"]), str(row["expect"]), str(row["replace"] or ""), str(row["reason"]))
