"""Many briefings at once, in processes of their own that are renewed, so that memory stays flat.

The drawing and typesetting engines keep what they have seen: 8 places a process bound that to
about 600 MB (measured), and two cores halve the time.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dashboard import briefing
from dashboard.export.briefing.render import BriefFormat, name_of
from dashboard.queries import edition
from dashboard.queries.edition import Edition

PLACES_A_PROCESS = 8


@dataclass(frozen=True, slots=True)
class Job:
    """One briefing to write: everything a process needs to know."""

    root: Path
    edition_id: str
    choice: briefing.Choice
    formats: tuple[BriefFormat, ...]
    folder: Path


@lru_cache(maxsize=1)
def _edition(root: Path, edition_id: str) -> Edition:
    """The edition, read once a process."""
    return edition.load(root, edition_id)


def write(job: Job) -> list[Path]:
    """Write one briefing; returns its files."""
    made = briefing.brief(_edition(job.root, job.edition_id), job.choice)
    files = []
    for target in job.formats:
        path = job.folder / name_of(made, target)
        path.write_bytes(briefing.write(made, target))
        files.append(path)
    return files


def run(jobs: Sequence[Job], workers: int | None = None) -> Iterator[tuple[Job, str]]:
    """Write all briefings; yields each job as it ends, with the error in words ("" = written)."""
    if len(jobs) == 1:
        yield jobs[0], _attempt(jobs[0])
        return
    many = min(workers or os.cpu_count() or 1, len(jobs))
    batch = many * PLACES_A_PROCESS
    for start in range(0, len(jobs), batch):
        yield from _batch(jobs[start : start + batch], many)


def _batch(jobs: Sequence[Job], workers: int) -> Iterator[tuple[Job, str]]:
    """One batch in fresh processes (max_tasks_per_child can hang in Python 3.11, gh-115634)."""
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting = {pool.submit(_attempt, job): job for job in jobs}
        for done in as_completed(waiting):
            error = done.exception()
            yield waiting[done], f"{type(error).__name__}: {error}" if error else done.result()


def _attempt(job: Job) -> str:
    """Write one briefing; what went wrong in words, so that the others go on."""
    try:
        write(job)
    except (ValueError, KeyError, OSError) as error:
        return f"{type(error).__name__}: {error}"
    return ""
