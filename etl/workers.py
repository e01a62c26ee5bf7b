"""Worker processes that end with the process that started them, and whose death costs one job only.

A pool's workers wait for work for ever when its owner is killed, with all that they hold. A job that
crashes its process, takes too much memory or too long ends that process; the others go on.
"""

from __future__ import annotations

import os
import resource
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from multiprocessing import parent_process
from pathlib import Path
from typing import Final, TypeVar

SECONDS: Final = 300.0
"""Time of one job; the slowest file within the limits takes some 60 s."""
MEMORY: Final = 3_000_000_000
"""Bytes that the jobs of one process may take beside what it begins with."""

J = TypeVar("J")
R = TypeVar("R")


def pool(workers: int) -> ProcessPoolExecutor:
    """A pool of that many processes, none of which outlives this one."""
    return ProcessPoolExecutor(max_workers=workers, initializer=end_with_owner)


def end_with_owner() -> None:
    """Let this process end when the one that started it does, however that ends."""
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    owner = parent_process()
    if owner is not None:
        owner.join()
        os._exit(1)


def results(
    work: Callable[[J], R], jobs: Sequence[J], workers: int, lost: Callable[[J], R], seconds: float = SECONDS
) -> Iterator[R]:
    """``work(job)`` of each job in order, over processes; ``lost(job)`` of one that ends its process.

    Jobs go out in batches. When a process dies, which job it was is not known: the first batch not yet
    done is done again one job at a time, then a new pool goes on behind it.
    """
    size = max(1, len(jobs) // (workers * 8))
    waiting = [jobs[at : at + size] for at in range(0, len(jobs), size)]
    while waiting:
        done = 0
        with pool(workers) as readers:
            running = [readers.submit(_batch, work, batch, lost, seconds) for batch in waiting]
            try:
                for future in running:
                    yield from future.result()
                    done += 1
            except BrokenExecutor:
                pass
        if done < len(waiting):
            yield from (_alone(work, job, lost, seconds) for job in waiting[done])
        waiting = waiting[done + 1 :]


def _alone(work: Callable[[J], R], job: J, lost: Callable[[J], R], seconds: float) -> R:
    """A job in a process of its own."""
    with pool(1) as reader:
        try:
            return reader.submit(_batch, work, [job], lost, seconds).result()[0]
        except BrokenExecutor:
            return lost(job)


def _batch(work: Callable[[J], R], jobs: Sequence[J], lost: Callable[[J], R], seconds: float) -> list[R]:
    """The jobs one after the other, each within its time; the alarm ends the process."""
    _bound_memory()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # whatever the owner does at an alarm, this process ends
    found = []
    for job in jobs:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            found.append(work(job))
        except MemoryError:
            found.append(lost(job))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    return found


def _bound_memory() -> None:
    """Once a process: no more memory than it has now and ``MEMORY``."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft == resource.RLIM_INFINITY:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY, hard))
