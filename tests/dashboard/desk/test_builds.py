"""Asking for a build: what the builder is told, where it may be read, and what came of it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from dashboard.desk import builds
from dashboard.desk.builds import BuildStatus, State
from dashboard.settings import Settings
from etl import jobs

URL = "postgresql://wang:geheim@db/decisions"


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "editions", tmp_path / "reports", tmp_path / "inbox", URL)


class Started:
    """A builder that is only written down."""

    def __init__(self, command: list[str], *, env: dict[str, str], **_: Any) -> None:
        self.seen.append((command, env))

    seen: list[tuple[list[str], dict[str, str]]]

    def wait(self) -> int:
        return 0


def test_the_password_of_the_store_is_in_no_argument_and_no_file(
    here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    Started.seen = []
    monkeypatch.setattr(subprocess, "Popen", Started)
    builds.request_build(here, "-王芳")
    [(command, environment)] = Started.seen
    assert environment["SHUANGYONG_DECISIONS"] == URL
    assert "geheim" not in " ".join(command)
    files = [path for path in here.editions_root.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"geheim" in path.read_bytes()]
    assert "--by=-王芳" in command
    assert command[command.index("--input") + 1 :][:2] == [str(here.reports_root), str(here.inbox_root)]
    monkeypatch.undo()
    assert jobs.status(here.editions_root / ".job").state is State.DIED  # it was never started


@pytest.mark.parametrize(("figures", "same"), [("a", True), ("b", False)])
def test_an_edition_with_the_figures_of_the_one_before_is_known(
    here: Settings, figures: str, same: bool
) -> None:
    for name, digest in (("first", "a"), ("second", figures)):
        folder = here.editions_root / name
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text(json.dumps({"files": {"observations.parquet": digest}}))
    built = BuildStatus(State.DONE, before="first", edition_id="second")
    assert builds.same_figures(here, built) is same
    assert not builds.same_figures(here, BuildStatus(State.DONE, before=None, edition_id="second"))
    assert not builds.same_figures(here, BuildStatus(State.DONE, before="pruned", edition_id="second"))
