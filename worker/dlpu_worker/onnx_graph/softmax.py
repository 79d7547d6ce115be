"""Writes out what Softmax meant before opset 13: one softmax over all axes from `axis` on."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper, shape_inference

_OPERATORS = {"Softmax", "LogSoftmax", "Hardmax"}
_FIRST_PER_AXIS_OPSET = 13  # onnx/docs/Changelog.md, Softmax-13


def expand_old_softmax(model: onnx.ModelProto) -> None:
    """Put a two-dimensional reshape around each old softmax that covers several axes, in place."""
    opset = max((entry.version for entry in model.opset_import if not entry.domain), default=1)
    if opset >= _FIRST_PER_AXIS_OPSET:
        return
    shapes = _known_shapes(model)
    nodes = []
    for node in model.graph.node:
        shape = shapes.get(node.input[0]) if node.op_type in _OPERATORS else None
        axis = next((a.i for a in node.attribute if a.name == "axis"), 1)
        if shape is None or axis % len(shape) == len(shape) - 1:
            nodes.append(node)
        else:
            nodes += _flattened(model, node, shape, axis % len(shape))
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _known_shapes(model: onnx.ModelProto) -> dict[str, list[int]]:
    graph = shape_inference.infer_shapes(model).graph
    shapes = {}
    for value in (*graph.input, *graph.value_info, *graph.output):
        dims = [dim.dim_value for dim in value.type.tensor_type.shape.dim]
        if dims and min(dims) > 0:
            shapes[value.name] = dims
    return shapes


def _flattened(
    model: onnx.ModelProto, node: onnx.NodeProto, shape: list[int], axis: int
) -> list[onnx.NodeProto]:
    rows = int(np.prod(shape[:axis], dtype=int))
    flat = _constant(model, f"{node.output[0]}_flat_shape", [rows, -1])
    full = _constant(model, f"{node.output[0]}_full_shape", shape)
    inside = (f"{node.output[0]}_flat", f"{node.output[0]}_flat_result")
    return [
        helper.make_node("Reshape", [node.input[0], flat], [inside[0]]),
        helper.make_node(node.op_type, [inside[0]], [inside[1]], name=node.name, axis=1),
        helper.make_node("Reshape", [inside[1], full], [node.output[0]]),
    ]


def _constant(model: onnx.ModelProto, name: str, values: list[int]) -> str:
    model.graph.initializer.append(numpy_helper.from_array(np.array(values, np.int64), name))
    return name
