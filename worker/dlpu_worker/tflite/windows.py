"""Operators that slide a window over height and width."""

from __future__ import annotations

from dataclasses import dataclass

from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    Subgraph,
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
