"""A QUANTIZE whose scales lie too far apart for the hardware, in two of them.

The scale between is the input's by 64: the first step shifts integers, and what it clips the second
would clip anyway.
"""

from __future__ import annotations

from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.graph import (
    add_tensor,
    describe_operator,
    find_scale,
    is_eight_bit,
    make_operator,
    make_quantization,
    replace_operator,
)
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import Model

_MOST_RATIO = 128
_SHIFT = 64


def requantize_stepwise(model: Model, scope: Scope) -> list[str]:
    """Split each QUANTIZE whose input scale is 128 times the output's or more."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model, "QUANTIZE"):
        source, result = int(operator.inputs[0]), int(operator.outputs[0])
        tensors = [subgraph.tensors[index] for index in (source, result)]
        if not all(map(is_eight_bit, tensors)):
            continue
        (first, _), (last, zero_point) = (find_scale(tensor) or (1.0, 0) for tensor in tensors)
        if first / last < _MOST_RATIO or first / _SHIFT / last >= _MOST_RATIO:
            continue
        lines.append(f"{describe_operator(model, subgraph, operator)}: {first:.4g} to {last:.4g}")
        middle = add_tensor(subgraph, result, "between")
        subgraph.tensors[middle].quantization = make_quantization(first / _SHIFT, zero_point)
        steps = [
            make_operator(model, subgraph, "QUANTIZE", [a], [b], schema.QuantizeOptionsT())
            for a, b in ((source, middle), (middle, result))
        ]
        replace_operator(subgraph, operator, steps)
    return lines
