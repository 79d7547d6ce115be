"""Which values of a tensor the operators that read it can tell apart, and ranges that end there.


Scores are different in one more way: a detector's calibration pictures may lack a large face, and
the range that they show then cuts off the logit of the first one that comes. (YuNet's `obj_32`: 6.5
dB on unseen pictures with the observed range, 17.9 dB with a sigmoid's whole one.) So where a score
is surely 0, or surely 1, on some picture, the range reaches to the other end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from dlpu_worker.ranges.bind import Ranges
from dlpu_worker.tflite.flatbuffer import Model, Operator, operator_name, text


@dataclass(frozen=True)
class Span:
    """From `low` to `high`; to the readers, all values beyond an end are the same."""

    low: float
    high: float
    is_score: bool = False
    """Whether what a sigmoid makes of it is among the network's outputs."""

    def clip(self, values: np.ndarray) -> np.ndarray:
        """The values as the readers see them."""
        return np.clip(values, self.low, self.high)

    def around(self, other: Span) -> Span:
        """What either reader can tell apart."""
        ends = min(self.low, other.low), max(self.high, other.high)
        return Span(*ends, self.is_score or other.is_score)

    def narrow(self, low: float, high: float) -> tuple[float, float]:
        """The part of an observed range that counts; a score's reaches to both ends."""
        if self.is_score and (low <= self.low or high >= self.high):
            return self.low, self.high
        return max(low, self.low), min(high, self.high)


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


SIGMOID = Span(_logit(0.5 / 256), _logit(254.5 / 256))
_READERS = {
    "LOGISTIC": SIGMOID,
    "TANH": Span(-math.atanh(127.5 / 128), math.atanh(126.5 / 128)),
    "RELU": Span(0.0, math.inf),
    "RELU6": Span(0.0, 6.0),
}
_PASSES_ON = {"CONCATENATION", "EXPAND_DIMS", "RESHAPE", "SPLIT", "SQUEEZE", "TRANSPOSE"}
"""Operators whose results are values of their inputs, at the same scale."""


def find_discernible(model: Model) -> dict[int, Span]:
    """By tensor, where all readers are known to see no more than a part of all values."""
    graph = _Readers(model)
    spans = {index: graph.span(index) for index in graph.read}
    return {index: span for index, span in spans.items() if span is not None}


def narrow_ranges(model: Model, ranges: Ranges) -> Ranges:
    """The ranges, each within what its tensor's readers can tell apart."""
    tensors, narrowed = model.subgraphs[0].tensors, dict(ranges)
    for index, span in find_discernible(model).items():
        name = text(tensors[index].name)
        if name not in ranges:
            continue
        low, high = span.narrow(float(ranges[name]["min"].min()), float(ranges[name]["max"].max()))
        if low < high:
            narrowed[name] = {"min": np.array([low]), "max": np.array([high])}
    return narrowed


class _Readers:
    def __init__(self, model: Model) -> None:
        subgraph = model.subgraphs[0]
        self._model = model
        self._outputs = {int(index) for index in subgraph.outputs}
        self.read: dict[int, list[Operator]] = {}
        for operator in subgraph.operators:
            for index in operator.inputs:
                self.read.setdefault(int(index), []).append(operator)

    def span(self, index: int) -> Span | None:
        """Of all readers together; None where one of them sees every value."""
        if index in self._outputs or index not in self.read:
            return None
        seen = [span for reader in self.read[index] for span in self._seen_by(reader)]
        found = [span for span in seen if span is not None]
        return reduce(Span.around, found) if len(found) == len(seen) else None

    def _seen_by(self, reader: Operator) -> list[Span | None]:
        kind, results = operator_name(self._model, reader), [int(i) for i in reader.outputs]
        if kind in _PASSES_ON:
            return [self.span(result) for result in results]
        span = _READERS.get(kind)
        if span is SIGMOID and self._reaches_output(results[0]):
            return [replace(SIGMOID, is_score=True)]
        return [span]

    def _reaches_output(self, index: int) -> bool:
        """Whether a tensor is an output, or becomes a part of one."""
        if index in self._outputs:
            return True
        return any(
            self._reaches_output(int(result))
            for reader in self.read.get(index, [])
            if operator_name(self._model, reader) in _PASSES_ON
            for result in reader.outputs
        )
