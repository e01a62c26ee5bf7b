"""The edition as open data: every table twice, described, with codebook, licence and citation."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pandas as pd
from frictionless import Package, system

from dashboard.export import open_data
from etl.schema import TABLES

PILLARS = pd.DataFrame(
    {
        "pillar_id": ["org", "edu"],
        "order": pd.array([1, 2], dtype="Int32"),
        "name_zh": ["组织领导", "=宣传"],
        "name_en": ["Organisation", "Education"],
        "weight": [1.0, 1.0],
    }
)


def archive() -> tuple[zipfile.ZipFile, bytes]:
    buffer = io.BytesIO()
    open_data.write(buffer, {"pillars": PILLARS, "unknown": PILLARS}, "2023-08-02-0123456789", "2026-11-24")
    return zipfile.ZipFile(buffer), buffer.getvalue()


def test_tables_are_there_twice_with_their_rows() -> None:
    opened, _ = archive()
    assert "csv/unknown.csv" not in opened.namelist()
    frame = pd.read_parquet(io.BytesIO(opened.read("parquet/pillars.parquet")))
    rows = list(csv.DictReader(io.StringIO(opened.read("csv/pillars.csv").decode("utf-8-sig"))))
    assert len(frame) == len(rows) == 2
    assert rows[1]["name_zh"] == "'=宣传"


def test_the_package_is_valid(tmp_path: object) -> None:
    opened, _ = archive()
    opened.extractall(str(tmp_path))
    package = json.loads(opened.read("datapackage.json"))
    assert [r["rows"] for r in package["resources"]] == [2, 2]
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    with system.use_context(trusted=True):
        assert Package(f"{tmp_path}/datapackage.json").get_resource("pillars-csv").validate().valid


def test_the_codebook_explains_every_column() -> None:
    opened, _ = archive()
    rows = list(csv.DictReader(io.StringIO(opened.read("codebook.csv").decode("utf-8-sig"))))
    assert [r["name"] for r in rows if r["kind"] == "column"] == TABLES["pillars"].column_names
    assert all(r["zh"] and r["en"] for r in rows)


def test_the_codebook_says_what_counts_in_both_languages() -> None:
    catalogue = pd.DataFrame(
        [
            {
                "practice_id": "org.x",
                "name_zh": "制度",
                "name_en": "System",
                "counts": "有",
                "counts_en": "is there",
            }
        ]
    )
    book = open_data.codebook({"practice_catalogue": catalogue}).decode("utf-8-sig")
    row = list(csv.DictReader(io.StringIO(book)))[-1]
    assert (row["kind"], row["name"], row["counts"], row["counts_en"]) == (
        "practice",
        "org.x",
        "有",
        "is there",
    )


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert archive()[1] == archive()[1]
