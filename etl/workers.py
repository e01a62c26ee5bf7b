"""Worker processes that end with the process that started them, and whose death costs one job only.

A pool's workers wait for work for ever when its owner is killed, with all that they hold. A job that
crashes its process, takes too much memory or too long ends that process; the others go on.
"""

from __future__ import annotations

import os
import resource
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator, MutableSequence, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from multiprocessing import RawArray, parent_process
from pathlib import Path
from typing import Final, TypeVar

SECONDS: Final = 90.0
"""Time of one job, as an upload has; the slowest file within the limits takes some 60 s."""
MEMORY: Final = 3_000_000_000
"""Bytes that the jobs of one process may take beside what it begins with."""
_IDLE: Final = 0.0
_GIVEN_UP: Final = -1.0

J = TypeVar("J")
R = TypeVar("R")
Clock = MutableSequence[float]
"""When each job was begun (monotonic seconds), shared by owner and workers; idle, or given up."""

_clocks: list[Clock] = []
"""The clock of the pool that this process works for."""


def pool(workers: int, clock: Clock | None = None) -> ProcessPoolExecutor:
    """A pool of that many processes, none of which outlives this one."""
    return ProcessPoolExecutor(max_workers=workers, initializer=_begin, initargs=(clock or [],))


def _begin(clock: Clock) -> None:
    """Let this process end when the one that started it does, however that ends."""
    _clocks[:] = [clock]
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    owner = parent_process()
    if owner is not None:
        owner.join()
        os._exit(1)


def results(
    work: Callable[[J], R], jobs: Sequence[J], workers: int, lost: Callable[[J], R], seconds: float = SECONDS
) -> Iterator[R]:
    """``work(job)`` of each job in order, over processes; ``lost(job)`` of one that fails or ends its own.

    Jobs go out in batches. When a process dies, which job it was is not known, unless its time was up:
    the first batch not yet done is done again one job at a time, then a new pool goes on behind it.
    """
    size = max(1, len(jobs) // (workers * 8))
    clock: Clock = RawArray("d", len(jobs))
    numbered = list(enumerate(jobs))
    waiting = [numbered[at : at + size] for at in range(0, len(jobs), size)]
    while waiting:
        done = 0
        with pool(workers, clock) as readers:
            running = [readers.submit(_batch, work, batch, lost, seconds) for batch in waiting]
            try:
                for future in running:
                    yield from future.result()
                    done += 1
            except BrokenExecutor:
                pass
        _give_up(clock, seconds)
        if done < len(waiting):
            yield from (_alone(work, job, lost, seconds, clock) for job in waiting[done])
        waiting = waiting[done + 1 :]


def _give_up(clock: Clock, seconds: float) -> None:
    """Of the jobs that a pool was at when it broke, those whose time was up are not begun again."""
    now = time.monotonic()
    for number, begun in enumerate(clock):
        if begun > 0:
            clock[number] = _GIVEN_UP if now - begun >= seconds else _IDLE


def _alone(
    work: Callable[[J], R], job: tuple[int, J], lost: Callable[[J], R], seconds: float, clock: Clock
) -> R:
    """A job in a process of its own."""
    with pool(1, clock) as reader:
        try:
            return reader.submit(_batch, work, [job], lost, seconds).result()[0]
        except BrokenExecutor:
            return lost(job[1])


def _batch(
    work: Callable[[J], R], jobs: Sequence[tuple[int, J]], lost: Callable[[J], R], seconds: float
) -> list[R]:
    """The jobs one after the other, each within its time; the alarm ends the process."""
    _bound_memory()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # whatever the owner does at an alarm, this process ends
    [clock] = _clocks
    return [
        lost(job) if clock[number] == _GIVEN_UP else _within(clock, number, work, job, lost, seconds)
        for number, job in jobs
    ]


def _within(
    clock: Clock, number: int, work: Callable[[J], R], job: J, lost: Callable[[J], R], seconds: float
) -> R:
    clock[number] = time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return work(job)
    except KeyboardInterrupt:
        raise
    except BaseException:  # a panic of a Rust library is no Exception; whatever it is, the others go on
        traceback.print_exc()
        return lost(job)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        clock[number] = _IDLE


def _bound_memory() -> None:
    """Once a process: no more memory than it has now and ``MEMORY``."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft == resource.RLIM_INFINITY:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY, hard))
