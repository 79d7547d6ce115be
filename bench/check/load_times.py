"""Seconds that a runtime needs to load a model, ready to run: the least of several loads.

Reads `{"runtime", "runs", "files"}` from stdin and writes `[{"file", "seconds", "cpuSeconds"}]`;
seconds are null for files that the runtime refuses or aborts on.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable


def main() -> None:
    request = json.load(sys.stdin)
    load = LOADERS[request["runtime"]]()
    times = [time_apart(load, path, request["runs"]) for path in request["files"]]
    json.dump(times, sys.stdout)


def load_onnx_runtime() -> Callable[[str], object]:
    import onnxruntime

    onnxruntime.set_default_logger_severity(4)
    return lambda path: onnxruntime.InferenceSession(
        path, providers=["CPUExecutionProvider"]
    )


def load_litert() -> Callable[[str], object]:
    from ai_edge_litert.interpreter import Interpreter

    def load(path: str) -> object:
        interpreter = Interpreter(model_path=path)
        interpreter.allocate_tensors()
        return interpreter

    return load


LOADERS = {"onnxruntime": load_onnx_runtime, "litert": load_litert}


def time_apart(
    load: Callable[[str], object], path: str, runs: int
) -> dict[str, object]:
    """In a fork, as some files abort the process; its last line is the answer."""
    read_fd, write_fd = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.write(write_fd, json.dumps(least(load, path, runs)).encode())
        os._exit(0)
    os.close(write_fd)
    with os.fdopen(read_fd) as answer:
        text = answer.read()
    os.waitpid(pid, 0)
    seconds, cpu_seconds = (json.loads(text) if text else None) or (None, None)
    return {"file": path, "seconds": seconds, "cpuSeconds": cpu_seconds}


def least(
    load: Callable[[str], object], path: str, runs: int
) -> tuple[float, float] | None:
    try:
        load(path)
        times = [time_once(load, path) for _ in range(runs)]
    except Exception:
        return None
    return min(wall for wall, _ in times), min(cpu for _, cpu in times)


def time_once(load: Callable[[str], object], path: str) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    load(path)
    return time.perf_counter() - wall, time.process_time() - cpu


main()
