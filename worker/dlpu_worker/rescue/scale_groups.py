"""Which channels of which tensors can be scaled together without changing the function.

Dividing a channel by s before an operator that is linear in it, and multiplying it by s in the
layers that read it, changes nothing. Convolutions and fully connected layers absorb a scale on
either side; ReLUs, pools, padding, concatenation and additions pass it on. So the channels fall
into groups that share one scale; a group that reaches anything else keeps the scale 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.rescue.layers import Layer, activation_of
from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    constant,
    operator_name,
    tensor_shape,
)

_SAME_CHANNELS = {
    "AVERAGE_POOL_2D",
    "LEAKY_RELU",
    "MAX_POOL_2D",
    "RELU",
    "RELU6",
    "RESIZE_BILINEAR",
    "RESIZE_NEAREST_NEIGHBOR",
}
_PICKS_VALUES = {"MAX_POOL_2D", "PAD", "RELU", "RELU6", "RESHAPE", "RESIZE_NEAREST_NEIGHBOR"}
_ACTIVATION = schema.ActivationFunctionType
_PASSED_ON = {_ACTIVATION.NONE, _ACTIVATION.RELU, _ACTIVATION.RELU6}


@dataclass
class ScaleGroups:
    """`of[tensor]` numbers the group of each of its channels; `fixed` groups keep their scale."""

    of: dict[int, np.ndarray]
    fixed: np.ndarray
    clipped_at_6: list[int]
    """Tensors that a ReLU6 makes: their scaled channels must stay below it."""
    requantized: list[int]
    """Tensors whose values are rounded anew, rather than picked from the operator's input."""


def find_scale_groups(model: Model, layers: list[Layer]) -> ScaleGroups:
    """Group the channels (last axis) of all float activations."""
    subgraph = model.subgraphs[0]
    finder = _Finder(model)
    by_operator = {id(layer.operator): layer for layer in layers}
    for index in (*subgraph.inputs, *subgraph.outputs):
        finder.fix(int(index))
    for operator in subgraph.operators:
        if id(operator) in by_operator:
            finder.add_activation(operator)
            finder.requantized.append(int(operator.outputs[0]))
        else:
            finder.add(operator)
    return finder.result()


class _Finder:
    def __init__(self, model: Model) -> None:
        self._model = model
        self._tensors = model.subgraphs[0].tensors
        self._first: dict[int, int] = {}
        self._parent: list[int] = []
        self._fixed: set[int] = set()
        self._clipped: list[int] = []
        self.requantized: list[int] = []

    def result(self) -> ScaleGroups:
        roots = np.array([self._root(node) for node in range(len(self._parent))], dtype=int)
        names, groups = np.unique(roots, return_inverse=True)
        fixed = np.zeros(len(names), bool)
        fixed[groups[sorted(self._fixed)]] = True
        of = {
            index: groups[first : first + self._size(index)] for index, first in self._first.items()
        }
        return ScaleGroups(of, fixed, self._clipped, self.requantized)

    def add(self, operator: Operator) -> None:
        """Join what the operator passes on, fix what it does not."""
        kind = operator_name(self._model, operator)
        sources = [int(i) for i in operator.inputs if i >= 0 and not self._is_constant(int(i))]
        results = [int(i) for i in operator.outputs]
        if activation_of(operator) in _PASSED_ON and self._passes_on(kind, operator, sources):
            self.add_activation(operator)
            if kind not in _PICKS_VALUES:
                self.requantized.append(results[0])
            if kind == "RELU6":
                self._clipped.append(results[0])
            if kind == "CONCATENATION":
                self._concatenate(sources, results[0])
            else:
                for source in sources:
                    self._join(source, 0, results[0], 0, self._size(source))
            return
        for index in (*sources, *results):
            self.fix(index)

    def add_activation(self, operator: Operator) -> None:
        """Take note of a fused activation function; one that bends the scale fixes its result."""
        result, activation = int(operator.outputs[0]), activation_of(operator)
        if activation == _ACTIVATION.RELU6:
            self._clipped.append(result)
        if activation not in _PASSED_ON:
            self.fix(result)
        for index in (int(operator.inputs[0]), result):
            self._nodes(index)

    def fix(self, index: int) -> None:
        """Keep the scale of all channels of a tensor."""
        first = self._nodes(index)
        self._fixed.update(range(first, first + self._size(index)))

    def _passes_on(self, kind: str, operator: Operator, sources: list[int]) -> bool:
        result = int(operator.outputs[0])
        shapes = [tensor_shape(self._tensors[index]) for index in (*sources, result)]
        if not sources or min(map(len, shapes)) < 2:
            return False
        if kind in _SAME_CHANNELS:
            return True
        if kind == "PAD":
            amounts = constant(self._model, self._tensors[operator.inputs[1]])
            return amounts is not None and not amounts[-1].any()
        if kind == "MEAN":
            axes = constant(self._model, self._tensors[operator.inputs[1]])
            channel = len(shapes[0]) - 1
            return axes is not None and not np.isin(axes, (channel, -1)).any()
        if kind == "RESHAPE":
            return shapes[0][-1] == shapes[-1][-1]
        if kind == "ADD":
            return len(sources) == 2 and shapes[0] == shapes[1]
        if kind == "CONCATENATION":
            rank = len(shapes[-1])
            return operator.builtinOptions.axis in (rank - 1, -1) and len(sources) == len(
                operator.inputs
            )
        return False

    def _concatenate(self, sources: list[int], result: int) -> None:
        offset = 0
        for source in sources:
            self._join(source, 0, result, offset, self._size(source))
            offset += self._size(source)

    def _join(self, left: int, left_start: int, right: int, right_start: int, count: int) -> None:
        left_first, right_first = self._nodes(left) + left_start, self._nodes(right) + right_start
        for step in range(count):
            self._parent[self._root(left_first + step)] = self._root(right_first + step)

    def _nodes(self, index: int) -> int:
        if index not in self._first:
            self._first[index] = len(self._parent)
            size = self._size(index)
            self._parent.extend(range(len(self._parent), len(self._parent) + size))
        return self._first[index]

    def _root(self, node: int) -> int:
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def _size(self, index: int) -> int:
        shape = tensor_shape(self._tensors[index])
        return shape[-1] if shape else 1

    def _is_constant(self, index: int) -> bool:
        return constant(self._model, self._tensors[index]) is not None
