"""Whether LiteRT runs a file at all, asked in a process of its own because some make it abort."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from dlpu_worker.failure import user_failure
from dlpu_worker.process.isolated import run_isolated
from dlpu_worker.seeded_inputs import probe_inputs
from dlpu_worker.tflite.static_shapes import resized_interpreter


def require_runnable(path: Path, shapes: list[list[int]]) -> None:
    """Raise a user failure for a file that LiteRT itself refuses or aborts on."""
    reason = run_isolated(lambda: _run_once(path, shapes))
    if reason is None:
        return
    raise user_failure(
        "AX-OP-002",
        f"LiteRT cannot run {path.name} with inputs {shapes}: {' '.join(reason.split())[-300:]}",
        "Export the model again with a current converter and static shapes, until TensorFlow Lite's"
        " own interpreter runs it.",
    )


def _run_once(path: Path, shapes: list[list[int]]) -> None:
    interpreter = resized_interpreter(path, shapes)
    for facts in interpreter.get_input_details():
        probe = probe_inputs(list(facts["shape"]), np.dtype(facts["dtype"]), 0)
        interpreter.set_tensor(facts["index"], probe)
    interpreter.invoke()
