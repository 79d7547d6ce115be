"""One way to run a model, whatever its format: float samples in, float outputs out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from dlpu_worker.onnx_graph.session import SessionValue, open_session, run_session, session_dtype
from dlpu_worker.tflite.flatbuffer import read_model
from dlpu_worker.tflite.interpreter import Kernels, invoke, open_interpreter
from dlpu_worker.tflite.normalize import interface_names

if TYPE_CHECKING:
    from ai_edge_litert.interpreter import TensorDetails


@dataclass(frozen=True)
class TensorInfo:
    """A graph input or output; scale and zero point are None when it is not quantized."""

    name: str
    shape: list[int]
    dtype: np.dtype
    scale: float | None = None
    zero_point: int | None = None

    def quantize(self, values: np.ndarray) -> np.ndarray:
        """Float samples as this tensor's type; values of other types are only cast."""
        if self.scale is None or not np.issubdtype(values.dtype, np.floating):
            return values.astype(self.dtype)
        limits = np.iinfo(self.dtype)
        levels = np.rint(values.astype(np.float64) / self.scale) + (self.zero_point or 0)
        return np.clip(levels, limits.min, limits.max).astype(self.dtype)

    def dequantize(self, values: np.ndarray) -> np.ndarray:
        """The float values that this tensor's content stands for."""
        if self.scale is None:
            return values.astype(np.float32)
        return (values.astype(np.float32) - (self.zero_point or 0)) * np.float32(self.scale)


@dataclass(frozen=True)
class Runner:
    """An opened model."""

    inputs: list[TensorInfo]
    outputs: list[TensorInfo]
    run: Callable[[list[np.ndarray]], list[np.ndarray]]


@dataclass(frozen=True)
class AxisOrders:
    """Permutations from an ONNX model's axes to its `.tflite`'s, one an input or output."""

    inputs: list[list[int]]
    outputs: list[list[int]]


def open_runner(path: Path, kernels: Kernels, orders: AxisOrders | None) -> Runner:
    """A runner for a `.tflite` or `.onnx`; ONNX Runtime has one set of kernels."""
    if path.suffix == ".onnx":
        return _open_onnx(path, orders)
    return runner_of(open_interpreter(path, kernels), path)


def runner_of(interpreter: Interpreter, path: Path) -> Runner:
    """A runner on an interpreter that has opened the `.tflite` at `path`."""
    input_names, output_names = interface_names(read_model(path))
    inputs = _litert_infos(interpreter.get_input_details(), input_names)
    outputs = _litert_infos(interpreter.get_output_details(), output_names)
    return Runner(
        inputs, outputs, lambda samples: _run_tflite(interpreter, inputs, outputs, samples)
    )


def _litert_infos(details: list[TensorDetails], names: list[str]) -> list[TensorInfo]:
    infos = []
    for facts, name in zip(details, names, strict=True):
        scale, zero_point = facts["quantization"]
        shape = [int(size) for size in facts["shape"]]
        dtype = np.dtype(
            facts["dtype"]
        )  # Some files give float tensors a scale that means nothing.
        is_stored = scale and np.issubdtype(dtype, np.integer)
        quantized = (float(scale), int(zero_point)) if is_stored else (None, None)
        infos.append(TensorInfo(name, shape, dtype, *quantized))
    return infos


def _run_tflite(
    interpreter: Interpreter,
    inputs: list[TensorInfo],
    outputs: list[TensorInfo],
    samples: list[np.ndarray],
) -> list[np.ndarray]:
    values = [info.quantize(sample) for info, sample in zip(inputs, samples, strict=True)]
    results = invoke(interpreter, values)
    return [info.dequantize(result) for info, result in zip(outputs, results, strict=True)]


def _open_onnx(path: Path, orders: AxisOrders | None) -> Runner:
    session = open_session(path)
    inputs, outputs = _session_infos(session.get_inputs()), _session_infos(session.get_outputs())
    before = [np.argsort(order) for order in orders.inputs] if orders else [None] * len(inputs)
    after = orders.outputs if orders else [None] * len(outputs)

    def run(samples: list[np.ndarray]) -> list[np.ndarray]:
        values = [
            _session_value(sample, info, order)
            for sample, info, order in zip(samples, inputs, before, strict=True)
        ]
        results = zip(run_session(session, values), after, strict=True)
        return [
            (values if order is None else np.transpose(values, order)).astype(np.float32)
            for values, order in results
        ]

    return Runner(inputs, outputs, run)


def _session_infos(values: list[SessionValue]) -> list[TensorInfo]:
    return [TensorInfo(value.name, list(value.shape), session_dtype(value)) for value in values]


def _session_value(sample: np.ndarray, info: TensorInfo, order: np.ndarray | None) -> np.ndarray:
    if order is None:
        return sample.reshape(info.shape).astype(info.dtype)
    stored_shape = [info.shape[axis] for axis in np.argsort(order)]
    return np.transpose(sample.reshape(stored_shape), order).astype(info.dtype)
