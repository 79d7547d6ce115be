"""Linux process controls that the standard library lacks."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from pathlib import Path

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_PR_SET_NO_NEW_PRIVS = 38
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when `parent` ends, however it ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # It ended before the call.
        os._exit(1)


def refuse_new_privileges() -> None:
    """Make set-user-id programs powerless for this process and its children."""
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def limit_memory(extra_bytes: int) -> None:
    """Allow `extra_bytes` of private memory beyond what is mapped now; write no core file.

    RLIMIT_DATA and not RLIMIT_AS: samples and models are mapped from files that the kernel can
    drop, and a mapped library takes no memory before it is used.
    """
    data_pages = int(Path("/proc/self/statm").read_text().split()[5])
    limit = data_pages * resource.getpagesize() + extra_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
