"""Runs every format of a model on the same NHWC input, one picture at a time."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import onnxruntime
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

Outputs = dict[str, NDArray[np.float32]]


def run_keras(path: Path, x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Run a `.keras` file with one output."""
    return np.asarray(keras.saving.load_model(path).predict(x, verbose=0))


def run_onnx(path: Path, x: NDArray[np.float32]) -> Outputs:
    """Run an `.onnx` file whose input is NCHW; return its outputs by name."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    input_name = session.get_inputs()[0].name
    rows = [session.run(names, {input_name: row[None].transpose(0, 3, 1, 2)}) for row in x]
    columns = zip(*rows, strict=True)
    return {name: np.concatenate(values) for name, values in zip(names, columns, strict=True)}


def run_tflite(model: bytes, x: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """Run a float or quantized TFLite model; return its outputs as real values."""
    interpreter = Interpreter(model_content=model)
    interpreter.allocate_tensors()
    (source,) = interpreter.get_input_details()
    sinks = interpreter.get_output_details()
    rows = []
    for row in x:
        interpreter.set_tensor(source["index"], _quantize(row[None], source))
        interpreter.invoke()
        rows.append([_dequantize(interpreter.get_tensor(s["index"]), s) for s in sinks])
    return [np.concatenate(values) for values in zip(*rows, strict=True)]


def _quantize(x: NDArray[np.float32], tensor: dict) -> NDArray[np.generic]:
    scale, zero_point = tensor["quantization"]
    if not scale:
        return x
    limits = np.iinfo(tensor["dtype"])
    return np.clip(np.round(x / scale) + zero_point, limits.min, limits.max).astype(tensor["dtype"])


def _dequantize(x: NDArray[np.generic], tensor: dict) -> NDArray[np.float32]:
    scale, zero_point = tensor["quantization"]
    if not scale:
        return x.astype(np.float32)
    return ((x.astype(np.float32) - zero_point) * scale).astype(np.float32)
