"""The index command: writes the declared tables, the same bytes twice, and refuses in words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.__main__ import main
from etl.index.command import INPUTS
from tests.etl.index.edition import CODES, edition


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tables = edition()
    for name in INPUTS:
        tables[name].to_parquet(tmp_path / f"{name}.parquet")
    return tmp_path


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yml"
    path.write_text(
        "scenario_id: mine\nname_zh: 我的\nname_en: Mine\nset_by: tests\nreason: to test\n"
        "rules: {pillars_needed: 2}\nuncertainty: {draws: 50}\n",
        encoding="utf-8",
    )
    return path


def test_writes_scores_the_same_twice(
    folder: Path, scenario: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    outputs = [folder / "a", folder / "b"]
    for output in outputs:
        assert main(["index", str(scenario), "--edition", str(folder), "--output", str(output)]) == 0
    said = capfd.readouterr().out
    assert "8 / 9" in said
    assert "OUTSIDE_GROUP: 1" in said
    for name in ("scores", "contributions", "influence"):
        first, second = (output / f"{name}.parquet" for output in outputs)
        assert first.read_bytes() == second.read_bytes()
    scores = pd.read_parquet(outputs[0] / "scores.parquet")
    assert set(scores["place_code"]) == set(CODES)
    assert set(scores["scenario_id"]) == {"mine"}


def test_refuses_an_unknown_scenario_and_edition(
    folder: Path, scenario: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["index", "nothing", "--edition", str(folder)]) == 2
    assert "there are: " in capfd.readouterr().err
    assert main(["index", str(scenario), "--edition", str(folder / "nowhere")]) == 2
    assert "nowhere" in capfd.readouterr().err
