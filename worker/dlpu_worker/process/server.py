"""The event loop: JSON lines from stdin, replies and progress to the real stdout.

The loop itself never runs a model. It imports each step's module once, before its first fork, so
that children start with their libraries loaded; importing must start no thread, because a forked
child inherits locks but not the threads that would release them.
"""

from __future__ import annotations

import importlib
import json
import os
import selectors
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dlpu_worker.failure import ErrorReply, error_reply
from dlpu_worker.process.job import Job, start_job
from dlpu_worker.process.walls import Access
from dlpu_worker.steps import METHODS


def serve() -> None:
    """Serve until stdin closes or SIGTERM arrives; no child outlives the call."""
    reply_fd = os.dup(1)
    os.dup2(2, 1)  # Libraries print; stdout belongs to the protocol.
    signal.signal(signal.SIGTERM, _exit_on_signal)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the caller, who closes stdin.
    server = _Server(reply_fd)
    try:
        server.loop()
    finally:
        server.kill_all()


def _exit_on_signal(_number: int, _frame: object) -> None:
    raise SystemExit(143)


class _Server:
    def __init__(self, reply_fd: int) -> None:
        self._reply_fd = reply_fd
        self._selector = selectors.DefaultSelector()
        self._jobs: dict[int | str, Job] = {}
        self._unread = b""
        self._open = True

    def loop(self) -> None:
        self._selector.register(0, selectors.EVENT_READ, self._read_requests)
        while self._open:
            for key, _ in self._selector.select(self._seconds_to_deadline()):
                key.data()
            for job in self._jobs.values():
                if time.monotonic() > job.deadline:
                    job.stop("timeout")

    def kill_all(self) -> None:
        for job in self._jobs.values():
            job.stop("cancelled")
            job.finish()

    def _seconds_to_deadline(self) -> float | None:
        running = [job.deadline for job in self._jobs.values() if job.stopped_as is None]
        return max(0.0, min(running) - time.monotonic()) + 0.001 if running else None

    def _read_requests(self) -> None:
        data = os.read(0, 1 << 20)
        self._open = bool(data)
        *lines, self._unread = (self._unread + data).split(b"\n")
        for line in filter(None, lines):
            self._handle(json.loads(line))

    def _handle(self, request: dict[str, Any]) -> None:
        if "cancel" in request:
            if job := self._jobs.get(request["cancel"]):
                job.stop("cancelled")
            return
        if error := _preload(request["method"]):
            self._send(
                {"id": request["id"], "ok": False, "error": error}
                | {"seconds": 0, "peakMemoryBytes": 0}
            )
            return
        limits = request["limits"]
        self._watch(
            start_job(
                request["id"],
                request["method"],
                request["params"],
                Access.parse(request["access"]),
                limits["timeoutMs"],
                limits["memoryBytes"],
            )
        )

    def _watch(self, job: Job) -> None:
        self._jobs[job.id] = job
        self._on_readable(job, job.reply_fd, self._forward_messages)
        self._on_readable(job, job.stderr_fd, Job.read_stderr)
        self._on_readable(job, job.pid_fd, self._finish)

    def _on_readable(self, job: Job, fd: int, act: Callable[[Job], None]) -> None:
        def act_if_running() -> None:
            if job.id in self._jobs:
                act(job)

        self._selector.register(fd, selectors.EVENT_READ, act_if_running)

    def _forward_messages(self, job: Job) -> None:
        for event in job.read_messages():
            self._send({"id": job.id, **event})

    def _finish(self, job: Job) -> None:
        self._forward_messages(job)
        for fd in (job.reply_fd, job.stderr_fd, job.pid_fd):
            self._selector.unregister(fd)
        del self._jobs[job.id]
        self._send(job.finish())

    def _send(self, message: dict[str, Any]) -> None:
        line = json.dumps(message, separators=(",", ":")).encode() + b"\n"
        while line:
            line = line[os.write(self._reply_fd, line) :]


def _preload(method: str) -> ErrorReply | None:
    if method not in METHODS:
        return error_reply("toolchain", "unknown-method", f"no method {method}", "Update dlpu.")
    try:
        importlib.import_module(f"dlpu_worker.steps.{method}")
    except Exception as error:
        return error_reply(
            "toolchain",
            "environment",
            f"the Python environment cannot load {method}: {error}",
            "Delete the environment and run dlpu setup again.",
            traceback.format_exc()[-8000:],
        )
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads > 1:
        return error_reply(
            "toolchain",
            "threads",
            f"a library of {method} started {threads - 1} threads while loading",
            "Run dlpu setup again: the environment is not the locked one.",
        )
    return None
