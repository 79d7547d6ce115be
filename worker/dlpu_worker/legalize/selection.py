"""Choosing, ordering and padding channels as a 1x1 CONV_2D with weights of 1 and 0.

The products keep scale and zero point, and the multiplier is exactly 1: no value is rounded.
"""

from __future__ import annotations

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.graph import (
    EIGHT_BIT,
    add_quantized_constant,
    find_scale,
    make_operator,
    make_quantization,
)
from dlpu_worker.tflite.flatbuffer import Model, Operator, Subgraph, tensor_shape, text

MOST_WEIGHTS = 1 << 21
"""Beyond that many, the copy costs more room than it is worth."""


def can_select(subgraph: Subgraph, source: int, result: int) -> bool:
    """Whether both are pictures of one scale, and the weights stay small."""
    tensors = [subgraph.tensors[index] for index in (source, result)]
    scales = [find_scale(tensor) for tensor in tensors]
    shapes = [tensor_shape(tensor) for tensor in tensors]
    return (
        tensors[0].type in EIGHT_BIT
        and scales[0] is not None
        and scales[0] == scales[1]
        and len(shapes[0]) == len(shapes[1]) == 4
        and shapes[0][-1] * shapes[1][-1] <= MOST_WEIGHTS
    )


def select_channels(
    model: Model, subgraph: Subgraph, source: int, result: int, choice: list[int | None]
) -> Operator:
    """The CONV_2D whose output channel `i` is input channel `choice[i]`, or zero for None."""
    tensor = subgraph.tensors[source]
    scale = find_scale(tensor)
    depth = tensor_shape(tensor)[-1]
    weights = np.zeros((len(choice), 1, 1, depth), EIGHT_BIT[tensor.type])
    for position, channel in enumerate(choice):
        if channel is not None:
            weights[position, 0, 0, channel] = 1
    name = text(subgraph.tensors[result].name)
    bias = np.zeros(len(choice), np.int32)
    constants = [
        add_quantized_constant(model, subgraph, f"{name}/choice", weights, make_quantization(1.0)),
        add_quantized_constant(
            model, subgraph, f"{name}/no_bias", bias, make_quantization(scale[0] if scale else 1.0)
        ),
    ]
    options = schema.Conv2DOptionsT()
    options.padding = schema.Padding.VALID
    options.strideH = options.strideW = 1
    options.dilationHFactor = options.dilationWFactor = 1
    return make_operator(model, subgraph, "CONV_2D", [source, *constants], [result], options)
