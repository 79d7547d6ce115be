"""The convolutions and fully connected layers of a float model, their weights in one form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    add_buffer,
    add_constant,
    constant,
    operator_name,
    tensor_shape,
    text,
)

_KINDS = {"CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED"}


@dataclass(eq=False)
class Layer:
    """A layer with constant weights; `matrix` and `bias` may be changed and stored back.

    `matrix` is [groups, outputs a group, inputs a group in each window position].
    """

    operator: Operator
    kind: str
    name: str
    matrix: np.ndarray
    bias: np.ndarray
    window: tuple[int, int]

    @property
    def source(self) -> int:
        """The input's tensor."""
        return int(self.operator.inputs[0])

    @property
    def result(self) -> int:
        """The output's tensor."""
        return int(self.operator.outputs[0])

    @property
    def outputs(self) -> int:
        """Output channels."""
        return self.matrix.shape[0] * self.matrix.shape[1]

    @property
    def cube(self) -> np.ndarray:
        """A view of `matrix` as [groups, outputs, window, inputs]."""
        groups, outputs, _ = self.matrix.shape
        return self.matrix.reshape(groups, outputs, self.window[0] * self.window[1], -1)


def find_layers(model: Model) -> list[Layer]:
    """All layers in the graph's order whose weights are constant and used once."""
    subgraph = model.subgraphs[0]
    uses: dict[int, int] = {}
    for operator in subgraph.operators:
        for index in operator.inputs:
            uses[int(index)] = uses.get(int(index), 0) + 1
    layers = [_layer(model, operator) for operator in subgraph.operators]
    return [layer for layer in layers if layer and uses[int(layer.operator.inputs[1])] == 1]


def _layer(model: Model, operator: Operator) -> Layer | None:
    kind = operator_name(model, operator)
    if kind not in _KINDS:
        return None
    subgraph = model.subgraphs[0]
    weights = constant(model, subgraph.tensors[operator.inputs[1]])
    if weights is None or weights.dtype != np.float32:
        return None
    channels = tensor_shape(subgraph.tensors[operator.inputs[0]])[-1]
    if kind == "FULLY_CONNECTED" and weights.shape[1] != channels:
        return None
    matrix = _to_matrix(kind, weights.astype(np.float64), channels)
    has_bias = len(operator.inputs) > 2 and int(operator.inputs[2]) >= 0
    bias = constant(model, subgraph.tensors[operator.inputs[2]]) if has_bias else None
    if has_bias and bias is None:
        return None
    zeros = np.zeros(matrix.shape[0] * matrix.shape[1])
    window = (1, 1) if kind == "FULLY_CONNECTED" else (weights.shape[1], weights.shape[2])
    name = text(subgraph.tensors[operator.outputs[0]].name)
    values = zeros if bias is None else bias.astype(np.float64)
    return Layer(operator, kind, name, matrix, values, window)


def _to_matrix(kind: str, weights: np.ndarray, channels: int) -> np.ndarray:
    if kind == "DEPTHWISE_CONV_2D":
        window = weights.shape[1] * weights.shape[2]
        return np.ascontiguousarray(weights.reshape(window, channels, -1).transpose(1, 2, 0))
    groups = channels // weights.shape[-1]
    return weights.reshape(groups, weights.shape[0] // groups, -1)


def store_layer(model: Model, layer: Layer) -> None:
    """Write the layer's weights and bias into the model, in buffers of their own."""
    subgraph = model.subgraphs[0]
    weights = subgraph.tensors[layer.operator.inputs[1]]
    values = layer.matrix
    if layer.kind == "DEPTHWISE_CONV_2D":
        values = values.transpose(2, 0, 1)
    shaped = values.reshape(tensor_shape(weights)).astype(np.float32)
    weights.buffer = add_buffer(model, shaped)
    bias = layer.bias.astype(np.float32)
    if len(layer.operator.inputs) > 2 and int(layer.operator.inputs[2]) >= 0:
        _replace_bias(model, layer, bias)
    elif bias.any():
        index = add_constant(model, subgraph, f"{layer.name}/bias", bias)
        layer.operator.inputs = [*layer.operator.inputs[:2], index]


def _replace_bias(model: Model, layer: Layer, bias: np.ndarray) -> None:
    """A bias may be shared by layers of the same size, so each layer gets its own."""
    subgraph = model.subgraphs[0]
    index = int(layer.operator.inputs[2])
    shared = sum(index in operator.inputs for operator in subgraph.operators) > 1
    if shared:
        index = add_constant(model, subgraph, f"{layer.name}/bias", bias)
        layer.operator.inputs = [*layer.operator.inputs[:2], index]
    else:
        subgraph.tensors[index].buffer = add_buffer(model, bias)


def activation_of(operator: Operator) -> int:
    """The fused activation function's code; NONE where an operator has no such option."""
    options = operator.builtinOptions
    return getattr(options, "fusedActivationFunction", schema.ActivationFunctionType.NONE)
