"""A process that gets kill -9 before one of its calls to the disk, for tests of what it leaves."""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Callable
from typing import Any

# All calls that reach the disk: every state that a death can leave stands before one of them.
CALLS = ("fsync", "rename", "replace", "mkdir", "unlink", "rmdir", "open")


def act_and_die(act: Callable[[], Any], moment: int) -> bool:
    """Do it in a process that is killed before its ``moment``-th of ``CALLS``; whether it came to that.

    The process is a fork: the threads of pyarrow do not survive it.
    """
    child = os.fork()
    if child == 0:
        counted = itertools.count(1)

        def deadly(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*arguments: Any, **options: Any) -> Any:
                if next(counted) == moment:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*arguments, **options)

            return call

        for name in CALLS:
            setattr(os, name, deadly(getattr(os, name)))
        act()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])
