"""What an 8-bit PAD or PADV2 fills, and with what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlpu_worker.legalize.graph import EIGHT_BIT, find_scale
from dlpu_worker.tflite.flatbuffer import Model, Operator, Subgraph, constant, operator_name


@dataclass(frozen=True)
class Padding:
    """A PAD or PADV2 of a picture: amounts of shape [4, 2], and the integer that fills."""

    amounts: np.ndarray
    value: int
    zero_point: int
    lowest: int


def find_padding(model: Model, subgraph: Subgraph, operator: Operator) -> Padding | None:
    """What an 8-bit PAD or PADV2 does; None where its scale changes or operands are computed."""
    source, result = (subgraph.tensors[int(i)] for i in (operator.inputs[0], operator.outputs[0]))
    amounts = constant(model, subgraph.tensors[int(operator.inputs[1])])
    scale = find_scale(source)
    if amounts is None or amounts.shape != (4, 2) or source.type not in EIGHT_BIT:
        return None
    if scale is None or scale != find_scale(result):
        return None
    value = scale[1]
    if operator_name(model, operator) == "PADV2":
        given = constant(model, subgraph.tensors[int(operator.inputs[2])])
        if given is None or given.size != 1:
            return None
        value = int(given.reshape(-1)[0])
    return Padding(amounts, value, scale[1], int(np.iinfo(EIGHT_BIT[source.type]).min))
