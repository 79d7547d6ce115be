"""Exactly equal scales around operators that only move or select values.

Their kernels copy integers and look at one scale only, so files get away with a last digit that
differs. Arm's library compares exactly.
"""

from __future__ import annotations

from dlpu_worker.legalize.graph import describe_operator, find_scale
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import Model

_COPIES = {
    **dict.fromkeys(["MAX_POOL_2D", "AVERAGE_POOL_2D", "PAD", "TRANSPOSE", "DEPTH_TO_SPACE"], 0),
    **{"SPLIT": 1, "SPLIT_V": 0, "RESHAPE": 0, "RESIZE_NEAREST_NEIGHBOR": 0},
}
"""Position of the data among the inputs."""
_RELATIVE_GAP = 1e-3


def tie_quantization(model: Model, scope: Scope) -> list[str]:
    """Give outputs the scale of their input where both are the same but for a last digit."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model, *_COPIES):
        name = describe_operator(model, subgraph, operator)
        source = subgraph.tensors[int(operator.inputs[_COPIES[name.split()[0]]])]
        scale = find_scale(source)
        for index in map(int, operator.outputs):
            other = find_scale(subgraph.tensors[index])
            if scale is None or other is None or scale == other or scale[1] != other[1]:
                continue
            if abs(scale[0] - other[0]) > _RELATIVE_GAP * scale[0]:
                continue
            subgraph.tensors[index].quantization = source.quantization
            lines.append(f"{name}: {other[0]:.9g} to {scale[0]:.9g}")
    return lines
