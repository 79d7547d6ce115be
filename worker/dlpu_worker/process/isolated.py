"""A further child process for a call that may abort the process it runs in."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable

from dlpu_worker.process.linux import die_with_parent

_TAIL_BYTES = 2000


def run_isolated(act: Callable[[], None]) -> str | None:
    """Run `act` in a fork; returns None when it succeeded, else why it did not.

    `act` hands its result over in a file. Call this before starting threads.
    """
    parent = os.getpid()
    with tempfile.TemporaryFile() as words:
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            _run_and_exit(act, parent, words.fileno())
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if code == 0:
            return None
        words.seek(max(words.tell() - _TAIL_BYTES, 0))
        said = words.read().decode(errors="replace").strip()
    return said if code > 0 else f"{said}\nended with {signal.Signals(-code).name}".strip()


def _run_and_exit(act: Callable[[], None], parent: int, stderr_fd: int) -> None:
    status = 1
    try:
        die_with_parent(parent)
        os.dup2(stderr_fd, 1)
        os.dup2(stderr_fd, 2)
        act()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)
