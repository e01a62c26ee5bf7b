import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from dashboard.queries import edition as editions
from dashboard.queries.edition import DamagedEdition, Edition, MissingEdition
from etl.schema import TABLES


def test_the_current_edition_opens(edition: Path) -> None:
    assert editions.current_id(edition.parent) == edition.name
    assert editions.edition_ids(edition.parent) == [edition.name]


def test_a_name_never_becomes_a_path(edition: Path) -> None:
    for name in ("../etc", f"../{edition.parent.name}/{edition.name}", ""):
        with pytest.raises(MissingEdition):
            editions.load(edition.parent, name)


def test_pages_cannot_change_what_others_see(opened: Edition) -> None:
    own = opened["observations"]
    own["value"] = 0.0
    assert (opened["observations"]["value"] != 0.0).any()


def test_an_edition_from_before_english_definitions_opens(edition: Path, tmp_path: Path) -> None:
    shutil.copytree(edition, tmp_path / edition.name)
    file = tmp_path / edition.name / "indicators.parquet"
    pd.read_parquet(file).drop(columns="counts_en").to_parquet(file)
    assert set(editions.load(tmp_path, edition.name)["indicators"]["counts_en"]) == {""}


def test_files_have_the_columns_that_no_page_reads(opened: Edition) -> None:
    assert list(opened.files["values"]) == TABLES["values"].column_names
    assert len(opened.files["contributions"]) > 0
    shown = opened["values"]
    pd.testing.assert_frame_equal(opened.files["values"][list(shown)], shown)


def test_a_dangling_pointer_is_a_missing_edition(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("gone\n", encoding="utf-8")
    with pytest.raises(MissingEdition, match="gone"):
        editions.current_id(tmp_path)


@pytest.mark.parametrize(
    "name", ["values.parquet", "contributions.parquet", "manifest.json", "boundaries.json"]
)
def test_damage_names_the_file(edition: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(edition, tmp_path / edition.name)
    if name == "manifest.json":
        (tmp_path / edition.name / name).write_text(json.dumps([1]), encoding="utf-8")
    elif name == "contributions.parquet":  # read by no page, yet damage is told at opening
        (tmp_path / edition.name / name).write_bytes(b"PAR1")
    else:
        (tmp_path / edition.name / name).unlink()
    with pytest.raises(DamagedEdition, match=name):
        editions.load(tmp_path, edition.name)
