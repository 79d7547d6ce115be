"""What a search can afford, from the model's size alone.

A clock would make the choice, and so the built file, depend on what else the machine does.
"""

from __future__ import annotations

import numpy as np

from dlpu_worker.rescue.layers import Layer
from dlpu_worker.tflite.flatbuffer import Model, tensor_shape

_MACS_A_SECOND = 1e10
_VALUES_A_SECOND = 1e8
"""Of an older two-core machine that also keeps every activation."""
_FEWEST_SAMPLES = 8
_JOINT_MACS_A_SECOND = 5e9
_WEIGHTS_A_SECOND = 1.6e7
"""Read, changed, written, quantized and read again."""
_DESCENT_WEIGHTS_A_SECOND = 5e8
_FEWEST_STEPS, _MOST_STEPS = 40, 150
_FEWEST_WINDOWS, _MOST_WINDOWS = 4096, 8192


def sample_seconds(model: Model, layers: list[Layer]) -> float:
    """What one sample's pass over the float model takes, its tensors kept and looked at."""
    tensors = model.subgraphs[0].tensors
    macs = sum(
        layer.matrix.size * np.prod(tensor_shape(tensors[layer.result])[1:-1], dtype=float)
        for layer in layers
    )
    values = sum(
        np.prod(tensor_shape(tensors[int(index)]), dtype=float)
        for operator in model.subgraphs[0].operators
        for index in operator.outputs
    )
    return float(macs / _MACS_A_SECOND + values / _VALUES_A_SECOND)


def affordable_samples(each: float, seconds: float) -> int:
    """Samples, of `each` seconds, to learn from and to choose by; never under 8."""
    return max(_FEWEST_SAMPLES, int(seconds / max(each, 1e-9)))


def affordable_candidates(layers: list[Layer], running: float, seconds: float) -> int:
    """Models that can be made, and measured for `running` seconds; 0 where one takes longer."""
    making = sum(layer.matrix.size for layer in layers) / _WEIGHTS_A_SECOND
    return int(seconds / (making + running))


def windows_wanted(layer: Layer) -> int:
    """Windows that the joint moments of a layer's inputs are taken from, over all samples."""
    return int(np.clip(3 * layer.matrix.shape[2], _FEWEST_WINDOWS, _MOST_WINDOWS))


def affordable_layers(layers: list[Layer], seconds: float, times: int) -> set[int]:
    """The results of layers, cheapest first, whose weights can be rounded jointly `times` times."""
    costs = sorted(
        (_joint_macs(layer, times) / _JOINT_MACS_A_SECOND, layer.result) for layer in layers
    )
    spent = np.cumsum([cost for cost, _ in costs])
    return {result for (_, result), until in zip(costs, spent, strict=True) if until <= seconds}


def affordable_descent(layers: list[Layer], seconds: float, times: int) -> int:
    """Steps of the descent that finds channel scales, `times` times; 0 where too few remain."""
    weights = sum(layer.matrix.size for layer in layers)
    steps = int(seconds * _DESCENT_WEIGHTS_A_SECOND / (weights * times))
    return min(steps, _MOST_STEPS) if steps >= _FEWEST_STEPS else 0


def _joint_macs(layer: Layer, times: int) -> float:
    """Of its moments once, and each time of their factor and the rounding itself."""
    groups, outputs, size = layer.matrix.shape
    once, each = windows_wanted(layer) / 2, 1.5 * size + 3 * outputs
    return groups * float(size) ** 2 * (once + times * each)
