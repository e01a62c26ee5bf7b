"""A build in the background: asked for, done by a process of its own, and told of in files.

Whoever asks writes a request, with a name that no other has, and starts a builder. A builder waits for
its turn and then builds, unless the last request was served meanwhile: so requests that come during
a build are served together by one more, and none is lost. At most one builder waits.

Each builder is given a share of one lock (``alive``) to hold while it lives. A request that is unserved
while nobody holds that lock was left by builders that were killed; their numbers are never asked,
since other processes may have them by then. Whose turn it is, POSIX record locks say: no worker
process inherits those.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final, TextIO

from etl.disk import locked
from etl.disk import replace as replace_file

PROJECT: Final = Path(__file__).resolve().parent.parent
REQUEST: Final = "request"
STATUS: Final = "status.json"
LOG: Final = "log.txt"
"""What the last build printed."""
ALIVE: Final = "alive.lock"
TELL_SECONDS: Final = 0.2
"""Progress is written no more often."""


class State(StrEnum):
    """How a build stands."""

    IDLE = "idle"
    STARTING = "starting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    DIED = "died"


class Stage(StrEnum):
    """What a running build is doing."""

    READING = "reading"
    COMPUTING = "computing"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class BuildStatus:
    """The last build: how far it is, or what came of it."""

    state: State = State.IDLE
    request: str = ""
    stage: Stage = Stage.READING
    files_done: int = 0
    files: int = 0
    before: str | None = None
    """The edition that was current when it was asked for."""
    edition_id: str | None = None
    """The edition that it made; the same as ``before`` where nothing was new."""
    in_use: bool = True
    """Whether it was made current: not where somebody restored another one after it was asked for."""
    troubled: int = 0
    """Sources with problems in the new edition."""
    message: str = ""
    """Why it failed, with the cure."""
    ended: float | None = None
    """Seconds since the epoch."""

    @property
    def active(self) -> bool:
        """Whether it is still under way."""
        return self.state in (State.STARTING, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a build, and what whoever asked had before them."""

    name: str = ""
    before: str | None = None
    """The edition then in use."""
    restored: int = 0
    """How often an edition had been restored by then (``etl.editions.history``)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build came to."""

    edition_id: str | None
    troubled: int = 0
    message: str = ""
    """Set where nothing was published."""
    in_use: bool = True


Tell = Callable[[Stage, int, int], None]
Build = Callable[[Tell, Asked], Outcome]


def request(
    job: Path,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    before: str | None = None,
    restored: int = 0,
) -> str:
    """Ask for ``python -m etl build --job JOB ARGUMENTS`` and return the request's name.

    ``environment`` holds variables for the builder beside this process's own; ``before`` and ``restored``
    are as in ``Asked``. Returns at once; the builder lives on when this process ends.
    """
    job.mkdir(parents=True, exist_ok=True)
    asked = Asked(uuid.uuid4().hex, before, restored)
    command = [sys.executable, "-m", "etl", "build", "--job", str(job), *arguments]
    with (job / LOG).open("ab") as log, (job / ALIVE).open("a") as alive:
        fcntl.flock(alive, fcntl.LOCK_SH)
        with locked(job):
            replace_file(job / REQUEST, json.dumps(asdict(asked)).encode())
        builder = subprocess.Popen(  # noqa: S603  # no shell, no word from outside
            command,
            cwd=PROJECT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=(alive.fileno(),),  # the builder's share of the lock lasts as long as the builder
        )
    threading.Thread(target=builder.wait, daemon=True).start()  # or it stays behind as a zombie
    return asked.name


def work(job: Path, build: Build) -> BuildStatus:
    """Build if a request is unserved, after whoever builds now; returns how the last build stands.

    ``build`` is given what tells its progress, and the request.
    """
    job.mkdir(parents=True, exist_ok=True)
    with (job / "next.lock").open("a") as following, (job / "build.lock").open("a") as building:
        if not _take(following, wait=False):
            return status(job)  # another waits, who will find this request when its turn comes
        _take(building, wait=True)
        fcntl.lockf(following, fcntl.LOCK_UN)
        last, asked = _last(job), _asked(job)
        if asked.name and (asked.name != last.request or last.state is State.RUNNING):
            last = _serve(job, asked, build)
        return last


def _serve(job: Path, asked: Asked, build: Build) -> BuildStatus:
    begun, told = BuildStatus(State.RUNNING, asked.name, before=asked.before), 0.0

    def tell(stage: Stage, done: int, total: int) -> None:
        nonlocal told
        if done == total or time.monotonic() - told > TELL_SECONDS:
            told = time.monotonic()
            _save(job, replace(begun, stage=stage, files_done=done, files=total))

    _save(job, begun)
    with suppress(FileNotFoundError):
        os.truncate(job / LOG, 0)  # builders write at its end, wherever that is
    try:
        outcome = build(tell, asked)
    except Exception as error:  # whatever it is, those who wait must hear of it
        traceback.print_exc()
        outcome = Outcome(None, message=f"{type(error).__name__}: {error}")
    ended = replace(
        begun,
        state=State.DONE if outcome.edition_id else State.FAILED,
        edition_id=outcome.edition_id,
        in_use=outcome.in_use,
        troubled=outcome.troubled,
        message=outcome.message,
        ended=time.time(),
    )
    _save(job, ended)
    return ended


def status(job: Path) -> BuildStatus:
    """How the build that was last asked for stands."""
    if not job.is_dir():
        return BuildStatus()
    with locked(job):  # to ask whether a lock is held is to take it: another who asks would see that
        alive, building = _is_held(job / ALIVE, fcntl.flock), _is_held(job / "build.lock", fcntl.lockf)
    last, asked = _last(job), _asked(job).name
    if building and last.state is State.RUNNING:
        return last
    if not asked or (asked == last.request and last.state is not State.RUNNING):
        return last
    return BuildStatus(State.STARTING, asked) if alive else replace(last, state=State.DIED, request=asked)


def _is_held(lock: Path, how: Callable[[TextIO, int], object]) -> bool:
    """Whether a process holds a lock of this kind."""
    try:
        with lock.open("r+") as file:
            how(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _take(lock: TextIO, *, wait: bool) -> bool:
    try:
        fcntl.lockf(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _asked(job: Path) -> Asked:
    """The last request; of an earlier program only its name was written."""
    try:
        written = (job / REQUEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        return Asked()
    try:
        return Asked(**json.loads(written))
    except (ValueError, TypeError):
        return Asked(written)


def _last(job: Path) -> BuildStatus:
    try:
        found = json.loads((job / STATUS).read_text(encoding="utf-8"))
        return BuildStatus(**{**found, "state": State(found["state"]), "stage": Stage(found["stage"])})
    except (OSError, ValueError, KeyError, TypeError):
        return BuildStatus()  # none yet, or of another program's version


def _save(job: Path, one: BuildStatus) -> None:
    """Only who holds the lock ``building`` comes here."""
    replace_file(job / STATUS, json.dumps(asdict(one), ensure_ascii=False).encode())
