"""What every test may ask for: the default edition, built once through the real pipeline; a Chromium."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

import pytest

from etl.boundaries import boundaries_json
from etl.catalog import ROOT as DATA
from etl.editions.history import CURRENT
from etl.manifest import describe_run
from etl.pipeline import run
from etl.publish import publish


def published(inputs: list[Path], root: Path) -> Path:
    """Build an edition of these files or folders and publish it below ``root``; returns its folder."""
    result = run(inputs, DATA)
    extra = {"boundaries.json": boundaries_json()}
    manifest = describe_run(result.manifest, result.tables, DATA, extra)
    return publish(result.tables, extra, manifest, root)


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the edition of data/reports, current in its parent folder; never to be changed.

    To show it, point the dashboard at the parent: ``SHUANGYONG_EDITIONS=edition.parent``.
    """
    own = tmp_path_factory.getbasetemp()
    root = (own if worker_id == "master" else own.parent) / "editions"  # the workers of a run share one
    with root.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / CURRENT).exists():
            published([DATA / "reports"], root)
    return root / (root / CURRENT).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def chromium() -> str | None:
    """The system's Chromium, for Playwright's ``executable_path``; None: Playwright has its own."""
    return shutil.which("chromium")
