"""Worker processes end with their owner, even when that is killed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

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
