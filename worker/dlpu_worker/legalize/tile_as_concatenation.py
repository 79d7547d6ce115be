"""TILE as CONCATENATION of a tensor with itself, axis by axis: more accelerators have it."""

from __future__ import annotations

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.graph import (
    add_tensor,
    describe_operator,
    make_operator,
    replace_operator,
)
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import Model, Operator, Subgraph, constant, tensor_shape

_MOST_COPIES = 32
"""Along one axis; beyond that, many small copies cost more than one change to the CPU."""


def concatenate_for_tile(model: Model, scope: Scope) -> list[str]:
    """Rewrite each TILE whose counts are constant and few."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model, "TILE"):
        counts = constant(model, subgraph.tensors[int(operator.inputs[1])])
        if counts is None or not (counts >= 1).all() or not 1 < counts.max() <= _MOST_COPIES:
            continue
        times = "x".join(map(str, counts))
        lines.append(f"{describe_operator(model, subgraph, operator)}: {times} times")
        replace_operator(subgraph, operator, _concatenate(model, subgraph, operator, counts))
    return lines


def _concatenate(
    model: Model, subgraph: Subgraph, tile: Operator, counts: np.ndarray
) -> list[Operator]:
    source, result = int(tile.inputs[0]), int(tile.outputs[0])
    shape, axes = tensor_shape(subgraph.tensors[source]), np.flatnonzero(counts > 1)
    operators = []
    for axis in map(int, axes):
        shape[axis] *= int(counts[axis])
        is_last = axis == axes[-1]
        joined = result if is_last else add_tensor(subgraph, result, f"axis{axis}", shape)
        options = schema.ConcatenationOptionsT()
        options.axis = axis
        copies = [source] * int(counts[axis])
        operators.append(make_operator(model, subgraph, "CONCATENATION", copies, [joined], options))
        source = joined
    return operators
