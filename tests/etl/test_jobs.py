"""Builds in the background: served once each, none lost, and a killed one is known as such."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from etl import jobs
from etl.jobs import BuildStatus, Outcome, Stage, State, request, status, work

ROOT = Path(__file__).resolve().parents[2]
BUILDER = """
import sys, time
from pathlib import Path
from etl.jobs import Outcome, Stage, work

job = Path(sys.argv[1])

def build(tell, asked):
    with (job / "built").open("a") as log:
        log.write("b")
    tell(Stage.READING, 1, 2)
    while (job / "hold").exists():
        time.sleep(0.02)
    return Outcome("2023-01-01-0123456789")

work(job, build)
"""
"""A builder as ``python -m etl build --job`` is one, whose build lasts while a file ``hold`` is there."""


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """What ``request`` starts, with ``BUILDER`` in place of the real build."""
    found: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(command: list[str], pass_fds: tuple[int], **_: object) -> subprocess.Popen[bytes]:
        script = [sys.executable, "-c", BUILDER, command[command.index("--job") + 1]]
        found.append(popen(script, cwd=ROOT, pass_fds=pass_fds))
        return found[-1]

    monkeypatch.setattr(jobs.subprocess, "Popen", start)
    return found


def test_nothing_was_asked_for(tmp_path: Path) -> None:
    assert status(tmp_path / "none") == BuildStatus()
    assert work(tmp_path, lambda *_: pytest.fail("no request")) == BuildStatus()


def test_a_request_is_served_once(tmp_path: Path) -> None:
    (tmp_path / jobs.REQUEST).write_text('{"name": "one", "before": "a", "restored": 3}')
    ended = work(tmp_path, lambda _, asked: Outcome("b", asked.restored - 1, in_use=False))
    assert not ended.in_use
    assert (ended.state, ended.before, ended.edition_id, ended.troubled) == (State.DONE, "a", "b", 2)
    assert status(tmp_path) == ended
    assert work(tmp_path, lambda *_: pytest.fail("it was served")) == ended


def test_a_build_that_fails_says_why(tmp_path: Path) -> None:
    (tmp_path / jobs.REQUEST).write_text("one")
    work(tmp_path, lambda *_: Outcome(None, message="没有可用的来源"))
    assert (status(tmp_path).state, status(tmp_path).message) == (State.FAILED, "没有可用的来源")
    (tmp_path / jobs.REQUEST).write_text("two")
    work(tmp_path, lambda *_: {}["gone"])  # type: ignore[index]
    assert status(tmp_path).message == "KeyError: 'gone'"


def test_requests_during_a_build_are_served_by_one_more(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    (tmp_path / "hold").touch()
    request(tmp_path, [], {})
    until(lambda: status(tmp_path).files == 2)
    assert status(tmp_path).stage is Stage.READING
    last = [request(tmp_path, [], {}) for _ in range(4)][-1]
    until(lambda: sum(one.poll() is None for one in started) == 2)  # the one that builds, one that waits
    (tmp_path / "hold").unlink()
    for one in started:
        one.wait(30)
    assert (tmp_path / "built").read_text() == "bb"
    assert (status(tmp_path).state, status(tmp_path).request) == (State.DONE, last)


def test_a_killed_builder_is_known_and_the_next_one_builds(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    (tmp_path / "hold").touch()
    request(tmp_path, [], {})
    until(lambda: status(tmp_path).files == 2)
    os.kill(started[0].pid, signal.SIGKILL)
    started[0].wait(30)
    assert status(tmp_path).state is State.DIED
    (tmp_path / "hold").unlink()
    request(tmp_path, [], {})
    assert status(tmp_path).active
    until(lambda: status(tmp_path).state is State.DONE)
    assert (tmp_path / "built").read_text() == "bb"


def test_a_builder_that_is_killed_before_it_begins_is_missed_at_once(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    request(tmp_path, [], {})
    os.kill(started[0].pid, signal.SIGSTOP)
    assert status(tmp_path).state is State.STARTING
    os.kill(started[0].pid, signal.SIGKILL)
    started[0].wait(30)
    assert status(tmp_path).state is State.DIED


def test_a_damaged_status_is_none(tmp_path: Path) -> None:
    for content in ("", "{", '{"state": "gone"}', "[]"):
        (tmp_path / jobs.STATUS).write_text(content)
        assert status(tmp_path) == BuildStatus()


def test_those_who_ask_at_once_do_not_see_each_other(tmp_path: Path) -> None:
    (tmp_path / jobs.REQUEST).write_text("one")
    for lock in (jobs.ALIVE, "build.lock"):
        (tmp_path / lock).touch()
    with ThreadPoolExecutor(4) as many:
        found = {one.state for one in many.map(status, [tmp_path] * 400)}
    assert found == {State.DIED}


def test_the_log_is_that_of_the_last_build(tmp_path: Path) -> None:
    (tmp_path / jobs.LOG).write_text("before")
    (tmp_path / jobs.REQUEST).write_text("one")
    with (tmp_path / jobs.LOG).open("a") as log:
        work(tmp_path, lambda *_: Outcome(str(log.write("now"))))
    assert (tmp_path / jobs.LOG).read_text() == "now"
