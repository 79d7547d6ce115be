"""Landlock: a process refuses itself files, TCP and signals, without root and for good.

Constants and layouts: include/uapi/linux/landlock.h of Linux 6.18 (read 2026-11-29); which ABI
brought what: https://docs.kernel.org/userspace-api/landlock.html (read 2026-11-29).
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # The same on every machine.
_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE = 1 << 4, 1 << 5
_MAKE_DIR, _MAKE_REG = 1 << 7, 1 << 8
_REFER, _TRUNCATE = 1 << 13, 1 << 14

_READ = _READ_FILE | _READ_DIR
# No links, sockets, pipes and devices: whoever reads what was written follows nothing.
_CHANGE = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG
_ON_FILES = _WRITE_FILE | _READ_FILE | _TRUNCATE

_BIND_AND_CONNECT_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11

_libc = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def find_abi() -> int:
    """The Landlock version of the running kernel; 0 where it has none or has it switched off."""
    version = _libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _CREATE_RULESET_VERSION)
    return max(version, 0)


def restrict_self(abi: int, readable: Iterable[Path], writable: Iterable[Path]) -> None:
    """Leave this process, and what it forks, only what is named, for as long as they live.

    Everything below a named folder belongs to it; what does not exist is left out. Programs can be
    started nowhere. Needs `no_new_privs`. Raises OSError where the kernel refuses.
    """
    handled = _handled_files(abi)
    ruleset = _create_ruleset(abi, handled)
    try:
        for path in readable:
            _allow(ruleset, path, _READ)
        for path in writable:
            _allow(ruleset, path, handled & (_CHANGE | _REFER | _TRUNCATE))
        _checked(_libc.syscall(_RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)


def _handled_files(abi: int) -> int:
    """Every right over files that this ABI knows: 13 in 1, 14 in 2, 15 from 3, 16 from 5."""
    rights = 13 + sum(abi >= first for first in (2, 3, 5))
    return (1 << rights) - 1


def _create_ruleset(abi: int, files: int) -> int:
    ruleset = _Ruleset(
        files,
        _BIND_AND_CONNECT_TCP if abi >= 4 else 0,
        _ABSTRACT_SOCKETS_AND_SIGNALS if abi >= 6 else 0,
    )
    size_bytes = ctypes.c_size_t(8 * (1 + (abi >= 4) + (abi >= 6)))
    return _checked(_libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), size_bytes, 0))


def _allow(ruleset: int, path: Path, access: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EACCES):
            return
        raise
    try:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            access &= _ON_FILES
        rule = _PathBeneath(access, fd)
        _checked(_libc.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.byref(rule), 0))
    finally:
        os.close(fd)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"Landlock: {os.strerror(number)}")
    return result
