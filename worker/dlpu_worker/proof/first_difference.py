"""Where a wrong conversion goes wrong: the first tensor of the ONNX model that differs."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from ai_edge_litert.interpreter import Interpreter
from onnx import helper

from dlpu_worker.onnx_graph.files import write_onnx
from dlpu_worker.onnx_graph.session import open_session, run_session
from dlpu_worker.onnx_graph.shapes import model_inputs
from dlpu_worker.proof.probes import Probe

_RELATIVE_LIMIT = 1e-2
_SMALLEST_SCALE = 1e-3


@dataclass(frozen=True)
class FirstDifference:
    """A tensor, said in words, and what to do about it."""

    message: str
    remedy: str


def describe_first_difference(
    source: onnx.ModelProto, tflite_path: Path, probe: Probe
) -> FirstDifference | None:
    """The first tensor that both have and that differs; None where none can be found.

    `source` is the graph that was converted. Tensors are matched by name; the order of their axes
    is the one under which they differ least.
    """
    expected = _source_values(source, probe)
    given = _result_values(tflite_path, source, expected)
    previous = None
    for node in source.graph.node:
        for name in node.output:
            if name not in given or name not in expected:
                continue
            difference = _difference(expected[name], given[name])
            if difference > _RELATIVE_LIMIT:
                return _describe(node, name, difference, previous)
            previous = name
    return None


def _describe(
    node: onnx.NodeProto, name: str, difference: float, previous: str | None
) -> FirstDifference:
    message = f"the first tensor that differs is {name} of {node.op_type} (by {difference:.2g})"
    if previous is None:
        return FirstDifference(message, "Export the model with another opset, and report it.")
    remedy = (
        f"End the model before it (`cut: [{json.dumps(previous)}]` in dlpu.yml) and compute the"
        " rest in the application, or export it with another opset; and report the model."
    )
    return FirstDifference(message, remedy)


def _source_values(source: onnx.ModelProto, probe: Probe) -> dict[str, np.ndarray]:
    watched = onnx.ModelProto()
    watched.CopyFrom(source)
    known = {value.name for value in source.graph.output}
    inner = dict.fromkeys(name for node in source.graph.node for name in node.output if name)
    watched.graph.output.extend(
        helper.make_empty_tensor_value_info(name) for name in inner if name not in known
    )
    path = Path("watched.onnx")  # In the step's own folder.
    write_onnx(watched, path)
    session = open_session(path)
    names = [value.name for value in session.get_outputs()]
    values = dict(zip(names, run_session(session, probe), strict=True))
    return values | {v.name: x for v, x in zip(model_inputs(source), probe, strict=True)}


def _result_values(
    path: Path, source: onnx.ModelProto, expected: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    interpreter = Interpreter(str(path), experimental_preserve_all_tensors=True)
    interpreter.allocate_tensors()
    inputs = model_inputs(source)
    for facts, value in zip(interpreter.get_input_details(), inputs, strict=True):
        probe = expected[value.name]
        order = next(_orders(probe.shape, tuple(facts["shape"])))
        interpreter.set_tensor(facts["index"], np.transpose(probe, order))
    interpreter.invoke()
    values = {}
    for facts in interpreter.get_tensor_details():
        name = facts["name"].removesuffix("_nhwc")
        if name in expected and name not in values:
            values[name] = _read(interpreter, facts["index"])
    return {name: value for name, value in values.items() if value is not None}


def _read(interpreter: Interpreter, index: int) -> np.ndarray | None:
    try:
        return np.array(interpreter.get_tensor(index))
    except ValueError:  # Fused away, or never written.
        return None


def _difference(expected: np.ndarray, given: np.ndarray) -> float:
    """Of the best order of axes, relative to the largest value; 0 where shapes do not meet."""
    if not expected.size or not np.issubdtype(expected.dtype, np.floating):
        return 0.0
    scale = max(float(np.abs(expected).max()), _SMALLEST_SCALE)
    differences = [
        float(np.abs(np.transpose(expected, order) - given).max()) / scale
        for order in _orders(expected.shape, given.shape)
    ]
    return min(differences, default=0.0)


def _orders(source: tuple[int, ...], result: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    rank = len(source)
    if rank != len(result) or rank > 5:
        return
    usual = [tuple(range(rank)), (0, *range(2, rank), 1)] if rank > 2 else [tuple(range(rank))]
    for order in dict.fromkeys((*usual, *itertools.permutations(range(rank)))):
        if tuple(source[axis] for axis in order) == result:
            yield order
