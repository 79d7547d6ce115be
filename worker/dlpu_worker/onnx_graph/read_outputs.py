"""Outputs that the graph goes on to read, kept through the conversion to `.tflite`.

onnx2tf 2.6.9 rewrites the layout of such a tensor for its readers and leaves the output without
an operator that makes it, whatever reads it (seen with Conv followed by Relu, Sigmoid, Conv). A
maximum of the tensor with itself stands between while it works, and is taken out afterwards.
"""

from __future__ import annotations

import onnx
from onnx import TensorProto, helper

from dlpu_worker.tflite.edges import find_producer
from dlpu_worker.tflite.flatbuffer import Model, Operator, operator_name, text
from dlpu_worker.tflite.unused import drop_unused

_INNER = "_read_within"


def fence_read_outputs(model: onnx.ModelProto) -> None:
    """Give the graph's readers another name than the output has, in place."""
    graph = model.graph
    read = {name for node in graph.node for name in node.input}
    inner = {
        output.name: output.name + _INNER
        for output in graph.output
        if output.name in read and output.type.tensor_type.elem_type == TensorProto.FLOAT
    }
    for node in graph.node:
        for names in (node.input, node.output):
            names[:] = [inner.get(name, name) for name in names]
    graph.node.extend(
        helper.make_node("Max", [within, within], [name]) for name, within in inner.items()
    )


def remove_fences(model: Model) -> None:
    """Let each fenced output be the tensor that is read within, in the layout that it has there."""
    subgraph = model.subgraphs[0]
    outputs = [int(index) for index in subgraph.outputs]
    for place, index in enumerate(outputs):
        fence = find_producer(subgraph, index)
        if fence is None or not _is_fence(model, fence):
            continue
        within = _before_transpose(model, int(fence.inputs[0]))
        subgraph.tensors[within].name = subgraph.tensors[index].name
        outputs[place] = within
    if outputs != [int(index) for index in subgraph.outputs]:
        subgraph.outputs = outputs
        model.signatureDefs = []  # It names the fences; the importer writes one for every model.
        drop_unused(model)


def _before_transpose(model: Model, index: int) -> int:
    maker = find_producer(model.subgraphs[0], index)
    if maker is None or operator_name(model, maker) != "TRANSPOSE":
        return index
    return int(maker.inputs[0])


def _is_fence(model: Model, operator: Operator) -> bool:
    if operator_name(model, operator) != "MAXIMUM":
        return False
    names = [text(model.subgraphs[0].tensors[int(index)].name) for index in operator.inputs]
    return names[0] == names[1] and names[0].endswith(_INNER)
