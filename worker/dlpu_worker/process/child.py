"""The child's side: set limits, run one step, write its messages to a pipe."""

from __future__ import annotations

import errno
import importlib
import json
import os
import signal
import sys
import traceback
from typing import Any

from dlpu_worker.failure import ErrorReply, StepFailure, error_reply
from dlpu_worker.process.linux import die_with_parent, limit_memory, refuse_new_privileges

_OUT_OF_MEMORY_SIGNS = ("bad_alloc", "bad allocation", "Cannot allocate memory", "MemoryError")
_DISK_REMEDY = "Free space where the output and its temporary files lie, and run again."
_MEMORY_REMEDY = "Raise the memory limit, run fewer models at once, or use a smaller model."


def run_child(
    method: str, params: Any, memory_bytes: int, reply_fd: int, work_dir: str, server: int
) -> None:
    """Run one step in the calling (freshly forked) process and exit; never returns."""
    status = 1
    try:
        os.setpgid(0, 0)
        die_with_parent(server)
        refuse_new_privileges()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.chdir(work_dir)
        os.environ["TMPDIR"] = os.environ["HOME"] = work_dir
        limit_memory(memory_bytes)
        _write(reply_fd, _outcome(method, params, reply_fd))
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def _outcome(method: str, params: Any, reply_fd: int) -> dict[str, Any]:
    def progress(stage: str, done: int, total: int) -> None:
        _write(reply_fd, {"event": "progress", "stage": stage, "done": done, "total": total})

    try:
        step = importlib.import_module(f"dlpu_worker.steps.{method}")
        return {"ok": True, "result": step.run(params, progress)}
    except StepFailure as failure:
        return {"ok": False, "error": failure.reply()}
    except Exception as error:
        return {"ok": False, "error": _unexpected(method, error)}


def _unexpected(method: str, error: Exception) -> ErrorReply:
    detail = "".join(traceback.format_exception(error))[-8000:]
    if is_disk_full(error):
        return disk_full_error(method, detail)
    if isinstance(error, MemoryError) or looks_out_of_memory(str(error)):
        return memory_error(method, detail)
    reason = str(error).strip().splitlines() or [""]
    return error_reply(
        "toolchain",
        "exception",
        f"{method} failed with {type(error).__name__}: {reason[0][:300]}",
        "Read the detail; if the model is valid, report it with the model to the dlpu project.",
        detail,
    )


def is_disk_full(error: BaseException) -> bool:
    """Whether an exception says that no space is left, by its number or in a library's words."""
    by_number = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return by_number or os.strerror(errno.ENOSPC) in str(error)


def disk_full_error(method: str, detail: str) -> ErrorReply:
    """The reply when a step cannot write what it makes."""
    message = f"The disk is full: {method} could not write its files"
    return error_reply("disk", "disk-full", message, _DISK_REMEDY, detail)


def looks_out_of_memory(text: str) -> bool:
    """Whether a library's words mean that an allocation failed."""
    return any(sign in text for sign in _OUT_OF_MEMORY_SIGNS)


def memory_error(method: str, detail: str) -> ErrorReply:
    """The reply when a step needs more memory than its limit."""
    message = f"{method} needs more memory than its limit"
    return error_reply("memory", "memory", message, _MEMORY_REMEDY, detail)


def _write(fd: int, message: dict[str, Any]) -> None:
    line = json.dumps(message, allow_nan=False, separators=(",", ":")).encode() + b"\n"
    while line:
        line = line[os.write(fd, line) :]
