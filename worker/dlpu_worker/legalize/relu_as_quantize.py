"""A ReLU of its own whose output has another scale, as QUANTIZE.

With its output's zero point at the least integer, what is negative ends there by saturation:
QUANTIZE computes the same. Arm's library wants equal scales around a ReLU and none around QUANTIZE.
"""

from __future__ import annotations

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.graph import (
    EIGHT_BIT,
    describe_operator,
    find_scale,
    is_eight_bit,
    make_operator,
    replace_operator,
)
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import Model, Tensor, operator_name

_CEILINGS = {"RELU": np.inf, "RELU6": 6.0}


def use_quantize_for_relu(model: Model, scope: Scope) -> list[str]:
    """Rewrite RELU, and RELU6 where the output's range ends at 6 or below."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model, *_CEILINGS):
        source, result = int(operator.inputs[0]), int(operator.outputs[0])
        tensors = [subgraph.tensors[index] for index in (source, result)]
        ceiling = _CEILINGS[operator_name(model, operator)]
        if not all(map(is_eight_bit, tensors)) or not _saturates(tensors[1], ceiling):
            continue
        lines.append(describe_operator(model, subgraph, operator))
        options = schema.QuantizeOptionsT()
        new = make_operator(model, subgraph, "QUANTIZE", [source], [result], options)
        replace_operator(subgraph, operator, [new])
    return lines


def _saturates(result: Tensor, ceiling: float) -> bool:
    scale, zero_point = find_scale(result) or (1.0, 0)
    limits = np.iinfo(EIGHT_BIT[result.type])
    steps = limits.max - limits.min
    return zero_point == limits.min and (ceiling == np.inf or round(ceiling / scale) >= steps)
