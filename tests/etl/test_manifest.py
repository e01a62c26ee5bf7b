"""The identity of an edition follows from what went in, and from nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.catalog import ROOT
from etl.manifest import describe_run

SOURCES = pd.DataFrame(
    {
        "path": ["b.md", "a.md", "a.md"],
        "sha256": ["22", "11", "11"],
        "date": ["2023-05", None, "2022-12-31"],
    }
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that a test may change."""
    for name in ("catalog", "reference"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def edition_id(sources: pd.DataFrame, data: Path, extra: dict[str, bytes] | None = None) -> str:
    return str(describe_run({}, tables(sources), data, extra or {})["edition_id"])


def tables(sources: pd.DataFrame, **correction: str) -> dict[str, pd.DataFrame]:
    given = {"sources": sources, "corrections": pd.DataFrame([correction] if correction else [])}
    return given | {"faults": pd.DataFrame([])}


def test_it_states_what_went_in(data: Path) -> None:
    manifest: dict[str, Any] = describe_run({"found": 3}, tables(SOURCES), data, {})
    assert manifest["inputs"] == {"a.md": "11", "b.md": "22"}
    assert "catalog/indicators.csv" in manifest["catalog"]
    assert manifest["run"] == {"found": 3}
    assert manifest["edition_id"].startswith("2023-05-")


def test_the_id_does_not_depend_on_order(data: Path) -> None:
    assert edition_id(SOURCES, data) == edition_id(SOURCES[::-1], data)


def test_the_id_changes_with_an_input_the_catalogue_and_the_boundaries(data: Path) -> None:
    first = edition_id(SOURCES, data)
    assert edition_id(SOURCES.assign(sha256="33"), data) != first
    assert edition_id(SOURCES, data, {"boundaries.json": b"{}"}) != first
    with (data / "reference" / "corrections.yml").open("a") as handle:
        handle.write("# looked at again\n")
    assert edition_id(SOURCES, data) != first


def test_undated_sources_still_give_an_id(data: Path) -> None:
    assert edition_id(SOURCES.assign(date=None), data).startswith("0000-00-00-")


def test_the_id_changes_with_what_is_said_beside_the_files(data: Path) -> None:
    first = edition_id(SOURCES, data)
    assert edition_id(SOURCES.assign(place_code="620700"), data) != first  # a note named the place
    decided = describe_run({}, tables(SOURCES, replace="12名"), data, {})
    assert decided["edition_id"] != first
    faulty = tables(SOURCES) | {"faults": pd.DataFrame([{"cell": "E2"}])}  # as of the day that it came in
    assert describe_run({}, faulty, data, {})["edition_id"] != first
