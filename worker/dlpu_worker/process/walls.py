"""The kernel's walls around a step: it reaches the files that it is given, and nothing else."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dlpu_worker
from dlpu_worker.process.landlock import find_abi, restrict_self
from dlpu_worker.process.linux import refuse_new_privileges
from dlpu_worker.process.seccomp import is_known_machine, refuse_system_calls


@dataclass(frozen=True)
class Access:
    """The files and folders that a step is given; a folder stands for all that is in it."""

    reads: tuple[Path, ...]
    writes: tuple[Path, ...]

    @staticmethod
    def parse(value: Any) -> Access:
        """From the request's `access`: two lists of absolute paths, none of them the root."""
        reads, writes = (tuple(map(Path, value[key])) for key in ("reads", "writes"))
        if not all(path.is_absolute() and path.parent != path for path in reads + writes):
            raise ValueError("a step's access needs absolute paths below the root")
        return Access(reads, writes)


# Beside the environment: the system's libraries, and what they ask about the machine.
_SYSTEM = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/zoneinfo", "/etc/ld.so.cache"),
    *("/dev/null", "/dev/urandom", "/dev/random"),
    *("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu"),
)


def enter_walls(access: Access, work_dir: Path) -> list[str]:
    """Confine this process and all that it forks; returns the names of the walls that are missing.

    The process must have one thread. Raises OSError where a wall that the kernel has cannot be set.
    """
    refuse_new_privileges()
    abi = find_abi()
    if abi:
        for folder in access.writes:
            with contextlib.suppress(OSError):  # The step will say what it cannot write.
                folder.mkdir(parents=True, exist_ok=True)
        readable = (*_libraries(), *map(Path, _SYSTEM), *access.reads)
        writable = (work_dir, Path(os.devnull), *access.writes)
        restrict_self(abi, readable, writable)
    filtered = is_known_machine() and refuse_system_calls(signals_are_scoped=abi >= 6)
    return _missing(abi, filtered)


def missing_walls() -> list[str]:
    """The names of the walls that a step would lack on this machine; changes nothing here."""
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(write_end, "\n".join(enter_walls(Access((), ()), Path(os.devnull))).encode())
        finally:
            os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end) as names:
        missing = names.read().splitlines()
    os.waitpid(pid, 0)
    return missing


def _missing(abi: int, filtered: bool) -> list[str]:
    walls = {
        "files (Landlock)": abi >= 1,
        "truncating files (Landlock ABI 3)": abi >= 3,
        "network (seccomp or Landlock ABI 4)": filtered or abi >= 4,
        "signals (seccomp or Landlock ABI 6)": filtered or abi >= 6,
        "system calls (seccomp on x86-64)": filtered,
    }
    return [name for name, stands in walls.items() if not stands]


def _libraries() -> set[Path]:
    """Python, the packages of its environment, and the worker's own code."""
    worker = Path(dlpu_worker.__file__).parent
    return {worker, *map(Path, (sys.prefix, sys.base_prefix, sys.base_exec_prefix))}
