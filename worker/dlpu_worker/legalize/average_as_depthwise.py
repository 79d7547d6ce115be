"""AVERAGE_POOL_2D and MEAN over height and width as a DEPTHWISE_CONV_2D with equal weights.

Accelerators take averages of few sizes and only with equal scales, and depthwise convolutions of
many sizes and any scale. A window over the whole picture is enlarged to the next square kernel by
padding with zeros, which add nothing; a picture larger than any kernel is halved by averages of 2x2
first. Sums are rounded once more for each halving, and ties go to different sides: a step of the
output, more or less.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.graph import (
    EIGHT_BIT,
    add_padding,
    add_quantized_constant,
    add_tensor,
    describe_operator,
    find_scale,
    is_eight_bit,
    make_operator,
    make_quantization,
    make_reshape,
    replace_operator,
)
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    Subgraph,
    add_constant,
    constant,
    operator_name,
    tensor_shape,
    text,
)
from dlpu_worker.tflite.windows import find_window, same_padding

_WEIGHT = 127
_MOST_PADDING = 7
_STRIDES = (1, 2)
_HALF = 2


@dataclass(frozen=True)
class _Average:
    """A window without padding; `order` brings the input to NHWC."""

    size: tuple[int, int]
    stride: int
    order: list[int]
    is_whole: bool
    activation: int


def average_by_depthwise(model: Model, scope: Scope) -> list[str]:
    """Rewrite each average whose window fits one of the kernels that the target takes."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model, "AVERAGE_POOL_2D", "MEAN"):
        average = _find_average(model, subgraph, operator)
        kernel = None if average is None else _choose_kernel(average, scope.kernels)
        if average is None or kernel is None:
            continue
        described = describe_operator(model, subgraph, operator)
        lines.append(f"{described}: {average.size[0]}x{average.size[1]} as {kernel}x{kernel}")
        halvings = _count_halvings(average, scope.kernels)
        new = _convolve(model, subgraph, operator, average, kernel, halvings)
        replace_operator(subgraph, operator, new)
    return lines


def _find_average(model: Model, subgraph: Subgraph, operator: Operator) -> _Average | None:
    source, result = (subgraph.tensors[int(i)] for i in (operator.inputs[0], operator.outputs[0]))
    shape = tensor_shape(source)
    if len(shape) != 4 or not is_eight_bit(source) or not is_eight_bit(result):
        return None
    if source.type != result.type:
        return None
    if operator_name(model, operator) == "MEAN":
        return _find_mean(model, subgraph, operator, shape)
    window = find_window(model, subgraph, operator)
    if window is None or (window.is_same and np.any(same_padding(shape, window))):
        return None
    whole = tensor_shape(result)[1:3] == [1, 1]
    if not whole and window.stride[0] != window.stride[1]:
        return None
    activation = operator.builtinOptions.fusedActivationFunction
    return _Average(window.size, 1 if whole else window.stride[0], [0, 1, 2, 3], whole, activation)


def _find_mean(
    model: Model, subgraph: Subgraph, operator: Operator, shape: list[int]
) -> _Average | None:
    axes = constant(model, subgraph.tensors[int(operator.inputs[1])])
    reduced = sorted({int(axis) % 4 for axis in axes.reshape(-1)}) if axes is not None else []
    if reduced not in ([1, 2], [2, 3]):
        return None
    order = [0, *reduced, ({1, 2, 3} - set(reduced)).pop()]
    return _Average((shape[reduced[0]], shape[reduced[1]]), 1, order, is_whole=True, activation=0)


def _choose_kernel(average: _Average, kernels: list[int]) -> int | None:
    height, width = average.size
    if not average.is_whole:
        fits = height == width and height in kernels and average.stride in _STRIDES
        return height if fits else None
    for _ in range(_count_halvings(average, kernels)):
        height, width = (height + 1) // 2, (width + 1) // 2
    largest, smallest = max(height, width), min(height, width)
    kernel = min((size for size in kernels if size >= largest), default=None)
    return kernel if kernel is not None and kernel - smallest <= _MOST_PADDING else None


def _count_halvings(average: _Average, kernels: list[int]) -> int:
    """How often a picture must be halved before a kernel covers it; 0 where 2x2 is no kernel."""
    largest, count = max(average.size), 0
    while average.is_whole and _HALF in kernels and largest > max(kernels):
        largest, count = (largest + 1) // 2, count + 1
    return count


def _convolve(
    model: Model,
    subgraph: Subgraph,
    operator: Operator,
    average: _Average,
    kernel: int,
    halvings: int,
) -> list[Operator]:
    source, result = int(operator.inputs[0]), int(operator.outputs[0])
    operators: list[Operator] = []
    if average.order != [0, 1, 2, 3]:
        source = _transpose(model, subgraph, source, average.order, operators)
    for _ in range(halvings):
        source = _halve(model, subgraph, source, operators)
    if average.is_whole:
        source = add_padding(model, subgraph, source, [kernel, kernel], operators)
    shape = _pooled_shape(subgraph, source, kernel, average.stride)
    reshapes = tensor_shape(subgraph.tensors[result]) != shape
    target = add_tensor(subgraph, result, "average", shape) if reshapes else result
    # Each average of 2x2 has divided by 4 already.
    weight = 4**halvings / (average.size[0] * average.size[1])
    window = _Window(kernel, average.stride, weight, average.activation)
    operators.append(_depthwise(model, subgraph, source, target, window))
    if reshapes:
        operators.append(make_reshape(model, subgraph, target, result))
    return operators


def _halve(model: Model, subgraph: Subgraph, source: int, operators: list[Operator]) -> int:
    _, height, width, _ = tensor_shape(subgraph.tensors[source])
    source = add_padding(
        model, subgraph, source, [height + height % 2, width + width % 2], operators
    )
    shape = _pooled_shape(subgraph, source, _HALF, _HALF)
    result = add_tensor(subgraph, source, "half", shape)
    window = _Window(_HALF, _HALF, 1 / 4, activation=0)
    operators.append(_depthwise(model, subgraph, source, result, window))
    return result


def _pooled_shape(subgraph: Subgraph, source: int, kernel: int, stride: int) -> list[int]:
    batch, height, width, channels = tensor_shape(subgraph.tensors[source])
    rows, columns = ((size - kernel) // stride + 1 for size in (height, width))
    return [batch, rows, columns, channels]


@dataclass(frozen=True)
class _Window:
    """A square depthwise convolution without padding, all of whose weights stand for `weight`."""

    kernel: int
    stride: int
    weight: float
    activation: int


def _depthwise(
    model: Model, subgraph: Subgraph, source: int, target: int, window: _Window
) -> Operator:
    options = schema.DepthwiseConv2DOptionsT()
    options.padding = schema.Padding.VALID
    options.strideH = options.strideW = window.stride
    options.dilationHFactor = options.dilationWFactor = options.depthMultiplier = 1
    options.fusedActivationFunction = window.activation
    inputs = [source, *_constants(model, subgraph, source, target, window)]
    return make_operator(model, subgraph, "DEPTHWISE_CONV_2D", inputs, [target], options)


def _transpose(
    model: Model, subgraph: Subgraph, source: int, order: list[int], operators: list[Operator]
) -> int:
    shape = tensor_shape(subgraph.tensors[source])
    result = add_tensor(subgraph, source, "nhwc", [shape[axis] for axis in order])
    name = f"{text(subgraph.tensors[result].name)}/order"
    constant_order = add_constant(model, subgraph, name, np.array(order, np.int32))
    options = schema.TransposeOptionsT()
    inputs = [source, constant_order]
    operators.append(make_operator(model, subgraph, "TRANSPOSE", inputs, [result], options))
    return result


def _constants(
    model: Model, subgraph: Subgraph, source: int, target: int, window: _Window
) -> list[int]:
    tensor = subgraph.tensors[source]
    channels = tensor_shape(tensor)[-1]
    scale, _ = find_scale(tensor) or (1.0, 0)
    weight_scale = np.float32(window.weight / _WEIGHT)
    weights = np.full((1, window.kernel, window.kernel, channels), _WEIGHT, EIGHT_BIT[tensor.type])
    bias = np.zeros(channels, np.int32)
    name = text(subgraph.tensors[target].name)
    return [
        add_quantized_constant(
            model, subgraph, f"{name}/{part}", values, make_quantization(np.float32(part_scale))
        )
        for part, values, part_scale in (
            ("equal", weights, weight_scale),
            ("no_bias", bias, np.float32(scale) * weight_scale),
        )
    ]
