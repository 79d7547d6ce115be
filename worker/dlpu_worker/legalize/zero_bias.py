"""A bias of zeros for layers that have none, which some runtimes and accelerators insist on."""

from __future__ import annotations

import numpy as np

from dlpu_worker.legalize.graph import (
    add_quantized_constant,
    describe_operator,
    find_scale,
    is_eight_bit,
    make_quantization,
)
from dlpu_worker.legalize.operator_versions import find_needed_version, set_version
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import Model, tensor_shape

_CHANNEL_AXIS = {"CONV_2D": 0, "DEPTHWISE_CONV_2D": 3, "FULLY_CONNECTED": 0}


def add_zero_bias(model: Model, scope: Scope) -> list[str]:
    """Add a bias to each convolution and dense layer without one."""
    subgraph = model.subgraphs[0]
    lines = []
    for name, axis in _CHANNEL_AXIS.items():
        for operator in scope.select(model, name):
            inputs = list(map(int, operator.inputs))
            if len(inputs) > 2 and inputs[2] >= 0:
                continue
            source, weights = (subgraph.tensors[index] for index in inputs[:2])
            scales = weights.quantization.scale if weights.quantization else None
            if not is_eight_bit(source) or scales is None:
                continue
            described = describe_operator(model, subgraph, operator)
            scale, _ = find_scale(source) or (1.0, 0)
            quantization = make_quantization(np.float32(scale) * np.asarray(scales, np.float32))
            bias = np.zeros(tensor_shape(weights)[axis], np.int32)
            added = add_quantized_constant(
                model, subgraph, f"{described}/no_bias", bias, quantization
            )
            operator.inputs = [*inputs[:2], added]
            needed = find_needed_version(model, subgraph, operator)
            if needed is not None:
                set_version(model, operator, needed)
            lines.append(described)
    return lines
