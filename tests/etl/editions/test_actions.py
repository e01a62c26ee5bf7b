"""Editions as a whole: the journal, pin, restore, prune; death at every moment; ids that lead elsewhere."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import __main__ as program
from etl.editions import actions, command, history
from etl.editions.actions import (
    EditionRefused,
    Refusal,
    facts,
    pin,
    previous,
    prunable,
    prune,
    restore,
    unpin,
)
from etl.editions.history import JOURNAL, Cause
from etl.publish import damaged_files, publish
from tests.etl.deaths import act_and_die
from tests.etl.small_edition import EXTRA, MANIFEST, small_tables

NAMES = ("2021-a", "2022-b", "2023-c")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three editions, built one after the other."""
    root = tmp_path_factory.mktemp("made") / "editions"
    for name in NAMES:
        publish(small_tables(), EXTRA, {**MANIFEST, "edition_id": name}, root, by=f"builder of {name}")
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """Copies of them that a test may change."""
    return Path(shutil.copytree(made, tmp_path / "editions"))


def in_use(root: Path) -> list[tuple[str, str]]:
    return [(e.edition_id, e.cause) for e in history.history(root) if e.cause in history.CAME_INTO_USE]


def test_each_build_that_changes_the_edition_in_use_is_written_down(root: Path) -> None:
    publish(small_tables(), EXTRA, {**MANIFEST, "edition_id": "2023-c"}, root)  # nothing new
    events = history.history(root)
    assert [(e.edition_id, e.cause, e.by) for e in events] == [
        (name, Cause.BUILD, f"builder of {name}") for name in NAMES
    ]
    assert all(e.at.endswith("+00:00") for e in events)


def test_facts_tell_each_edition_the_latest_in_use_first(root: Path) -> None:
    newest, *_, oldest = facts(root)
    assert (newest.edition_id, newest.current, newest.previous) == ("2023-c", True, False)
    assert (newest.sources, newest.observations, newest.faults) == (2, 2, ())
    assert newest.size == sum(path.stat().st_size for path in (root / "2023-c").iterdir())
    assert (oldest.edition_id, oldest.current, oldest.previous) == ("2021-a", False, False)
    assert [f.previous for f in facts(root)] == [False, True, False]


def test_restoring_makes_an_edition_current_and_the_one_left_the_one_before(root: Path) -> None:
    restore(root, "2021-a", "王芳")
    assert (root / "CURRENT").read_text() == "2021-a"
    assert previous(root) == "2023-c"
    entered = facts(root)[0].entered
    assert entered is not None
    assert (entered.cause, entered.by) == (Cause.RESTORE, "王芳")


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "places.parquet").write_bytes(b"rot"),
        lambda folder: (folder / "places.parquet").unlink(),
        lambda folder: (folder / "manifest.json").write_bytes(b"[1]"),
        lambda folder: (folder / "manifest.json").unlink(),
    ],
    ids=["changed", "missing", "manifest", "no manifest"],
)
def test_a_damaged_edition_is_named_and_not_restored(root: Path, harm: Callable[[Path], Any]) -> None:
    assert all(not f.faults for f in facts(root))
    harm(root / "2021-a")
    with pytest.raises(EditionRefused, match="damaged") as refused:
        restore(root, "2021-a", "王芳")
    assert refused.value.refusal is Refusal.DAMAGED
    assert [f.edition_id for f in facts(root) if f.faults] == ["2021-a"]
    assert (root / "CURRENT").read_text() == "2023-c"


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../editions/2021-a", "2021-a/", "/etc", ".lock", "2021-a\0", "CURRENT"]
)
def test_a_name_never_becomes_a_path(root: Path, name: str) -> None:
    for act in (
        lambda: restore(root, name, "x"),
        lambda: pin(root, name, "x"),
        lambda: unpin(root, name, "x"),
    ):
        with pytest.raises(EditionRefused, match="no such edition"):
            act()
    assert len(history.history(root)) == len(NAMES)


def test_who_does_it_must_be_said(root: Path) -> None:
    for act in (
        lambda: restore(root, "2021-a", " "),
        lambda: pin(root, "2021-a", ""),
        lambda: prune(root, 1, ""),
    ):
        with pytest.raises(EditionRefused, match="who you are"):
            act()


def test_without_a_user_name_the_command_asks_for_one(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr(command.getpass, "getuser", nobody)
    restored = ["editions", "restore", "2021-a", "--editions", str(root)]
    assert program.main(["editions", "list", "--editions", str(root)]) == 0
    assert program.main(restored) == 2
    assert "--by" in capsys.readouterr().err
    assert program.main([*restored, "--by", "王芳"]) == 0


def test_a_build_leaves_in_use_what_was_restored_while_it_ran(root: Path) -> None:
    made = {**MANIFEST, "edition_id": "2024-d"}
    asked = history.restores(root)
    restore(root, "2021-a", "王芳")
    publish(small_tables(), EXTRA, made, root, restored=asked)
    assert history.current(root) == "2021-a"
    assert damaged_files(root / "2024-d") == []
    publish(small_tables(), EXTRA, made, root, restored=history.restores(root))  # asked for after that
    assert history.current(root) == "2024-d"
    publish(small_tables(), EXTRA, {**MANIFEST, "edition_id": "2023-c"}, root, restored=asked)
    assert history.current(root) == "2023-c"  # what changed was a build
    restore(root, "2024-d", "王芳")  # the one that was in use when the build was asked for, perhaps
    publish(small_tables(), EXTRA, {**MANIFEST, "edition_id": "2023-c"}, root, restored=asked + 1)
    assert history.current(root) == "2024-d"


def test_prune_spares_the_pinned_the_current_and_the_one_before(root: Path) -> None:
    restore(root, "2021-a", "王芳")  # the one before is now 2023-c
    assert [f.edition_id for f in prunable(root, 0)] == ["2022-b"]
    assert prunable(root, 3) == []
    pin(root, "2022-b", "王芳", "评审引用")
    pin(root, "2022-b", "李强", "twice is once")
    pins = {f.edition_id: f.pin for f in facts(root)}
    assert pins["2022-b"] is not None
    assert (pins["2022-b"].by, pins["2022-b"].reason) == ("王芳", "评审引用")
    assert prune(root, 0, "王芳") == []
    unpin(root, "2022-b", "王芳")
    assert prune(root, 0, "王芳", agreed=["2023-c"]) == []
    assert prune(root, 0, "王芳") == ["2022-b"]
    assert sorted(p.name for p in root.iterdir()) == [".lock", "2021-a", "2023-c", "CURRENT", JOURNAL]
    assert history.history(root)[-1].cause is Cause.PRUNE


def test_the_oldest_go_first(root: Path) -> None:
    publish(small_tables(), EXTRA, {**MANIFEST, "edition_id": "2020-older-by-name"}, root)
    assert [f.edition_id for f in prunable(root, 0)] == ["2021-a", "2022-b"]
    assert [f.edition_id for f in prunable(root, 3)] == ["2021-a"]


def test_a_change_that_no_one_wrote_down_is_told_and_then_written(root: Path) -> None:
    (root / JOURNAL).unlink()  # as an older program left it
    (root / "CURRENT").write_text("2022-b")
    assert in_use(root) == [("2022-b", Cause.FOUND)]
    assert not (root / JOURNAL).exists()
    restore(root, "2023-c", "王芳")
    assert in_use(root) == [("2022-b", Cause.FOUND), ("2023-c", Cause.RESTORE)]
    assert previous(root) == "2022-b"


@given(cut=st.integers(0, 10_000), noise=st.binary(max_size=20))
def test_a_journal_cut_anywhere_still_reads_and_grows(made: Path, cut: int, noise: bytes) -> None:
    whole = (made / JOURNAL).read_bytes()
    lines = whole[: cut % (len(whole) + 1)].splitlines()
    journal = made.parent / JOURNAL
    journal.write_bytes(whole[: cut % (len(whole) + 1)] + noise)
    history.record(made.parent, "2023-c", Cause.PIN, "王芳")
    read = history.history(made.parent)
    assert read[-1].by == "王芳"
    assert len(read) >= len(lines)  # of those cut, at most the last is lost; the new one is there
    journal.unlink()


@pytest.mark.parametrize("action", ["restore", "prune"])
def test_death_at_any_moment_leaves_whole_editions_and_a_journal_that_reads(
    made: Path, tmp_path: Path, action: str
) -> None:
    for moment in itertools.count(1):
        root = Path(shutil.copytree(made, tmp_path / str(moment)))
        act = {"restore": lambda: restore(root, "2021-a", "x"), "prune": lambda: prune(root, 0, "x")}[action]  # noqa: B023
        died = act_and_die(act, moment)
        assert (root / "CURRENT").read_text() in {"2021-a", "2023-c"}
        assert all(damaged_files(folder) == [] for folder in root.glob("20*"))
        assert in_use(root)[-1][0] == (root / "CURRENT").read_text()
        act()  # and the next one finishes the work and clears what was left
        left = {p.name for p in root.iterdir() if p.name.startswith(".")}
        assert left - {".CURRENT.part"} == {".lock"}
        if not died:
            break
    assert moment > 3


def run(*arguments: Any) -> int:
    return program.main(["editions", *map(str, arguments)])


def test_the_command_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--editions", root)
    assert run("list", *where) == 0
    assert "2023-c  20" in capsys.readouterr().out.splitlines()[0]
    assert run("restore", "2021-a", "--by", "王芳", *where) == 0
    assert run("pin", "2022-b", "--reason", "引用", *where) == 0
    assert run("prune", "--keep", 0, *where) == 0
    assert "would remove: 0" in capsys.readouterr().out
    assert run("unpin", "2022-b", *where) == 0
    assert run("prune", "--keep", 0, *where) == 0
    assert len(facts(root)) == 3
    assert run("prune", "--keep", 0, "--yes", *where) == 0
    assert "2022-b" in capsys.readouterr().out
    assert [f.edition_id for f in actions.facts(root)] == ["2021-a", "2023-c"]
    assert run("restore", "../x", *where) == 2
    (root / "2023-c" / "places.parquet").unlink()
    assert run("restore", "2023-c", *where) == 2
    assert run("list", *where) == 1
    assert "损坏 damaged" in capsys.readouterr().out
    assert run("list", "--editions", root / "none") == 0
