"""The inbox: safe names, nothing stored twice, nothing lost, no half file that a build would read."""

from __future__ import annotations

import os
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl import disk
from etl.intake import inbox
from etl.intake.inbox import Kept, entries, put, put_back, safe_name, withdraw, withdrawn
from etl.notes import is_note
from etl.read import list_files
from etl.records import Note

WANG = Note(place="张掖市", by="王小明")
DATA = "张掖市2023年双拥工作情况".encode()


class Died(BaseException):
    """What stands for a process that ends at once: nothing catches it."""


@given(st.text(max_size=400), st.sampled_from(["", "0123456789abcdef"]))
@example("../../etc/passwd", "")
@example("C:\\报送\\汇总.xlsx", "")
@example(".note.yml", "")
@example("a.note.yml", "0123456789abcdef")
@example("双拥" * 150 + ".docx", "")
@example("\u202egpj.exe", "")
@example("..", "")
@example("nul\0l.txt", "")
def test_any_name_becomes_a_safe_one(name: str, digest: str) -> None:
    safe = safe_name(name, digest)
    assert safe == Path(safe).name == unicodedata.normalize("NFC", safe)
    assert safe.strip(" .") == safe
    assert not is_note(Path(safe))
    assert all(c.isprintable() for c in safe)
    assert not set(safe) & set('/\\<>:"|?*')
    assert len(f".{safe}.note.yml.part".encode()) <= 255
    assert safe_name(safe) == safe or len(safe.encode()) > inbox.STEM_BYTES or digest


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("张掖市2023年.docx", "张掖市2023年.docx"),
        ("../../x.txt", "x.txt"),
        ("C:\\报送\\汇总 表.XLSX", "汇总 表.XLSX"),
        ("\u202e报告\u200b.txt", "报告.txt"),
        ("a.note.yml", "a.note.yml.txt"),
        (".hidden", "hidden"),
        ("…/", "file"),
        ("无扩展名", "无扩展名"),
    ],
)
def test_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_file_is_stored_with_its_note(tmp_path: Path) -> None:
    assert put(tmp_path, "张掖.txt", DATA, WANG) == Kept("张掖.txt", new=True)
    [entry] = entries(tmp_path)
    assert (entry.name, entry.size, entry.note) == ("张掖.txt", len(DATA), WANG)
    assert entry.path.read_bytes() == DATA
    assert [name for name, _ in list_files([tmp_path])] == ["张掖.txt"]


def test_the_same_content_is_not_stored_twice(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", DATA, WANG)
    assert put(tmp_path, "b.txt", DATA, Note(by="李")) == Kept("a.txt", new=False)
    assert len(entries(tmp_path)) == 1


def test_a_name_that_is_taken_gets_digits(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", DATA, WANG)
    kept = put(tmp_path, "a.txt", b"other", Note(by="李"))
    assert kept.new
    assert kept.name.startswith("a-")
    assert {e.path.read_bytes(): e.note.by for e in entries(tmp_path) if e.note} == {
        DATA: "王小明",
        b"other": "李",
    }


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    contents = [f"第{n}份".encode() for n in range(12)]
    threads = [threading.Thread(target=put, args=(tmp_path, "a.txt", c, WANG)) for c in contents * 2]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(e.path.read_bytes() for e in entries(tmp_path)) == sorted(contents)
    assert all(e.note == WANG for e in entries(tmp_path))


def test_what_is_taken_out_can_be_put_back(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", DATA, WANG)
    gone = withdraw(tmp_path, "a.txt", "李")
    assert (entries(tmp_path), withdrawn(tmp_path)) == ([], [gone])
    assert (gone.name, gone.by) == ("a.txt", "李")
    assert list_files([tmp_path]) == []
    assert put_back(tmp_path, gone.number) == Kept("a.txt", new=True)
    assert [e.note for e in entries(tmp_path)] == [WANG]
    assert withdrawn(tmp_path) == []


@pytest.mark.parametrize("name", ["../a.txt", "gone.txt", ".lock", "a.txt.note.yml", ""])
def test_only_what_is_listed_can_be_taken_out(tmp_path: Path, name: str) -> None:
    put(tmp_path / "inbox", "a.txt", DATA, WANG)
    (tmp_path / "a.txt").write_bytes(b"outside")
    with pytest.raises(FileNotFoundError):
        withdraw(tmp_path / "inbox", name, "李")
    with pytest.raises(FileNotFoundError):
        put_back(tmp_path / "inbox", f"../{name}")
    assert (tmp_path / "a.txt").exists()


def dies_at(monkeypatch: pytest.MonkeyPatch, call: int) -> None:
    """Let the process end before its ``call``-th step on the disk."""
    left = call

    def before(step: Callable[..., None]) -> Callable[..., None]:
        def stepped(*given: object) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Died
            step(*given)

        return stepped

    for name in ("write_synced", "sync_folder", "replace"):
        monkeypatch.setattr(disk, name, before(getattr(disk, name)))
    monkeypatch.setattr(os, "link", before(os.link))
    monkeypatch.setattr(Path, "rename", before(Path.rename))


@pytest.mark.parametrize("call", range(8))
def test_a_death_while_storing_leaves_all_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    with monkeypatch.context() as patched:
        dies_at(patched, call)
        patched.setattr(Path, "unlink", lambda *_, **__: None)  # the dead clean nothing up
        try:
            put(tmp_path, "a.txt", DATA, WANG)
        except Died:
            pass
        else:
            assert call > 5
    assert [(e.path.read_bytes(), e.note) for e in entries(tmp_path)] in ([], [(DATA, WANG)])
    put(tmp_path, "a.txt", DATA, WANG)
    assert [(e.name, e.note) for e in entries(tmp_path)] == [("a.txt", WANG)]
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize("call", range(5))
def test_a_death_while_taking_out_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    put(tmp_path, "a.txt", DATA, WANG)
    with monkeypatch.context() as patched:
        dies_at(patched, call)
        try:
            withdraw(tmp_path, "a.txt", "李")
        except Died:
            pass
        else:
            assert call > 3
    there, gone = entries(tmp_path), withdrawn(tmp_path)
    if not there:
        put_back(tmp_path, gone[0].number)
    assert [(e.path.read_bytes(), e.note.place if e.note else None) for e in entries(tmp_path)] == [
        (DATA, "张掖市")
    ]


def test_the_same_content_again_adds_to_what_was_said_of_it(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx", DATA, replace(WANG, received="2024-05-30"))
    more = Note(date="2024-06", good_rows=True, by="李小红", received="2024-06-02")
    again = put(tmp_path, "b.xlsx", DATA, more)
    assert again == Kept("a.xlsx", new=False)
    [entry] = entries(tmp_path)
    assert entry.note == replace(more, place="张掖市", by="王小明", received="2024-05-30")


@pytest.mark.parametrize("name", ["withdrawn.yml", "put-back.yml", "fate.yml"])
def test_no_file_takes_the_place_of_the_record_of_what_was_taken_out(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, DATA, WANG)
    gone = withdraw(tmp_path, name, "李小红")
    assert withdrawn(tmp_path) == [gone]
    put_back(tmp_path, gone.number)
    assert ([e.name for e in entries(tmp_path)], withdrawn(tmp_path)) == ([name], [])


def test_what_was_never_moved_is_not_offered_to_be_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.txt", DATA, Note())

    def die(*_: object) -> None:
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", die)
        with pytest.raises(Died):
            withdraw(tmp_path, "a.txt", "李小红")
    assert ([e.name for e in entries(tmp_path)], withdrawn(tmp_path)) == (["a.txt"], [])
