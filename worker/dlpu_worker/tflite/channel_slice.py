"""Some of the channels that a convolution or dense layer makes, by a layer of their own."""

from __future__ import annotations

import copy
import re

import numpy as np

from dlpu_worker.failure import user_failure
from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    add_constant,
    constant,
    operator_name,
    tensor_shape,
    text,
)

_LAYERS = {"CONV_2D", "FULLY_CONNECTED"}  # Their weights have the output channels first.
_SLICE = re.compile(r"(.+)\[(\d+):(\d+)\]")


def parse_slice(name: str) -> tuple[str, int, int] | None:
    """`head[0:4]` as `("head", 0, 4)`: channels 0 to 3; None for a name without a slice."""
    found = _SLICE.fullmatch(name)
    return None if found is None else (found[1], int(found[2]), int(found[3]))


def slice_layer(model: Model, index: int, first: int, last: int, name: str) -> int:
    """A new tensor `name` with the channels `first` to `last` - 1 of a layer's result.

    Fails for the user where no convolution or dense layer makes it, or it has fewer channels.
    """
    subgraph = model.subgraphs[0]
    result = subgraph.tensors[index]
    layer = next(op for op in subgraph.operators if index in map(int, op.outputs))
    kind = operator_name(model, layer)
    *sizes, channels = tensor_shape(result) or [0]
    if kind not in _LAYERS or not first < last <= channels:
        raise user_failure(
            "no-such-channels",
            f"{name} cannot be cut: {text(result.name)} has {channels} channels, made by {kind}",
            "Name channels of a CONV_2D or FULLY_CONNECTED, the first one counted as 0.",
        )
    part = copy.copy(result)
    part.name, part.shape = name.encode(), np.array([*sizes, last - first], np.int32)
    part.shapeSignature = None
    subgraph.tensors.append(part)
    place = len(subgraph.tensors) - 1
    operator = _part_of(model, layer, first, last)
    operator.outputs = [place]
    subgraph.operators.insert(subgraph.operators.index(layer), operator)
    return place


def _part_of(model: Model, layer: Operator, first: int, last: int) -> Operator:
    subgraph = model.subgraphs[0]
    operator = copy.copy(layer)
    source, *parameters = map(int, layer.inputs)
    operator.inputs = [source]
    for parameter in parameters:
        values = constant(model, subgraph.tensors[parameter]) if parameter >= 0 else None
        kept = parameter
        if values is not None:
            name = f"{text(subgraph.tensors[parameter].name)}[{first}:{last}]"
            kept = add_constant(model, subgraph, name, values[first:last])
        operator.inputs.append(kept)
    return operator
