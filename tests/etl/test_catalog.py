"""The catalogue: what ships is whole, what is broken is refused with the cure, what is added works."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.catalog import ROOT, Catalog, catalog_files, load_catalog
from etl.cuefile import DERIVED
from etl.extract import Extractor
from etl.pipeline import run
from etl.tabular import CatalogError
from tests.etl.reading import data_copy

CONDITIONS = {"组织领导", "宣传教育", "拥军支前", "拥政爱民", "政策落实", "双拥活动"} | {
    "军民共建",
    "军政军民关系",
}
CUES, PRACTICES = "catalog/cues.yml", "catalog/practice_cues.yml"
CORRECTIONS = "reference/corrections.yml"


def test_the_eight_conditions_stand_in_their_official_order(catalog: Catalog) -> None:
    assert [p.order for p in catalog.pillars] == list(range(1, 11))
    assert sum(p.weight > 0 for p in catalog.pillars) == 8
    scored = sorted((p for p in catalog.pillars if p.weight), key=lambda p: p.order)
    assert {p.name_zh for p in scored} == CONDITIONS


def test_every_indicator_and_practice_has_cues(catalog: Catalog) -> None:
    assert set(catalog.cues) == set(catalog.indicators)
    assert set(catalog.practice_cues) == set(catalog.practices)
    assert all(catalog.cues.values())


def test_rules_have_names_of_their_own(catalog: Catalog) -> None:
    for rules in (*catalog.cues.values(), *catalog.practice_cues.values()):
        names = [rule["id"] for rule in rules]
        assert len(set(names)) == len(names)


def test_every_cue_has_units_that_exist(catalog: Catalog) -> None:
    dimensions = {u.dimension for u in catalog.units} | DERIVED
    for indicator, rules in catalog.cues.items():
        for rule in rules:
            assert rule["units"], indicator
            for unit in rule["units"]:
                group = catalog.unit_groups[unit[1:]].split() if unit.startswith("$") else [unit]
                assert set(group) <= dimensions, indicator


def test_every_pillar_is_used(catalog: Catalog) -> None:
    used = {i.pillar_id for i in catalog.indicators.values()} | {
        p.pillar_id for p in catalog.practices.values()
    }
    assert used == {p.pillar_id for p in catalog.pillars}


def test_about_25_practices_over_all_conditions_that_reports_speak_of(catalog: Catalog) -> None:
    assert len(catalog.practices) >= 25


def test_english_texts_are_english(catalog: Catalog) -> None:
    for row in (*catalog.indicators.values(), *catalog.practices.values(), *catalog.pillars):
        english = row.name_en + getattr(row, "counts_en", "")
        assert not re.search(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]", english), row


def test_what_is_no_merit_is_never_scored(catalog: Catalog) -> None:
    unscored = {i.indicator_id for i in catalog.indicators.values() if i.better == "none"}
    assert {"policy.veterans_total", "context.population"} <= unscored


def test_every_alias_says_why() -> None:
    rows = list(csv.DictReader((ROOT / "reference" / "place_aliases.csv").open(encoding="utf-8")))
    assert all(row["reason"].strip() for row in rows)


def test_the_files_that_decide_are_listed_in_order() -> None:
    files = [p.relative_to(ROOT).as_posix() for p in catalog_files()]
    assert files == sorted(files)
    assert {"catalog/cues.yml", "catalog/indicators.csv", "reference/places.csv"} <= set(files)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return data_copy(tmp_path)


def refusal(data: Path) -> CatalogError:
    with pytest.raises(CatalogError) as caught:
        load_catalog(data)
    return caught.value


def set_cell(file: Path, row: int, column: str, value: str) -> None:
    """Write a value into a CSV file, rows counted as a spreadsheet does."""
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    rows[row - 2][column] = value
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("file", "column", "value", "cure"),
    [
        ("catalog/indicators.csv", "pillar", "nowhere", "pillars.csv"),
        ("catalog/indicators.csv", "measure", "heap", "stock"),
        ("catalog/indicators.csv", "better", "up", "higher"),
        ("catalog/indicators.csv", "denominator", "cars", "population"),
        ("catalog/indicators.csv", "combine", "mean", "sum"),
        ("catalog/indicators.csv", "id", "", "fill it in"),
        ("catalog/indicators.csv", "name_zh", "", "fill it in"),
        ("catalog/indicators.csv", "unit", "", "fill it in"),
        ("catalog/indicators.csv", "counts_en", "", "fill it in"),
        ("catalog/practices.csv", "counts_en", "", "fill it in"),
        ("catalog/pillars.csv", "weight", "heavy", "enter a number"),
        ("catalog/pillars.csv", "weight", "nan", "enter a number"),
        ("catalog/pillars.csv", "name_en", "", "fill it in"),
        ("catalog/practices.csv", "pillar_id", "nowhere", "pillars.csv"),
        ("catalog/practices.csv", "practice_id", "", "fill it in"),
        ("reference/units.csv", "factor", "much", "enter a number"),
        ("reference/units.csv", "unit", "元", "another id"),
        ("reference/places.csv", "adcode", "62070", "620700"),
        ("reference/places.csv", "level", "town", "prefecture"),
        ("reference/places.csv", "lon", "east", "enter a number"),
        ("reference/places.csv", "population_2020", "many", "enter a number"),
        ("reference/counties.csv", "parent_adcode", "999999", "places.csv"),
        ("reference/counties.csv", "lat", "", "enter a number"),
        ("reference/place_aliases.csv", "place_code", "999999", "places.csv"),
        ("reference/place_aliases.csv", "reason", "", "fill it in"),
        ("reference/naming_rounds.csv", "date", "soon", "2020-10"),
        ("reference/naming_rounds.csv", "round", "first", "enter a number"),
        ("reference/honours.csv", "year", "then", "2020"),
    ],
)
def test_a_bad_cell_is_refused_with_file_row_column_and_cure(
    data: Path, file: str, column: str, value: str, cure: str
) -> None:
    set_cell(data / file, 3, column, value)
    error = refusal(data)
    assert (error.file, error.row, error.column) == (file, 3, column)
    assert file in str(error)
    assert "row 3" in str(error)
    assert cure in str(error)


def edit(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("file", "change", "row", "cure"),
    [
        ("catalog/pillars.csv", edit("weight", "height"), 1, "header"),
        ("catalog/pillars.csv", edit(",1\n", ",1,1\n"), 2, "quote"),
        (CUES, lambda t: t + "\nno.such: [{id: a, units: [person], need: [x]}]\n", "no.such", "table first"),
        (CUES, edit("units: [piece, firm,", "units: [piece, frim,"), "org.leading_group_units", "units.csv"),
        (CUES, edit("people: person visits", "people: persons visits"), "unit_groups", "units.csv"),
        (CUES, edit("$veterans", "$vets"), None, "define"),
        (CUES, edit("{id: members,", "{id: members, needs: [x],"), "org.leading_group_units", "need"),
        (CUES, edit("{id: members, ", "{"), "org.leading_group_units", "add it"),
        (CUES, edit("actor: government", "actor: mayor"), None, "garrison"),
        (CUES, edit("max: 0.6", "max: far"), None, "number"),
        (CUES, lambda t: t + "\n  broken: [\n", None, "indents"),
        (CUES, lambda _: "- a\n- b\n", 1, "mapping"),
        (PRACTICES, lambda t: t + "\nno.such: [{id: a, need: [x]}]\n", "no.such", "table first"),
        (CORRECTIONS, lambda _: "- {id: a, source: b, expect: c, replace: d}\n", 1, "five keys"),
        (CORRECTIONS, lambda _: "- just words\n", 1, "five keys"),
    ],
)
def test_a_bad_file_is_refused_with_its_cure(
    data: Path, file: str, change: Callable[[str], str], row: int | str | None, cure: str
) -> None:
    path = data / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    error = refusal(data)
    assert error.file == file
    assert row is None or error.row == row
    assert cure in str(error)


@pytest.mark.parametrize("file", ["catalog/indicators.csv", "catalog/cues.yml", "reference/places.csv"])
def test_a_file_saved_as_gbk_is_refused_with_its_cure(data: Path, file: str) -> None:
    path = data / file
    path.write_bytes(path.read_text(encoding="utf-8-sig").encode("gb18030"))
    assert "UTF-8" in str(refusal(data))


@pytest.mark.parametrize("file", ["catalog/pillars.csv", "catalog/cues.yml", "reference/units.csv"])
def test_a_missing_file_is_named(data: Path, file: str) -> None:
    (data / file).unlink()
    assert refusal(data).file == file


def test_a_file_saved_with_a_byte_order_mark_and_crlf_is_read(data: Path) -> None:
    path = data / "catalog" / "pillars.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_text(encoding="utf-8").replace("\n", "\r\n").encode())
    assert [p.name_zh for p in load_catalog(data).pillars] == [p.name_zh for p in load_catalog().pillars]


def test_an_honour_of_no_place_is_refused(data: Path) -> None:
    set_cell(data / "reference" / "honours.csv", 5, "place", "乌有市")
    report = data.parent / "own.md"
    report.write_text("---\nplace: 张掖市\ndate: 2023-06-01\n---\n全市推进。\n", encoding="utf-8")
    with pytest.raises(CatalogError, match="row 5, column place"):
        run([report], data)


def test_adding_an_indicator_with_cues_and_no_code_finds_its_figures(data: Path) -> None:
    report = data.parent / "own.md"
    report.write_text(
        "---\nplace: 张掖市\ndate: 2023-06-01\n---\n2022年，全市建成拥军书屋45间，藏书3万册。\n",
        encoding="utf-8",
    )
    with (data / "catalog" / "indicators.csv").open("a", encoding="utf-8") as table:
        table.write(
            "edu.reading_rooms,edu,拥军书屋数,Reading rooms,间,stock,higher,population,max,"
            "拥军书屋,Reading rooms for the army\n"
        )
    with (data / "catalog" / "cues.yml").open("a", encoding="utf-8") as cues:
        cues.write("edu.reading_rooms:\n  - {id: rooms, units: [room], need: [拥军书屋]}\n")
    tables = run([report], data).tables
    [found] = tables["observations"].to_dict("records")
    assert (found["indicator_id"], found["value"], found["unit"]) == ("edu.reading_rooms", 45, "间")
    assert found["rule_id"] == "edu.reading_rooms/rooms"
    assert "edu.reading_rooms" in set(tables["indicators"]["indicator_id"])
    assert "edu.reading_rooms" not in load_catalog().indicators


def test_adding_a_unit_needs_no_code_either(data: Path) -> None:
    with (data / "reference" / "units.csv").open("a", encoding="utf-8") as units:
        units.write("羽,bird,1,羽\n")
    extractor = Extractor(load_catalog(data))
    assert "羽" in extractor.grammar.units
