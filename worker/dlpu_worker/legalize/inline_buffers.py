"""Constants that stand behind the flatbuffer, moved into it: older runtimes look nowhere else."""

from __future__ import annotations

from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import Model


def inline_buffers(_model: Model, _scope: Scope) -> list[str]:
    """Nothing is left to do: reading a file moves its buffers in, and writing keeps them there."""
    return ["all constants"]
