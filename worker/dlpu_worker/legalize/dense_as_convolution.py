"""FULLY_CONNECTED on several rows, or with a scale for each output, as a 1x1 CONV_2D.

Convolutions take many positions and per-channel weights where accelerators' dense layers take
neither. Sums, scales and rounding are the same.
"""

from __future__ import annotations

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.graph import (
    add_quantized_constant,
    add_tensor,
    describe_operator,
    is_eight_bit,
    make_operator,
    make_reshape,
    replace_operator,
)
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    Subgraph,
    constant,
    tensor_shape,
    text,
)


def use_convolution_for_dense(model: Model, scope: Scope) -> list[str]:
    """Rewrite FULLY_CONNECTED layers with constant weights between two RESHAPEs."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model, "FULLY_CONNECTED"):
        source, weights = (int(index) for index in operator.inputs[:2])
        values = constant(model, subgraph.tensors[weights])
        rows = _count_rows(subgraph, operator)
        quantization = subgraph.tensors[weights].quantization
        scales = None if quantization is None else quantization.scale
        per_channel = scales is not None and len(scales) > 1
        if values is None or values.ndim != 2 or not is_eight_bit(subgraph.tensors[source]):
            continue
        if operator.builtinOptions.weightsFormat or (rows == 1 and not per_channel):
            continue
        described = describe_operator(model, subgraph, operator)
        lines.append(f"{described}: {rows} rows{', per channel' if per_channel else ''}")
        replace_operator(subgraph, operator, _convolve(model, subgraph, operator, values, rows))
    return lines


def _count_rows(subgraph: Subgraph, operator: Operator) -> int:
    source, weights = (tensor_shape(subgraph.tensors[int(i)]) for i in operator.inputs[:2])
    return int(np.prod(source)) // weights[-1]


def _convolve(
    model: Model, subgraph: Subgraph, operator: Operator, values: np.ndarray, rows: int
) -> list[Operator]:
    source, weights, *bias = map(int, operator.inputs)
    result = int(operator.outputs[0])
    outputs, depth = values.shape
    positions = add_tensor(subgraph, source, "positions", [1, rows, 1, depth])
    convolved = add_tensor(subgraph, result, "positions", [1, rows, 1, outputs])
    tensor = subgraph.tensors[weights]
    kernel = add_quantized_constant(
        model,
        subgraph,
        f"{text(tensor.name)}/1x1",
        values.reshape(outputs, 1, 1, depth),
        tensor.quantization,
    )
    options = schema.Conv2DOptionsT()
    options.padding = schema.Padding.VALID
    options.strideH = options.strideW = 1
    options.dilationHFactor = options.dilationWFactor = 1
    options.fusedActivationFunction = operator.builtinOptions.fusedActivationFunction
    inputs = [positions, kernel, *bias]
    return [
        make_reshape(model, subgraph, source, positions),
        make_operator(model, subgraph, "CONV_2D", inputs, [convolved], options),
        make_reshape(model, subgraph, convolved, result),
    ]
