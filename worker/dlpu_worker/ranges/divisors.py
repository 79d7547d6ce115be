"""Divisors that 8 bits would round to zero.

The integer kernel of DIV ends the process when a stored divisor stands for zero
(tensorflow/lite/kernels/div.cc, `data[i] != zero_point`), so such a model is refused before.
"""

from __future__ import annotations

import numpy as np

from dlpu_worker.failure import user_failure
from dlpu_worker.ranges.bind import Ranges
from dlpu_worker.tflite.flatbuffer import Model, Tensor, constant, operator_name, text

_STEPS = 255


def require_divisors(model: Model, ranges: Ranges) -> None:
    """Raise a user failure that names the first DIV whose divisor can be stored as zero."""
    subgraph = model.subgraphs[0]
    for operator in subgraph.operators:
        if operator_name(model, operator) != "DIV":
            continue
        divisor = subgraph.tensors[int(operator.inputs[1])]
        reach = _reach(model, divisor, ranges)
        if reach is None or not _holds_zero(*reach):
            continue
        result = text(subgraph.tensors[int(operator.outputs[0])].name)
        raise user_failure(
            "zero-divisor",
            f"DIV {result!r} divides by {text(divisor.name)!r}, whose values from {reach[0]:.3g} to"
            f" {reach[1]:.3g} come so near to zero that 8 bits store them as zero",
            "Multiply by the reciprocal where it is constant, normalize by a square root (rsqrt) or"
            " keep the divisor above 1/255 of its largest value, or end the model before it"
            " with `cut`.",
        )


def _reach(model: Model, divisor: Tensor, ranges: Ranges) -> tuple[float, float] | None:
    """The smallest and the largest value; None where nothing is known."""
    values = constant(model, divisor)
    if values is not None:
        return None if not values.size else (float(values.min()), float(values.max()))
    facts = ranges.get(text(divisor.name))
    if facts is None:
        return None
    return float(np.min(facts["min"])), float(np.max(facts["max"]))


def _holds_zero(low: float, high: float) -> bool:
    """Whether the value nearest to zero is within half a step of it."""
    if low <= 0 <= high:
        return True
    step = max(abs(low), abs(high)) / _STEPS
    return min(abs(low), abs(high)) <= step / 2
