"""Operators that slide a window over height and width."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.graph import EIGHT_BIT, find_scale
from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    Subgraph,
    constant,
    operator_name,
    tensor_shape,
)

POOLS = {"MAX_POOL_2D", "AVERAGE_POOL_2D"}
CONVOLUTIONS = {"CONV_2D", "DEPTHWISE_CONV_2D"}


@dataclass(frozen=True)
class Window:
    """Height and width, in that order, of the dilated kernel and of the strides."""

    size: tuple[int, int]
    stride: tuple[int, int]
    is_same: bool


def find_window(model: Model, subgraph: Subgraph, operator: Operator) -> Window | None:
    """The window of a pool or convolution; None for other operators."""
    name, options = operator_name(model, operator), operator.builtinOptions
    if options is None or name not in POOLS | CONVOLUTIONS:
        return None
    if name in POOLS:
        size = (options.filterHeight, options.filterWidth)
    else:
        _, height, width, _ = tensor_shape(subgraph.tensors[int(operator.inputs[1])])
        size = (
            (height - 1) * options.dilationHFactor + 1,
            (width - 1) * options.dilationWFactor + 1,
        )
    stride = (options.strideH, options.strideW)
    return Window(size, stride, options.padding == schema.Padding.SAME)


def same_padding(shape: list[int], window: Window) -> list[list[int]]:
    """What SAME adds to an NHWC shape, as PAD writes it."""
    amounts = [[0, 0]]
    for size, kernel, stride in zip(shape[1:3], window.size, window.stride, strict=True):
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        amounts.append([total // 2, total - total // 2])
    return [*amounts, [0, 0]]


@dataclass(frozen=True)
class Padding:
    """A PAD or PADV2 of a picture: amounts of shape [4, 2], and the integer that fills."""

    amounts: np.ndarray
    value: int
    zero_point: int
    lowest: int


def find_padding(model: Model, subgraph: Subgraph, operator: Operator) -> Padding | None:
    """What an 8-bit PAD or PADV2 does; None where its scale changes or operands are computed."""
    source, result = (subgraph.tensors[int(i)] for i in (operator.inputs[0], operator.outputs[0]))
    amounts = constant(model, subgraph.tensors[int(operator.inputs[1])])
    scale = find_scale(source)
    if amounts is None or amounts.shape != (4, 2) or source.type not in EIGHT_BIT:
        return None
    if scale is None or scale != find_scale(result):
        return None
    value = scale[1]
    if operator_name(model, operator) == "PADV2":
        given = constant(model, subgraph.tensors[int(operator.inputs[2])])
        if given is None or given.size != 1:
            return None
        value = int(given.reshape(-1)[0])
    return Padding(amounts, value, scale[1], int(np.iinfo(EIGHT_BIT[source.type]).min))
