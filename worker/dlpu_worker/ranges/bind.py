"""Ranges that operators outside the quantizer's list bind together.

Bound before quantization, both sides get one scale, and no requantization stands between them.
"""

from __future__ import annotations

import numpy as np

from dlpu_worker.islands.kernels import KNOWN_TO_CONVERTER, Quantization
from dlpu_worker.tflite.flatbuffer import Model, Operator, constant, operator_name, text

Ranges = dict[str, dict[str, np.ndarray]]
"""By tensor name: `min` and `max`."""


def bind_ranges(model: Model, ranges: Ranges) -> Ranges:
    """The ranges with every result at the scale that its operator's int8 kernel demands."""
    subgraph = model.subgraphs[0]
    bound = dict(ranges)
    for operator in subgraph.operators:
        kernel = KNOWN_TO_CONVERTER.get(operator_name(model, operator))
        if kernel is None:
            continue
        names = [text(subgraph.tensors[int(index)].name) for index in operator.outputs]
        source = text(subgraph.tensors[int(operator.inputs[0])].name)
        if kernel.result == "as input" and source in bound:
            bound.update({name: bound[source] for name in names if name in bound})
        elif isinstance(kernel.result, Quantization) and names[0] in bound:
            bound[names[0]] = _span(kernel.result)
        elif kernel.result == "as result" and names[0] in bound:
            bound.update({name: bound[names[0]] for name in _own_inputs(model, operator, bound)})
    return bound


def _span(quantization: Quantization) -> dict[str, np.ndarray]:
    ends = (np.array([-128.0, 127.0]) - quantization.zero_point) * quantization.scale
    return {"min": ends[:1], "max": ends[1:]}


def _own_inputs(model: Model, operator: Operator, ranges: Ranges) -> list[str]:
    """Computed inputs that nothing else reads."""
    subgraph = model.subgraphs[0]
    read = [int(i) for other in subgraph.operators for i in other.inputs]
    read += [int(index) for index in subgraph.outputs]
    tensors = {int(index): subgraph.tensors[int(index)] for index in operator.inputs}
    return [
        name
        for index, tensor in tensors.items()
        if read.count(index) == 1
        and constant(model, tensor) is None
        and (name := text(tensor.name)) in ranges
    ]
