"""Running an ONNX model in ONNX Runtime on the CPU."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime as ort

SessionValue = ort.NodeArg
THREADS = 2


def open_session(
    path: str | Path,
    optimization: ort.GraphOptimizationLevel = ort.GraphOptimizationLevel.ORT_ENABLE_ALL,
) -> ort.InferenceSession:
    """A quiet CPU session."""
    options = ort.SessionOptions()
    options.graph_optimization_level = optimization
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run_session(session: ort.InferenceSession, inputs: list[np.ndarray]) -> list[np.ndarray]:
    """Outputs in the graph's order for inputs in the graph's order."""
    names = [value.name for value in session.get_inputs()]
    return session.run(None, dict(zip(names, inputs, strict=True)))


def session_dtype(value: SessionValue) -> np.dtype:
    """NumPy's type for a session input or output such as `tensor(float)`."""
    kind = value.type.removeprefix("tensor(").removesuffix(")")
    return np.dtype({"float": "float32", "double": "float64"}.get(kind, kind))
