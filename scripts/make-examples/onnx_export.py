"""Writes a Keras model as ONNX with NCHW input, the way PyTorch users have it."""

from __future__ import annotations

from pathlib import Path

import keras
import onnx
from onnx import TensorProto, helper

from onnx_graph import OnnxGraph
from onnx_layers import EMITTERS

OPSET = 17
_IR_VERSION = 8


def export_onnx(model: keras.Model, path: Path, batch: int | str) -> None:
    """Write `model` to `path`; `batch` is a number, or a name for a batch of any size."""
    graph = OnnxGraph()
    values = {id(tensor): tensor.name for tensor in model.inputs}
    for layer in model.layers:
        if isinstance(layer, keras.layers.InputLayer):
            continue
        values[id(layer.output)] = _emit(layer, values, graph)
    inputs = [_describe(tensor.name, _nchw(tensor.shape), batch) for tensor in model.inputs]
    outputs = [
        _describe(values[id(t)], t.shape[1:], batch) for t in keras.tree.flatten(model.outputs)
    ]
    onnx.save(_checked(model.name, graph, inputs, outputs), path)


def _emit(layer: keras.Layer, values: dict[int, str], graph: OnnxGraph) -> str:
    emit = EMITTERS[type(layer).__name__]
    inputs = [values[id(tensor)] for tensor in keras.tree.flatten(layer.input)]
    return emit(graph, layer, inputs)


def _nchw(shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
    _, height, width, channels = shape
    return (channels, height, width)


def _describe(name: str, shape: tuple[int | None, ...], batch: int | str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, [batch, *shape])


def _checked(
    name: str,
    graph: OnnxGraph,
    inputs: list[onnx.ValueInfoProto],
    outputs: list[onnx.ValueInfoProto],
) -> onnx.ModelProto:
    body = helper.make_graph(graph.nodes, name, inputs, outputs, graph.weights)
    opsets = [helper.make_opsetid("", OPSET)]
    model = helper.make_model(
        body, opset_imports=opsets, ir_version=_IR_VERSION, producer_name="dlpu-examples"
    )
    onnx.checker.check_model(model, full_check=True)
    return model
