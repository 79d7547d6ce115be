"""One running step: its process, pipes, deadline, and the reply made from how it ended."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from typing import Any

from dlpu_worker.failure import ErrorReply, Kind, error_reply
from dlpu_worker.process.child import looks_out_of_memory, memory_error, run_child
from dlpu_worker.process.walls import Access

_STDERR_TAIL_BYTES = 8192


@dataclass
class Job:
    """A request under way in a child process."""

    id: int | str
    method: str
    pid: int
    pid_fd: int
    reply_fd: int
    stderr_fd: int
    work_dir: str
    started: float
    timeout_ms: int
    stopped_as: Kind | None = None
    unread: bytes = b""
    stderr_tail: bytes = b""
    outcome: dict[str, Any] | None = field(default=None)

    @property
    def deadline(self) -> float:
        """Monotonic seconds after which the job is killed."""
        return self.started + self.timeout_ms / 1000

    def stop(self, reason: Kind) -> None:
        """Kill the whole process group; the reply will say `reason`."""
        self.stopped_as = self.stopped_as or reason
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def read_messages(self) -> list[dict[str, Any]]:
        """Drain the reply pipe: progress events are returned, the outcome is kept."""
        self.unread += _drain(self.reply_fd)
        *lines, self.unread = self.unread.split(b"\n")
        events = []
        for message in map(json.loads, lines):
            if "event" in message:
                events.append(message)
            else:
                self.outcome = message
        return events

    def read_stderr(self) -> None:
        """Drain stderr, keeping its end."""
        self.stderr_tail = (self.stderr_tail + _drain(self.stderr_fd))[-_STDERR_TAIL_BYTES:]

    def finish(self) -> dict[str, Any]:
        """Reap the ended child, remove its traces, and make the reply."""
        self.read_stderr()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)  # Whatever the step itself started.
        _, status, usage = os.wait4(self.pid, 0)
        for fd in (self.pid_fd, self.reply_fd, self.stderr_fd):
            os.close(fd)
        shutil.rmtree(self.work_dir, ignore_errors=True)
        seconds = round(time.monotonic() - self.started, 3)
        measured = {"seconds": seconds, "peakMemoryBytes": usage.ru_maxrss * 1024}
        return {"id": self.id, **self._verdict(os.waitstatus_to_exitcode(status)), **measured}

    def _verdict(self, exit_code: int) -> dict[str, Any]:
        if self.stopped_as:
            return {"ok": False, "error": self._stopped_error(self.stopped_as)}
        return self.outcome or {"ok": False, "error": self._crash_error(exit_code)}

    def _stopped_error(self, reason: Kind) -> ErrorReply:
        if reason == "timeout":
            message = f"{self.method} did not end within {self.timeout_ms / 1000:g} s"
            remedy = "Raise the time limit or use a smaller model or fewer samples."
        else:
            message, remedy = f"{self.method} was cancelled", "Run it again."
        return error_reply(reason, reason, message, remedy, self._stderr_text())

    def _crash_error(self, exit_code: int) -> ErrorReply:
        detail = self._stderr_text()
        name = signal.Signals(-exit_code).name if exit_code < 0 else f"exit status {exit_code}"
        if looks_out_of_memory(detail) or name == "SIGKILL":  # The kernel's out-of-memory killer.
            return memory_error(self.method, detail)
        return error_reply(
            "crashed",
            name,
            f"{self.method} ended with {name}: the library aborted on this model",
            "Export the model again with another version of its framework, or remove the operator"
            " named in the detail.",
            detail,
        )

    def _stderr_text(self) -> str:
        return self.stderr_tail.decode(errors="replace").strip()


def start_job(
    id: int | str,
    method: str,
    params: Any,
    access: Access,
    timeout_ms: int,
    memory_bytes: int,
) -> Job:
    """Fork a child that runs one step."""
    reply_read, reply_write = os.pipe()
    stderr_read, stderr_write = os.pipe()
    work_dir = tempfile.mkdtemp(prefix="dlpu-worker-")
    server = os.getpid()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(stderr_write, 1)
        os.dup2(stderr_write, 2)
        reply_write = os.dup2(reply_write, 3)
        os.closerange(4, 1024)
        run_child(method, params, access, memory_bytes, reply_write, work_dir, server)
    os.close(reply_write)
    os.close(stderr_write)
    with contextlib.suppress(OSError):  # The child does it too; whoever is first.
        os.setpgid(pid, pid)
    for fd in (reply_read, stderr_read):
        os.set_blocking(fd, False)
    pid_fd = os.pidfd_open(pid)
    now = time.monotonic()
    return Job(id, method, pid, pid_fd, reply_read, stderr_read, work_dir, now, timeout_ms)


def _drain(fd: int) -> bytes:
    chunks = []
    with contextlib.suppress(BlockingIOError):
        while chunk := os.read(fd, 65536):
            chunks.append(chunk)
    return b"".join(chunks)
