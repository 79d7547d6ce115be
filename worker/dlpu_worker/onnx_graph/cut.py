"""An ONNX model that ends at tensors of the user's choice."""

from __future__ import annotations

import onnx
from onnx import helper, shape_inference

from dlpu_worker.failure import user_failure
from dlpu_worker.onnx_graph.shapes import model_inputs
from dlpu_worker.tflite.normalize import Rewrite


def cut_onnx(model: onnx.ModelProto, names: list[str], file: str) -> list[Rewrite]:
    """Make the named tensors the outputs, in this order, and drop what they do not need."""
    graph = model.graph
    if missing := [name for name in names if name not in _computed(graph)]:
        raise user_failure(
            "unknown-tensor",
            f"{file} computes no tensor named {', '.join(missing)}",
            "Use the names of the model's own tensors.",
        )
    typed = shape_inference.infer_shapes(model).graph
    known = {value.name: value for value in (*typed.value_info, *typed.output)}
    outputs = [known.get(name) or _untyped(name) for name in names]
    removed = len(graph.node)
    del graph.output[:]
    graph.output.extend(outputs)
    _drop_unneeded(graph)
    _require_inputs(model, names, file)
    removed -= len(graph.node)
    return [{"code": "cut", "detail": f"ends at {', '.join(names)}: {removed} operators cut off"}]


def _computed(graph: onnx.GraphProto) -> set[str]:
    return {name for node in graph.node for name in node.output if name}


def _untyped(name: str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None)


def _drop_unneeded(graph: onnx.GraphProto) -> None:
    needed, kept = {value.name for value in graph.output}, []
    for node in reversed(graph.node):
        if needed & set(node.output):
            needed.update(_read_by(node))
            kept.append(node)
    del graph.node[:]
    graph.node.extend(reversed(kept))
    weights = [tensor for tensor in graph.initializer if tensor.name in needed]
    dropped = {tensor.name for tensor in graph.initializer} - needed
    inputs = [value for value in graph.input if value.name not in dropped]  # Old files list both.
    del graph.initializer[:], graph.input[:]
    graph.initializer.extend(weights)
    graph.input.extend(inputs)
    del graph.value_info[:]


def _read_by(node: onnx.NodeProto) -> set[str]:
    """Inputs of a node and of the graphs inside it."""
    names = set(node.input)
    for attribute in node.attribute:
        for inner in (attribute.g, *attribute.graphs):
            for child in inner.node:
                names |= _read_by(child)
    return names


def _require_inputs(model: onnx.ModelProto, names: list[str], file: str) -> None:
    needed = {name for node in model.graph.node for name in _read_by(node)}
    unused = [value.name for value in model_inputs(model) if value.name not in needed]
    if unused:
        raise user_failure(
            "unused-input",
            f"{', '.join(names)} of {file} do not depend on its input {', '.join(unused)}",
            "Add a tensor that does to `cut`.",
        )
