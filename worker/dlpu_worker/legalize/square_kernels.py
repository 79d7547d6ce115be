"""Dilated kernels, and depthwise ones of unequal sides, within a larger square kernel of zeros.

An accelerator may take square kernels without gaps only. The added weights stand for zero: they
cost time on it and change no sum. What SAME pads for the larger kernel decides where the old one
lies in it; without padding, the picture gets rows and columns for the zeros to lie on.
"""

from __future__ import annotations

import numpy as np

from dlpu_worker.legalize.graph import (
    add_padding,
    add_quantized_constant,
    describe_operator,
    find_scale,
    is_eight_bit,
    make_operator,
    replace_operator,
)
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    Subgraph,
    constant,
    operator_name,
    tensor_shape,
    text,
)
from dlpu_worker.tflite.windows import CONVOLUTIONS, Window, find_window, same_padding


def use_square_kernels(model: Model, scope: Scope) -> list[str]:
    """Rewrite convolutions with constant weights whose kernel one of the target's sizes covers."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model, *CONVOLUTIONS):
        window = find_window(model, subgraph, operator)
        source, weights = (subgraph.tensors[int(index)] for index in operator.inputs[:2])
        values = constant(model, weights)
        if window is None or values is None or not is_eight_bit(source):
            continue
        kernel = min((size for size in scope.kernels if size >= max(window.size)), default=None)
        if kernel is None or not _needs_it(model, operator, window):
            continue
        described = describe_operator(model, subgraph, operator)
        reach = f"{window.size[0]}x{window.size[1]}"
        lines.append(f"{described}: reaches {reach}, within {kernel}x{kernel}")
        new = _embed(model, subgraph, operator, window, values, kernel)
        replace_operator(subgraph, operator, new)
    return lines


def _needs_it(model: Model, operator: Operator, window: Window) -> bool:
    options = operator.builtinOptions
    if (options.dilationHFactor, options.dilationWFactor) != (1, 1):
        return True
    is_depthwise = operator_name(model, operator) == "DEPTHWISE_CONV_2D"
    return is_depthwise and window.size[0] != window.size[1]


def _embed(
    model: Model,
    subgraph: Subgraph,
    operator: Operator,
    window: Window,
    values: np.ndarray,
    kernel: int,
) -> list[Operator]:
    source, weights, *bias = map(int, operator.inputs)
    options = operator.builtinOptions
    shape = tensor_shape(subgraph.tensors[source])
    square = Window((kernel, kernel), window.stride, window.is_same)
    rows, columns = (0, 0)
    operators: list[Operator] = []
    if window.is_same:
        rows, columns = (
            same_padding(shape, square)[axis][0] - same_padding(shape, window)[axis][0]
            for axis in (1, 2)
        )
    else:
        size = [side + kernel - old for side, old in zip(shape[1:3], window.size, strict=True)]
        source = add_padding(model, subgraph, source, size, operators)
    tensor = subgraph.tensors[weights]
    zero = (find_scale(tensor) or (1.0, 0))[1]
    larger = np.full((values.shape[0], kernel, kernel, values.shape[3]), zero, values.dtype)
    steps = (options.dilationHFactor, options.dilationWFactor)
    last_row, last_column = rows + window.size[0], columns + window.size[1]
    larger[:, rows : last_row : steps[0], columns : last_column : steps[1]] = values
    name = f"{text(tensor.name)}/square"
    new = add_quantized_constant(model, subgraph, name, larger, tensor.quantization)
    options.dilationHFactor = options.dilationWFactor = 1
    inputs, outputs = [source, new, *bias], list(map(int, operator.outputs))
    kind = operator_name(model, operator)
    return [*operators, make_operator(model, subgraph, kind, inputs, outputs, options)]
