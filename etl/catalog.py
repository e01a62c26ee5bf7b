"""The catalogue and the reference data: loaded once, checked on load (see ``etl.tabular``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from etl.cuefile import read_cues
from etl.decisions.declared import Correction, DeclaredError, from_row
from etl.placetable import place_facts
from etl.quantities import Unit
from etl.records import Place
from etl.schema import Better, Combine, Denominator, Measure
from etl.tabular import CatalogError, known, number, one_of, pattern, read_table, read_yaml, required, unique

ROOT: Final = Path(__file__).resolve().parent.parent / "data"


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
    counts_en: str


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """A yes/no practice that is looked for."""

    practice_id: str
    order: int
    pillar_id: str
    name_zh: str
    name_en: str
    counts: str
    counts_en: str


@dataclass(frozen=True, slots=True)
class Round:
    """A round of naming national model cities."""

    number: int
    date: str
    year: int
    places_named: int | None


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
    units = tuple(_units(reference / "units.csv"))
    cues = read_cues(catalog / "cues.yml", set(indicators), {u.dimension for u in units})
    facts = tuple(place_facts(reference))
    places = {f["place_code"]: _place(f) for f in facts}
    return Catalog(
        root=root,
        pillars=pillars,
        indicators=indicators,
        practices=practices,
        cues=cues.rules,
        practice_cues=read_cues(catalog / "practice_cues.yml", set(practices)).rules,
        actors=cues.actors,
        unit_groups=cues.unit_groups,
        sum_by_level=cues.sum_by_level,
        units=units,
        places=places,
        place_facts=facts,
        aliases=_aliases(reference / "place_aliases.csv", places),
        rounds=tuple(_rounds(reference / "naming_rounds.csv")),
        honours=tuple(_honours(reference / "honours.csv")),
        corrections=tuple(_corrections(reference / "corrections.yml")),
    )


def catalog_files(root: Path = ROOT) -> list[Path]:
    """Every file that decides what is found and shown, sorted; part of the edition id."""
    return sorted(p for folder in ("catalog", "reference") for p in (root / folder).rglob("*") if p.is_file())


def _pillars(path: Path) -> Iterator[Pillar]:
    name, rows = read_table(path, ("pillar_id", "order", "name_zh", "name_en", "weight"))
    seen: set[str] = set()
    for n, r in enumerate(rows, 2):
        pillar_id = unique(name, n, "pillar_id", r["pillar_id"], seen)
        weight = number(name, n, "weight", r["weight"])
        order = int(number(name, n, "order", r["order"]))
        yield Pillar(pillar_id, order, *_names(name, n, r), weight)


def _indicators(path: Path, pillars: set[str]) -> Iterator[Indicator]:
    columns = (
        "id",
        "pillar",
        "name_zh",
        "name_en",
        "unit",
        "measure",
        "better",
        "denominator",
        "combine",
        "counts",
        "counts_en",
    )
    name, rows = read_table(path, columns)
    seen: set[str] = set()
    for n, r in enumerate(rows, 2):
        yield Indicator(
            indicator_id=unique(name, n, "id", r["id"], seen),
            order=n - 1,
            pillar_id=known(name, n, "pillar", r["pillar"], pillars, "pillars.csv"),
            name_zh=required(name, n, "name_zh", r["name_zh"]),
            name_en=required(name, n, "name_en", r["name_en"]),
            unit=required(name, n, "unit", r["unit"]),
            measure=one_of(name, n, "measure", r["measure"], Measure),
            better=one_of(name, n, "better", r["better"], Better),
            denominator=one_of(name, n, "denominator", r["denominator"], Denominator),
            combine=one_of(name, n, "combine", r["combine"], Combine),
            counts=required(name, n, "counts", r["counts"]),
            counts_en=required(name, n, "counts_en", r["counts_en"]),
        )


def _practices(path: Path, pillars: set[str]) -> Iterator[PracticeRow]:
    name, rows = read_table(path, ("practice_id", "pillar_id", "name_zh", "name_en", "counts", "counts_en"))
    seen: set[str] = set()
    for n, r in enumerate(rows, 2):
        pillar = known(name, n, "pillar_id", r["pillar_id"], pillars, "pillars.csv")
        practice_id = unique(name, n, "practice_id", r["practice_id"], seen)
        counts = required(name, n, "counts", r["counts"])
        counts_en = required(name, n, "counts_en", r["counts_en"])
        yield PracticeRow(practice_id, n - 1, pillar, *_names(name, n, r), counts, counts_en)


def _names(file: str, n: int, row: Mapping[str, str]) -> tuple[str, str]:
    return required(file, n, "name_zh", row["name_zh"]), required(file, n, "name_en", row["name_en"])


def _units(path: Path) -> Iterator[Unit]:
    name, rows = read_table(path, ("unit", "dimension", "factor", "base"))
    seen: set[str] = set()
    for n, r in enumerate(rows, 2):
        unit = unique(name, n, "unit", r["unit"], seen)
        dimension, base = required(name, n, "dimension", r["dimension"]), required(name, n, "base", r["base"])
        yield Unit(unit, dimension, number(name, n, "factor", r["factor"]), base)


def _place(facts: Mapping[str, Any]) -> Place:
    keys = ("place_code", "place_name", "short_name", "level", "parent_code", "province_code")
    return Place(*(facts[k] for k in keys))


def _aliases(path: Path, places: Mapping[str, Place]) -> dict[str, str]:
    name, rows = read_table(path, ("alias", "place_code", "reason"))
    aliases: dict[str, str] = {}
    for n, r in enumerate(rows, 2):
        unique(name, n, "alias", r["alias"], set(aliases))
        required(name, n, "reason", r["reason"])
        aliases[r["alias"]] = known(name, n, "place_code", r["place_code"], places, "places.csv")
    return aliases


def _rounds(path: Path) -> Iterator[Round]:
    name, rows = read_table(path, ("round", "date", "places_named"))
    for n, r in enumerate(rows, 2):
        named = r["places_named"]
        places = int(number(name, n, "places_named", named)) if named else None
        date = pattern(name, n, "date", r["date"], r"\d{4}(?:-\d\d){0,2}", "2020-10")
        yield Round(int(number(name, n, "round", r["round"])), date, int(date[:4]), places)


def _honours(path: Path) -> Iterator[dict[str, str]]:
    name, rows = read_table(path, ("year", "province", "place", "list"))
    for n, r in enumerate(rows, 2):
        pattern(name, n, "year", r["year"], r"\d{4}", "2020")
        for column in ("province", "place", "list"):
            required(name, n, column, r[column])
        yield r


def _corrections(path: Path) -> Iterator[Correction]:
    name, data = read_yaml(path)
    for n, row in enumerate(data or [], 1):
        try:
            yield from_row(row)
        except DeclaredError as error:
            raise CatalogError(name, n, error.key, error.problem, error.cure) from error
