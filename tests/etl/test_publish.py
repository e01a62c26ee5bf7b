"""Publishing: round trip, refusal, identical bytes, and death at every moment."""

from __future__ import annotations

import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl import publish as publishing
from etl.check import check_edition
from etl.editions.history import history
from etl.publish import PublishError, damaged_files, edition_files, publish, write_folder
from etl.schema import TABLES
from tests.etl.deaths import act_and_die
from tests.etl.small_edition import EXTRA, MANIFEST, small_tables

ROOT = Path(__file__).resolve().parents[2]


def manifest(edition_id: str) -> dict[str, Any]:
    return {**MANIFEST, "edition_id": edition_id}


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of change of every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files
    }


def test_round_trip(tmp_path: Path) -> None:
    folder = publish(small_tables(), EXTRA, MANIFEST, tmp_path)
    assert folder == tmp_path / (tmp_path / "CURRENT").read_text()
    assert (folder / "boundaries.json").read_bytes() == EXTRA["boundaries.json"]
    for name, frame in small_tables().items():
        back = pd.read_parquet(folder / f"{name}.parquet")
        assert list(back) == TABLES[name].column_names
        assert len(back) == len(frame)
    observations = pd.read_parquet(folder / "observations.parquet").set_index("observation_id")
    assert observations["value"].to_dict() == {"a": 0.0, "b": 12.0}
    assert observations["place_name"].unique().tolist() == ["张掖市"]
    assert observations["flags"].map(list).to_dict() == {"a": ["conflict"], "b": []}


def test_the_manifest_counts_rows_and_keeps_what_it_was_given(tmp_path: Path) -> None:
    folder = publish(small_tables(), EXTRA, MANIFEST, tmp_path)
    written = json.loads((folder / "manifest.json").read_bytes())
    assert written["run"] == MANIFEST["run"]
    assert written["counts"]["observations"] == 2
    assert set(written["files"]) == {path.name for path in folder.iterdir()} - {"manifest.json"}


def test_the_same_input_gives_the_same_bytes_in_another_process_and_order(tmp_path: Path) -> None:
    shuffled = {name: frame[::-1] for name, frame in reversed(small_tables().items())}
    first = write_folder(shuffled, EXTRA, MANIFEST, tmp_path / "a")
    with build_process(tmp_path / "b", MANIFEST["edition_id"]) as process:
        assert process.wait() == 0
    second = tmp_path / "b" / MANIFEST["edition_id"]
    assert {name: data for name, (data, _) in snapshot(first).items()} == {
        name: data for name, (data, _) in snapshot(second).items()
    }


def test_publishing_again_changes_nothing_in_the_edition(tmp_path: Path) -> None:
    folder = publish(small_tables(), EXTRA, MANIFEST, tmp_path)
    before = snapshot(folder)
    assert publish(small_tables(), EXTRA, MANIFEST, tmp_path) == folder
    assert snapshot(folder) == before


def test_older_editions_stay_as_they_are(tmp_path: Path) -> None:
    old = publish(small_tables(), EXTRA, manifest("2023-a"), tmp_path)
    before = snapshot(old)
    publish(small_tables(), EXTRA, manifest("2024-b"), tmp_path)
    assert snapshot(old) == before
    assert (tmp_path / "CURRENT").read_text() == "2024-b"
    publish(small_tables(), EXTRA, manifest("2023-a"), tmp_path)
    assert (tmp_path / "CURRENT").read_text() == "2023-a"


def test_an_edition_never_changes_its_content(tmp_path: Path) -> None:
    folder = publish(small_tables(), EXTRA, MANIFEST, tmp_path)
    before = snapshot(folder)
    with pytest.raises(PublishError, match="PROGRAM_VERSION"):
        publish(small_tables(), {"boundaries.json": b"other"}, MANIFEST, tmp_path)
    assert snapshot(folder) == before
    assert not list(tmp_path.glob(".building-*"))


def test_a_damaged_edition_is_written_again(tmp_path: Path) -> None:
    folder = publish(small_tables(), EXTRA, MANIFEST, tmp_path)
    (folder / "places.parquet").write_bytes(b"rot")
    publish(small_tables(), EXTRA, MANIFEST, tmp_path)
    assert check_edition(folder) == []


def test_faulty_tables_are_refused_and_leave_no_trace(tmp_path: Path) -> None:
    tables = small_tables()
    tables["observations"]["value"] = None
    with pytest.raises(PublishError, match=r"observations\.value"):
        publish(tables, EXTRA, MANIFEST, tmp_path / "editions")
    assert not (tmp_path / "editions").exists()


@pytest.mark.parametrize("name", ["../escape", "", "a/b", ".hidden"])
def test_names_that_lead_elsewhere_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="file name"):
        publish(small_tables(), EXTRA, manifest(name), tmp_path)
    with pytest.raises(PublishError, match="file name"):
        write_folder(small_tables(), {name: b""}, MANIFEST, tmp_path)


def test_a_plain_folder_keeps_the_files_of_others(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    write_folder(small_tables(), EXTRA, MANIFEST, tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert not list(tmp_path.glob(".*.part"))


def test_an_unfinished_plain_folder_has_no_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(small_tables(), EXTRA, MANIFEST, tmp_path)

    def full(path: Path, data: bytes) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(publishing, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        write_folder(small_tables(), EXTRA, MANIFEST, tmp_path)
    assert any("manifest.json" in fault for fault in check_edition(tmp_path))


def test_two_builds_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    names = [f"2024-{n}" for n in range(4)]
    threads = [
        threading.Thread(target=publish, args=(small_tables(), EXTRA, manifest(name), tmp_path))
        for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(check_edition(tmp_path / name) == [] for name in names)
    assert (tmp_path / "CURRENT").read_text() in names


BUILD = """
import sys
from pathlib import Path
from etl.publish import publish
from tests.etl.small_edition import EXTRA, MANIFEST, small_tables

publish(small_tables(), EXTRA, {**MANIFEST, "edition_id": sys.argv[2]}, Path(sys.argv[1]))
"""


def build_process(root: Path, edition_id: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    return subprocess.Popen([sys.executable, "-c", BUILD, root, edition_id], cwd=ROOT, env=environment)


@pytest.fixture
def editions(tmp_path: Path) -> Path:
    """A root with one published edition in use."""
    publish(small_tables(), EXTRA, manifest("2023-old"), tmp_path / "editions")
    return tmp_path / "editions"


def publish_and_die(contents: dict[str, bytes], root: Path, moment: int) -> bool:
    """Publish in a process that gets kill -9 before its ``moment``-th call; whether it came to that.

    It only writes ``contents``, made before: the threads of pyarrow do not survive a fork.
    """

    def act() -> None:
        publishing.edition_files = lambda *_: contents
        publish({}, {}, manifest("2024-new"), root)

    return act_and_die(act, moment)


def assert_whole(root: Path) -> None:
    """The edition in use is the old or the new one, as the journal says; every visible one is complete."""
    used = (root / "CURRENT").read_text()
    assert used in {"2023-old", "2024-new"}
    assert history(root)[-1].edition_id == used
    for folder in root.glob("20*"):
        assert damaged_files(folder) == []


def test_death_at_any_moment_leaves_an_edition_in_use(
    editions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = edition_files(small_tables(), EXTRA, manifest("2024-new"))
    third = edition_files(small_tables(), EXTRA, manifest("2024-third"))
    monkeypatch.setattr(publishing, "edition_files", lambda *_: third)  # made once, not at each moment
    reached = []
    for moment in itertools.count(1):
        root = tmp_path / f"at-{moment}"
        shutil.copytree(editions, root)
        died = publish_and_die(contents, root, moment)
        assert_whole(root)
        if not died:
            break
        reached.append((root / "CURRENT").read_text())
        publish({}, {}, manifest("2024-third"), root)
        assert not [
            path for path in root.iterdir() if path.name.endswith(".part") or ".building" in path.name
        ]
    assert len(reached) > len(TABLES)
    assert set(reached) == {"2023-old", "2024-new"}


def test_the_next_build_clears_what_a_killed_one_left(editions: Path) -> None:
    contents = edition_files(small_tables(), EXTRA, manifest("2024-new"))
    assert publish_and_die(contents, editions, 9)
    assert [path.name for path in editions.glob(".building-*")] == [".building-2024-new"]
    publish(small_tables(), EXTRA, manifest("2024-third"), editions)
    assert {path.name for path in editions.iterdir()} == {
        *("2023-old", "2024-third", "CURRENT", "HISTORY.jsonl", ".lock")
    }


def test_kill_9_at_random_times_leaves_an_edition_in_use(editions: Path) -> None:
    dice = random.Random(9)
    for _ in range(3):
        with build_process(editions, "2024-new") as process:
            try:
                process.wait(timeout=dice.uniform(0.5, 1.5))
            except subprocess.TimeoutExpired:
                process.kill()
        assert_whole(editions)
