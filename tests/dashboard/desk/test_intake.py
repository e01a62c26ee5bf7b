"""Reading an upload in a process of its own, and what a person's yes and no do."""

from __future__ import annotations

import hashlib
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from dashboard.desk import builds, inbox, intake
from dashboard.desk.builds import BuildStatus
from dashboard.settings import Settings
from etl.editions.history import current
from etl.notes import received_today
from etl.publish import publish
from etl.records import Note
from etl.schema import Problem
from tests.etl.small_edition import EXTRA, MANIFEST, small_tables

REPORT = "张掖市2024年双拥工作情况\n2025年1月10日\n\n全市悬挂光荣牌52345块。\n".encode()
WANG = Note(by="王小明")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation of its own, where asking for a build is written down and does nothing."""
    monkeypatch.setattr(
        builds, "request_build", lambda _, by: (tmp_path / "asked").open("a").write(f"{by}\n")
    )
    monkeypatch.setattr(builds, "status", lambda _: BuildStatus())
    return Settings(tmp_path / "editions", tmp_path / "reports", tmp_path / "inbox", "")


def asked(here: Settings) -> list[str]:
    """Who asked for a build, each time."""
    log = here.inbox_root.parent / "asked"
    return log.read_text().splitlines() if log.exists() else []


def edition(here: Settings, number: int, *shas: str, program: str = "1") -> str:
    """Publish an edition whose sources are files with these contents."""
    tables = small_tables()
    first = tables["sources"].iloc[[0]]
    rows = [first.assign(source_id=f"s{n}", path=f"{sha}.txt", sha256=sha) for n, sha in enumerate(shas)]
    tables["sources"] = pd.concat([tables["sources"], *rows])
    made = publish(
        tables,
        EXTRA,
        {**MANIFEST, "edition_id": f"2024-01-0{number}-0123456789", "program_version": program},
        here.editions_root,
    )
    return made.name


def test_a_report_is_read_in_a_process_of_its_own(here: Settings) -> None:
    found = intake.preview(here, "../张掖.txt", REPORT, Note())
    assert (found.trouble, found.acceptable, found.problems) == (None, True, [])
    assert found.sources["source_id"].tolist() == ["张掖"]
    assert found.observations["value"].tolist() == [52345.0]
    assert found.effects["effect"].tolist() == ["new"]
    assert found.texts["张掖"].startswith("张掖市2024年")
    assert not here.inbox_root.exists()
    assert not here.editions_root.exists()


@pytest.mark.parametrize(
    ("does", "problem"),
    [
        ("raise SystemExit(1)", Problem.CRASHED),
        ("import os; os.abort()", Problem.CRASHED),
        ("print('a library says something'); print('{}')", Problem.CRASHED),
        ("from dashboard.desk import reader as r; r.MEMORY = 2**28; r.main()", Problem.CRASHED),
        (
            "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass",
            Problem.TOO_COMPLEX,
        ),
        ("import time; time.sleep(60)", Problem.TOO_COMPLEX),
    ],
)
def test_a_reader_that_ends_badly_is_a_problem_of_the_file(
    here: Settings, monkeypatch: pytest.MonkeyPatch, does: str, problem: Problem
) -> None:
    monkeypatch.setattr(intake, "READER", (sys.executable, "-c", does))
    monkeypatch.setattr(intake, "WALL_SECONDS", 60.0 if "sleep" not in does else 0.5)
    found = intake.preview(here, "a.txt", REPORT, Note())
    assert (found.trouble, found.acceptable, found.problems) == (problem, False, [("", problem)])


def test_no_more_readers_at_once_than_processors(
    here: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = f"f = open({str(tmp_path / 'log')!r}, 'a', 1)"
    does = f"import time; {log}; f.write('b\\n'); time.sleep(0.3); f.write('e\\n')"
    monkeypatch.setattr(intake, "READER", (sys.executable, "-c", does))
    monkeypatch.setattr(intake, "_READERS", threading.BoundedSemaphore(1))
    with ThreadPoolExecutor(2) as sessions:
        list(sessions.map(lambda name: intake.preview(here, name, REPORT, Note()), ["a.txt", "b.txt"]))
    assert (tmp_path / "log").read_text().split() == ["b", "e", "b", "e"]


def test_what_is_too_large_is_not_read(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "READER", ("no such program",))
    found = intake.preview(here, "a.txt", b"x" * (intake.MAX_BYTES + 1), Note())
    assert found.trouble is Problem.TOO_LARGE


def test_a_yes_stores_and_asks_for_a_build(here: Settings) -> None:
    kept = inbox.accept(here, "a.txt", REPORT, WANG)
    assert (kept.name, kept.new, asked(here)) == ("a.txt", True, ["王小明"])
    [lying] = inbox.lying(here)
    assert (lying.entry.name, lying.entry.note, lying.held) == ("a.txt", received_today(WANG), None)
    inbox.withdraw(here, "a.txt", "李")
    assert (inbox.lying(here), asked(here)) == ([], ["王小明", "李"])
    inbox.put_back(here, inbox.taken_out(here)[0].number, "赵")
    assert (len(inbox.lying(here)), asked(here)) == (1, ["王小明", "李", "赵"])


def test_undo_builds_anew_where_more_changed(here: Settings) -> None:
    edition(here, 1, "other")
    inbox.accept(here, "a.txt", REPORT, WANG)
    last = edition(here, 2, "other", "more", hashlib.sha256(REPORT).hexdigest())
    assert inbox.undo(here, "a.txt", "王小明") is None
    assert (inbox.lying(here), asked(here), current(here.editions_root)) == ([], ["王小明"] * 2, last)


def test_undo_restores_the_edition_before(here: Settings) -> None:
    before = edition(here, 1, "other")
    inbox.accept(here, "a.txt", REPORT, WANG)
    digest = hashlib.sha256(REPORT).hexdigest()
    edition(here, 2, "other", digest)
    [lying] = inbox.lying(here)
    assert lying.held is not None
    assert inbox.undo(here, "a.txt", "王小明") == before == current(here.editions_root)
    assert (inbox.lying(here), asked(here)) == ([], ["王小明"])


def test_undo_does_not_bring_back_an_older_program(here: Settings) -> None:
    edition(here, 1, "other", program="0")
    inbox.accept(here, "a.txt", REPORT, WANG)
    last = edition(here, 2, "other", hashlib.sha256(REPORT).hexdigest())
    assert inbox.undo(here, "a.txt", "王小明") is None
    assert (asked(here), current(here.editions_root)) == (["王小明"] * 2, last)
