"""Grouped CONV_2D in terms that runtimes and accelerators from before TensorFlow Lite 2.9 have.

One input channel a group is a DEPTHWISE_CONV_2D. Other groups become SPLIT, a CONV_2D each, and
CONCATENATION; every part keeps the scales of the whole, so that nothing is rounded twice.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.graph import (
    add_quantized_constant,
    add_tensor,
    describe_operator,
    is_eight_bit,
    make_operator,
    make_quantization,
    replace_operator,
)
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    Subgraph,
    add_constant,
    constant,
    tensor_shape,
    text,
)

_CHANNELS = 3


def split_groups(model: Model, scope: Scope) -> list[str]:
    """Rewrite each grouped CONV_2D with constant weights."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model, "CONV_2D"):
        source, weights = (subgraph.tensors[int(index)] for index in operator.inputs[:2])
        if not is_eight_bit(source) or constant(model, weights) is None:
            continue
        channels, group_channels = tensor_shape(source)[-1], tensor_shape(weights)[-1]
        groups = channels // group_channels
        if groups < 2:
            continue
        described = describe_operator(model, subgraph, operator)
        if group_channels == 1:
            new = [_as_depthwise(model, subgraph, operator)]
            lines.append(f"{described}: {groups} channels as DEPTHWISE_CONV_2D")
        else:
            new = _as_parts(model, subgraph, operator, groups)
            lines.append(f"{described}: {groups} groups")
        replace_operator(subgraph, operator, new)
    return lines


def _as_depthwise(model: Model, subgraph: Subgraph, operator: Operator) -> Operator:
    source, weights, *bias = map(int, operator.inputs)
    tensor = subgraph.tensors[weights]
    values = np.transpose(_constant(model, subgraph, weights), (3, 1, 2, 0))
    quantization = tensor.quantization
    if quantization is not None and quantization.scale is not None and len(quantization.scale) > 1:
        quantization = make_quantization(quantization.scale, 0, _CHANNELS)
    name = f"{text(tensor.name)}/depthwise"
    constants = [add_quantized_constant(model, subgraph, name, values, quantization), *bias]
    old, options = operator.builtinOptions, schema.DepthwiseConv2DOptionsT()
    for field in ("padding", "strideH", "strideW", "dilationHFactor", "dilationWFactor"):
        setattr(options, field, getattr(old, field))
    options.fusedActivationFunction = old.fusedActivationFunction
    options.depthMultiplier = values.shape[_CHANNELS] // tensor_shape(subgraph.tensors[source])[-1]
    outputs = list(map(int, operator.outputs))
    return make_operator(
        model, subgraph, "DEPTHWISE_CONV_2D", [source, *constants], outputs, options
    )


def _as_parts(model: Model, subgraph: Subgraph, operator: Operator, groups: int) -> list[Operator]:
    source, result = int(operator.inputs[0]), int(operator.outputs[0])
    parts = _parts(subgraph, source, groups)
    results = _parts(subgraph, result, groups)
    name = f"{text(subgraph.tensors[result].name)}/axis"
    axis = add_constant(model, subgraph, name, np.array(_CHANNELS, np.int32))
    split = schema.SplitOptionsT()
    split.numSplits = groups
    join = schema.ConcatenationOptionsT()
    join.axis = _CHANNELS
    slices = [_slices(model, subgraph, int(index), groups) for index in operator.inputs[1:]]
    convolutions = [
        make_operator(
            model,
            subgraph,
            "CONV_2D",
            [part, *(values[group] for values in slices)],
            [results[group]],
            operator.builtinOptions,
        )
        for group, part in enumerate(parts)
    ]
    return [
        make_operator(model, subgraph, "SPLIT", [axis, source], parts, split),
        *convolutions,
        make_operator(model, subgraph, "CONCATENATION", results, [result], join),
    ]


def _parts(subgraph: Subgraph, index: int, groups: int) -> list[int]:
    *sizes, channels = tensor_shape(subgraph.tensors[index])
    shape = [*sizes, channels // groups]
    return [add_tensor(subgraph, index, f"group{group}", shape) for group in range(groups)]


def _slices(model: Model, subgraph: Subgraph, index: int, groups: int) -> list[int]:
    """Weights or bias along their first axis, each part with its own scales."""
    if index < 0:
        return [index] * groups
    tensor = subgraph.tensors[index]
    parts = np.split(_constant(model, subgraph, index), groups)
    quantizations = _split_quantization(tensor.quantization, groups)
    return [
        add_quantized_constant(
            model, subgraph, f"{text(tensor.name)}/group{group}", part, quantization
        )
        for group, (part, quantization) in enumerate(zip(parts, quantizations, strict=True))
    ]


def _split_quantization(
    whole: schema.QuantizationParametersT | None, groups: int
) -> Sequence[schema.QuantizationParametersT | None]:
    """The scales of each part along the first axis; one scale serves them all."""
    if whole is None or whole.scale is None:
        return [None] * groups
    zero_points = 0 if whole.zeroPoint is None else whole.zeroPoint
    zero_points = np.broadcast_to(zero_points, whole.scale.shape)
    if len(whole.scale) == 1:
        return [make_quantization(whole.scale, zero_points) for _ in range(groups)]
    pairs = zip(np.split(whole.scale, groups), np.split(zero_points, groups), strict=True)
    return [make_quantization(*pair) for pair in pairs]


def _constant(model: Model, subgraph: Subgraph, index: int) -> np.ndarray:
    values = constant(model, subgraph.tensors[index])
    if values is None:
        raise ValueError("weights and biases of a grouped convolution must be constant")
    return values
