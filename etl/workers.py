"""Worker processes that end with the process that started them.

A pool's workers wait for work for ever when its owner is killed, with all that they hold.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import parent_process


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
