"""A seccomp filter: system calls outside what steps need are refused, for good.

The filter is classic BPF over `struct seccomp_data`: include/uapi/linux/seccomp.h, linux/filter.h
and linux/audit.h of Linux 6.18 (read 2026-11-29). Calls that are always allowed cost nothing: the
kernel keeps a bitmap of them.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

from dlpu_worker.process.system_calls import CLONE, CLONE3, NEWEST, PRLIMIT64, REFUSED, TGKILL

_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_AUDIT_ARCH_X86_64 = 0xC000003E
_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000

_LOAD_WORD, _RETURN = 0x20, 0x06
_JUMP_IF_EQUAL, _JUMP_IF_ABOVE, _JUMP_IF_ANY_BIT = 0x15, 0x25, 0x45
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # Offsets in bytes, little-endian.

# CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET (linux/sched.h).
_NEW_NAMESPACE = 0x00020000 | 0x7E000000

_Instruction = tuple[int, int, int, int]
_libc = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def is_known_machine() -> bool:
    """Whether the numbers of system calls are known here: 64-bit x86."""
    return platform.machine() == "x86_64" and ctypes.sizeof(ctypes.c_void_p) == 8


def refuse_system_calls(signals_are_scoped: bool) -> bool:
    """Install the filter; returns whether the kernel took it. Needs `no_new_privs`.

    Without `signals_are_scoped` (Landlock ABI 6) a process may signal only its own threads, so
    that an abort in one that is forked later ends with SIGSEGV.
    """
    instructions = _filter(None if signals_are_scoped else os.getpid())
    code = b"".join(struct.pack("<HBBI", *instruction) for instruction in instructions)
    program = _Program(len(instructions), code)
    arguments = (_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)
    return _libc.prctl(*arguments) == 0


def _filter(only_process: int | None) -> list[_Instruction]:
    refused = _ERRNO | errno.EPERM
    return [
        (_LOAD_WORD, 0, 0, _ARCHITECTURE),
        (_JUMP_IF_EQUAL, 1, 0, _AUDIT_ARCH_X86_64),
        (_RETURN, 0, 0, _KILL_PROCESS),  # Another table of numbers, such as that of 32-bit calls.
        (_LOAD_WORD, 0, 0, _NUMBER),
        (_JUMP_IF_ABOVE, 0, 1, NEWEST),  # Also the x32 calls, which start at 2 to the 30.
        (_RETURN, 0, 0, _ERRNO | errno.ENOSYS),
        *_answer(CLONE3, _ERRNO | errno.ENOSYS),  # Its flags are out of reach; libraries use clone.
        *(line for number in REFUSED.values() for line in _answer(number, refused)),
        *_on_argument(CLONE, (_JUMP_IF_ANY_BIT, 0, 1, _NEW_NAMESPACE), refused),
        *_on_argument(PRLIMIT64, (_JUMP_IF_EQUAL, 1, 0, 0), refused),  # 0: the caller itself.
        *(
            []
            if only_process is None
            else _on_argument(TGKILL, (_JUMP_IF_EQUAL, 1, 0, only_process), refused)
        ),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _answer(number: int, answer: int) -> list[_Instruction]:
    return [(_JUMP_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, answer)]


def _on_argument(number: int, test: _Instruction, answer: int) -> list[_Instruction]:
    """`answer` to a call by the low half of its first argument; `test` jumps over it, or not."""
    return [
        (_JUMP_IF_EQUAL, 0, 4, number),
        (_LOAD_WORD, 0, 0, _FIRST_ARGUMENT),
        test,
        (_RETURN, 0, 0, answer),
        (_RETURN, 0, 0, _ALLOW),
    ]
