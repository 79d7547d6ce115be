"""Axes in the source's order: the converter moves those of some outputs, depending on their tail.

onnx2tf 2.4 drops a Transpose in front of an output where the layout that it computes in makes it
free, so `[1, N, k]` comes out as `[1, k, N]`. Only the change to channels-last has a name that
applications know; any other is undone with a TRANSPOSE behind the output.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import onnx
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.agreement import named_orders, relative_difference
from dlpu_worker.legalize.graph import make_operator
from dlpu_worker.onnx_graph.session import open_session, run_session
from dlpu_worker.onnx_graph.shapes import model_inputs
from dlpu_worker.proof.probes import Probe
from dlpu_worker.tflite.flatbuffer import Model, add_constant, text, write_model
from dlpu_worker.tflite.interpreter import invoke, open_interpreter
from dlpu_worker.tflite.normalize import Rewrite

_SAME = 1e-2  # Relative; another order of axes is off by the size of the values.
_MOST_AXES = 5
_CHANNEL_COUNTS = {1, 3, 4}


def inputs_kept(source: onnx.ModelProto) -> list[str]:
    """Inputs that keep their axes: up to three, and pictures that are channels-last already."""
    kept = []
    for value in model_inputs(source):
        shape = [dim.dim_value for dim in value.type.tensor_type.shape.dim]
        is_channels_last = (
            len(shape) == 4 and shape[3] in _CHANNEL_COUNTS and shape[1] not in _CHANNEL_COUNTS
        )
        if len(shape) < 4 or is_channels_last:
            kept.append(value.name)
    return kept


def restore_axis_orders(
    model: Model, model_path: Path, source: onnx.ModelProto, source_path: Path, probe: Probe
) -> list[Rewrite]:
    """Undo moves of output axes that have no name, in place and in the file.

    `probe` has one tensor an input of the source, which both run on.
    """
    expected = run_session(open_session(source_path), probe)
    kept = set(inputs_kept(source))
    names = [value.name for value in model_inputs(source)]
    interpreter = open_interpreter(model_path)
    given = invoke(
        interpreter,
        [
            np.transpose(values, _input_order(values, facts["shape"], name in kept))
            for name, values, facts in zip(
                names, probe, interpreter.get_input_details(), strict=True
            )
        ],
    )
    rewrites: list[Rewrite] = []
    for position, (wanted, got) in enumerate(zip(expected, given, strict=True)):
        order = _unnamed_order(wanted, got)
        if order is None:
            continue
        back = [int(axis) for axis in np.argsort(order)]
        name = _append_transpose(model, position, back, list(wanted.shape))
        detail = f"axes of output {name} put back from {list(got.shape)} to {list(wanted.shape)}"
        rewrites.append({"code": "axes-restored", "detail": detail})
    if rewrites:
        write_model(model, model_path)
    return rewrites


def _input_order(values: np.ndarray, shape: np.ndarray, is_kept: bool) -> tuple[int, ...]:
    orders = named_orders(values.shape, [int(size) for size in shape])
    return orders[-1 if is_kept else 0] if orders else tuple(range(values.ndim))


def _unnamed_order(wanted: np.ndarray, got: np.ndarray) -> tuple[int, ...] | None:
    """How axes were moved, where values prove it and the move has no name."""
    if wanted.ndim != got.ndim or wanted.ndim > _MOST_AXES:
        return None
    named = named_orders(wanted.shape, got.shape)
    others = itertools.permutations(range(wanted.ndim))
    fitting = (
        order
        for order in (*named, *others)
        if np.transpose(wanted, order).shape == got.shape
        and relative_difference(np.transpose(wanted, order), got) <= _SAME
    )
    order = next(fitting, None)
    return None if order in named else order


def _append_transpose(model: Model, position: int, order: list[int], shape: list[int]) -> str:
    """Let an output be its transpose; the new tensor takes over its name. Returns that name."""
    subgraph = model.subgraphs[0]
    moved = int(subgraph.outputs[position])
    tensor = subgraph.tensors[moved]
    result = schema.TensorT()
    result.name, result.type, result.buffer = tensor.name, tensor.type, 0
    result.shape = np.array(shape, np.int32)
    tensor.name = f"{text(result.name)}/moved".encode()
    subgraph.tensors.append(result)
    index = len(subgraph.tensors) - 1
    name = text(result.name)
    constant = add_constant(model, subgraph, f"{name}/order", np.array(order, np.int32))
    options = schema.TransposeOptionsT()
    subgraph.operators.append(
        make_operator(model, subgraph, "TRANSPOSE", [moved, constant], [index], options)
    )
    outputs = [int(output) for output in subgraph.outputs]
    outputs[position] = index
    subgraph.outputs = outputs
    _point_signatures(model, name, moved, index)
    return name


def _point_signatures(model: Model, name: str, old: int, new: int) -> None:
    for signature in model.signatureDefs or []:
        for entry in signature.outputs:
            if entry.tensorIndex == old and text(entry.name) == name:
                entry.tensorIndex = new
