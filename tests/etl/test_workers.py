"""Worker processes end with their owner, even when that is killed; a dead one costs one job."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from etl.workers import results

OWNER = """
import os, signal, time
from etl.workers import pool

with pool(2) as workers:
    first, second = (workers.submit(os.getpid) for _ in range(2))
    print(*workers._processes, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_no_worker_outlives_a_killed_owner() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", OWNER],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    workers = [int(pid) for pid in ran.stdout.split()]
    assert len(workers) >= 1
    end = time.monotonic() + 20
    while any(map(lives, workers)):
        assert time.monotonic() < end
        time.sleep(0.05)


class Panic(BaseException):
    """What a Rust library's panic is to Python: no Exception (pyo3_runtime.PanicException)."""


def work(job: str) -> str:
    """Does what the job's name says; twice as long as allowed, without ever coming back to Python."""
    if job == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if job == "hang":
        sum(range(10**12))
    if job == "fails":
        raise LookupError(job)
    if job == "panic":
        raise Panic
    if job == "memory":
        return str(len(bytearray(8_000_000_000)))
    return job.upper()


def lost(job: str) -> str:
    return f"lost {job}"


def test_a_job_that_ends_its_process_costs_that_job_only() -> None:
    jobs = [
        "a",
        "crash",
        "b",
        *"cdefghijklmnopqrstu",
        "crash",
        "v",
        "memory",
        "w",
        "fails",
        "x",
        "panic",
        "y",
    ]
    expected = [lost(job) if len(job) > 1 else job.upper() for job in jobs]
    assert list(results(work, jobs, 2, lost)) == expected


def test_a_job_that_never_ends_is_given_up() -> None:
    assert list(results(work, ["a", "hang", "b"], 1, lost, seconds=0.5)) == ["A", "lost hang", "B"]


def begun(job: tuple[str, Path]) -> str:
    with job[1].open("a") as log:
        log.write(job[0][0])
    return work(job[0])


def lost_of(job: tuple[str, Path]) -> str:
    return lost(job[0])


def test_a_job_whose_time_was_up_is_not_begun_again(tmp_path: Path) -> None:
    log = tmp_path / "begun"
    jobs = [(name, log) for name in ("hang", "a", "b")]
    assert list(results(begun, jobs, 1, lost_of, seconds=0.5)) == ["lost hang", "A", "B"]
    assert log.read_text().count("h") == 1
