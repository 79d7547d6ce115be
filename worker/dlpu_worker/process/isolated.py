"""A further child process for a call that may abort the process it runs in."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable

from dlpu_worker.process.linux import die_with_parent


def run_isolated(act: Callable[[], None]) -> str | None:
    """Run `act` in a fork; returns None when it succeeded, else why it did not.

    `act` hands its result over in a file. Call this before starting threads.
    """
    parent = os.getpid()
    reason_read, reason_write = os.pipe()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            die_with_parent(parent)
            act()
            status = 0
        except BaseException:
            os.write(reason_write, traceback.format_exc()[-2000:].encode())
        finally:
            sys.stderr.flush()
            os._exit(status)
    os.close(reason_write)
    with os.fdopen(reason_read, "rb") as pipe:
        reason = pipe.read().decode(errors="replace")
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code == 0:
        return None
    return reason.strip() or f"ended with signal {-code}"
