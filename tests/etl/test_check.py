"""Checking an edition on disk finds what publishing would have refused, and what happened since."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as parquet
import pytest

from etl.check import check_edition
from etl.publish import write_folder
from tests.etl.small_edition import EXTRA, MANIFEST, small_tables


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(small_tables(), EXTRA, MANIFEST, tmp_path_factory.mktemp("made") / "edition")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(made, tmp_path / "edition"))


def rewrite(folder: Path, name: str, frame: pd.DataFrame, **manifest: Any) -> None:
    """Change a table as a careful forger would: with its hash in the manifest."""
    content = parquet.ParquetFile(folder / f"{name}.parquet").schema_arrow
    frame.to_parquet(folder / f"{name}.parquet", schema=content, index=False)
    stated = json.loads((folder / "manifest.json").read_bytes()) | manifest
    stated["files"][f"{name}.parquet"] = hashlib.sha256((folder / f"{name}.parquet").read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(stated))


def test_a_published_edition_has_no_fault(folder: Path) -> None:
    assert check_edition(folder) == []


def test_a_changed_file_is_named(folder: Path) -> None:
    path = folder / "boundaries.json"
    path.write_bytes(path.read_bytes() + b" ")
    assert [fault.split(":")[0] for fault in check_edition(folder)] == ["boundaries.json"]


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "values.parquet").unlink()
    [fault] = check_edition(folder)
    assert fault.startswith("values.parquet")
    assert "missing" in fault


def test_a_file_outside_the_manifest_is_named(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    [fault] = check_edition(folder)
    assert fault.startswith("notes.txt")


@pytest.mark.parametrize("text", ["", "{}", '{"files": 3}', '{"files": []}', "[]", "\ufffd"])
def test_a_broken_manifest_is_named(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text)
    [fault] = check_edition(folder)
    assert fault.startswith("manifest.json")


def test_a_faulty_row_is_named_though_the_hash_fits(folder: Path) -> None:
    frame = pd.read_parquet(folder / "observations.parquet")
    rewrite(folder, "observations", frame.assign(qualifier="roughly"))
    assert any(
        "observations.qualifier" in fault and "code is not declared" in fault
        for fault in check_edition(folder)
    )


def test_lost_rows_are_named_though_the_hash_fits(folder: Path) -> None:
    rewrite(folder, "observations", pd.read_parquet(folder / "observations.parquet").head(1))
    assert any(
        fault.startswith("observations: 1 行") and "says 2" in fault for fault in check_edition(folder)
    )


def test_another_column_type_is_named(folder: Path) -> None:
    frame = pd.read_parquet(folder / "pillars.parquet").astype({"order": "int64"})
    frame.to_parquet(folder / "pillars.parquet", index=False)
    stated = json.loads((folder / "manifest.json").read_bytes())
    digest = hashlib.sha256((folder / "pillars.parquet").read_bytes()).hexdigest()
    stated["files"]["pillars.parquet"] = digest
    (folder / "manifest.json").write_text(json.dumps(stated))
    assert any(fault.startswith("pillars: 列或类型") for fault in check_edition(folder))


def test_an_unreadable_table_is_named(folder: Path) -> None:
    data = b"not parquet"
    (folder / "titles.parquet").write_bytes(data)
    stated = json.loads((folder / "manifest.json").read_bytes())
    stated["files"]["titles.parquet"] = hashlib.sha256(data).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(stated))
    assert any(fault.startswith("titles.parquet: 无法读取") for fault in check_edition(folder))


def test_a_run_that_does_not_add_up_is_named(tmp_path: Path) -> None:
    run = {"found": 3, "accepted": 1, "rejected": 1}
    folder = write_folder(small_tables(), EXTRA, {**MANIFEST, "run": run}, tmp_path)
    [fault] = check_edition(folder)
    assert "accepted + rejected" in fault
