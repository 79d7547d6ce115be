"""How many samples a search can afford, from the model's size alone.

A clock would make the choice, and so the built file, depend on what else the machine does.
"""

from __future__ import annotations

import numpy as np

from dlpu_worker.rescue.layers import Layer
from dlpu_worker.tflite.flatbuffer import Model, tensor_shape

_MACS_A_SECOND = 5e9
_VALUES_A_SECOND = 1e8
"""Of an older two-core machine that also keeps every activation."""
_FEWEST = 8


def affordable_samples(model: Model, layers: list[Layer], seconds: float) -> int:
    """Samples that a pass over the float model takes about `seconds` for; never under 8."""
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
    cost = macs / _MACS_A_SECOND + values / _VALUES_A_SECOND
    return max(_FEWEST, int(seconds / max(cost, 1e-9)))
