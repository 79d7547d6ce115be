"""Small integer and float `.tflite` models, built operator by operator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.graph import make_operator, make_quantization
from dlpu_worker.tflite.flatbuffer import Model, Operator, Subgraph, add_constant


@dataclass(frozen=True)
class Builder:
    """A model of one subgraph under construction."""

    model: Model
    subgraph: Subgraph

    def tensor(self, name: str, shape: list[int], scale: float | None, zero_point: int = 0) -> int:
        """A computed tensor: int8 with a scale, float32 without."""
        tensor = schema.TensorT()
        tensor.name, tensor.buffer = name.encode(), 0
        tensor.shape = np.array(shape, np.int32)
        tensor.type = schema.TensorType.FLOAT32 if scale is None else schema.TensorType.INT8
        if scale is not None:
            tensor.quantization = make_quantization(scale, zero_point)
        self.subgraph.tensors.append(tensor)
        return len(self.subgraph.tensors) - 1

    def constant(
        self, name: str, values: np.ndarray, scale: float | np.ndarray | None = None
    ) -> int:
        """A constant tensor, with its scales."""
        index = add_constant(self.model, self.subgraph, name, values)
        if scale is not None:
            self.subgraph.tensors[index].quantization = make_quantization(scale)
        return index

    def operator(
        self, kind: str, inputs: list[int], outputs: list[int], options: object | None = None
    ) -> Operator:
        """An operator behind those that are there."""
        added = make_operator(self.model, self.subgraph, kind, inputs, outputs, options)
        self.subgraph.operators.append(added)
        return added

    def finish(self, inputs: list[int], outputs: list[int]) -> Model:
        """The model, between these tensors."""
        self.subgraph.inputs, self.subgraph.outputs = inputs, outputs
        return self.model


def start_model() -> Builder:
    """An empty model; buffer 0 is empty, as the format asks for."""
    model, subgraph = schema.ModelT(), schema.SubGraphT()
    model.version = 3
    subgraph.tensors, subgraph.operators = [], []
    model.subgraphs, model.buffers = [subgraph], [schema.BufferT()]
    model.operatorCodes = []
    return Builder(model, subgraph)


def convolution(stride: int = 1, padding: int = schema.Padding.VALID) -> schema.Conv2DOptionsT:
    """Options of a CONV_2D without activation function."""
    options = schema.Conv2DOptionsT()
    options.padding = padding
    options.strideH = options.strideW = stride
    options.dilationHFactor = options.dilationWFactor = 1
    return options
