"""Outputs that are choices, not quantities: indices of a best value, and rows that a TopK ranked.

Two values that nearly tie exchange places from one right runtime to the next. So an index is right
where the score that it points at ties with the best one, and ranked rows are compared as a set.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import onnx
from onnx import helper, shape_inference

_ARG = {"ArgMax": 1.0, "ArgMin": -1.0}
_RANKING = {"TopK", "NonMaxSuppression"}
_KEEPS_VALUES = {"Cast", "Squeeze", "Unsqueeze", "Reshape", "Flatten", "Identity"}


@dataclass(frozen=True)
class BestIndex:
    """An output of positions along `axis` of `scores`, of the largest (sign 1) or smallest."""

    scores: str
    axis: int
    sign: float


@dataclass(frozen=True)
class Choices:
    """By position of the output: the index that it is, or the rankings that it comes from.

    `row_counts` are how many candidates rankings keep, where that is known.
    """

    indices: dict[int, BestIndex] = field(default_factory=dict)
    ranked: dict[int, frozenset[str]] = field(default_factory=dict)
    row_counts: frozenset[int] = frozenset()

    @property
    def scores(self) -> list[str]:
        """Tensors that the indices point into, each once."""
        return list(dict.fromkeys(index.scores for index in self.indices.values()))


def find_choices(model: onnx.ModelProto) -> Choices:
    """The outputs of a model that are choices."""
    producers = {name: node for node in model.graph.node for name in node.output}
    rankings = _rankings_behind(model)
    choices = Choices(row_counts=_row_counts(model))
    for position, output in enumerate(model.graph.output):
        index = _best_index(output.name, producers)
        if index is not None:
            choices.indices[position] = index
        elif rankings.get(output.name):
            choices.ranked[position] = rankings[output.name]
    return choices


def with_scores(model: onnx.ModelProto, choices: Choices) -> onnx.ModelProto:
    """The model with the scores that indices point into as further outputs."""
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    known = {output.name for output in model.graph.output}
    added = [name for name in choices.scores if name not in known]
    watched.graph.output.extend(map(helper.make_empty_tensor_value_info, added))
    return watched


def _best_index(name: str, producers: dict[str, onnx.NodeProto]) -> BestIndex | None:
    node = producers.get(name)
    while node is not None and node.op_type in _KEEPS_VALUES:
        node = producers.get(node.input[0])
    if node is None or node.op_type not in _ARG:
        return None
    axis = next((entry.i for entry in node.attribute if entry.name == "axis"), 0)
    return BestIndex(node.input[0], axis, _ARG[node.op_type])


def _rankings_behind(model: onnx.ModelProto) -> dict[str, frozenset[str]]:
    """By tensor: the ranking nodes that it is computed from; nodes stand in order."""
    found: dict[str, frozenset[str]] = {}
    for node in model.graph.node:
        behind = frozenset().union(*(found.get(name, frozenset()) for name in node.input))
        if node.op_type in _RANKING:
            behind |= {node.output[0]}
        found.update(dict.fromkeys(node.output, behind))
    return found


def _row_counts(model: onnx.ModelProto) -> frozenset[int]:
    known = {value.name: value for value in shape_inference.infer_shapes(model).graph.value_info}
    counts = set()
    for node in model.graph.node:
        value = known.get(node.output[0]) if node.op_type == "TopK" else None
        if value is not None and value.type.tensor_type.shape.dim:
            axis = next((entry.i for entry in node.attribute if entry.name == "axis"), -1)
            counts.add(value.type.tensor_type.shape.dim[axis].dim_value)
    return frozenset(counts - {0, 1})


def index_strain(
    index: BestIndex, scores: np.ndarray, given: np.ndarray, allowance: float
) -> float:
    """How far the scores that indices point at are below the best, as a share of `allowance`."""
    ranked = scores.astype(np.float64) * index.sign
    best = ranked.max(axis=index.axis, keepdims=True)
    places = given.astype(np.int64).reshape(best.shape)
    if places.min(initial=0) < 0 or places.max(initial=0) >= ranked.shape[index.axis]:
        return float("inf")
    chosen = np.take_along_axis(ranked, places, axis=index.axis)
    return float((best - chosen).max(initial=0)) / allowance


def rows_of(outputs: list[np.ndarray], row_counts: frozenset[int]) -> np.ndarray | None:
    """Ranked outputs side by side, one row a candidate; None where their rows do not meet."""
    parts = [_rows(values.astype(np.float64), row_counts) for values in outputs]
    same = len({len(part) for part in parts}) == 1
    return np.concatenate(parts, axis=1) if same else None


def _rows(values: np.ndarray, row_counts: frozenset[int]) -> np.ndarray:
    """Candidates lie along the axis of their number, else the last but one."""
    axis = next((n for n, size in enumerate(values.shape) if size in row_counts), None)
    if axis is None:
        axis = max(values.ndim - 2, 0)
    return np.moveaxis(values, axis, 0).reshape(values.shape[axis] if values.ndim else 1, -1)


def count_missing(expected: np.ndarray, given: np.ndarray, tolerance: float) -> int:
    """How many rows have no partner that is as close as `tolerance` of each column's largest."""
    scale = np.maximum(np.abs(expected).max(axis=0, initial=0), tolerance)
    free, missing = np.ones(len(given), bool), 0
    for row in expected:
        close = free & (np.abs(given - row) <= tolerance * scale).all(axis=1)
        if close.any():
            free[int(close.argmax())] = False
        else:
            missing += 1
    return missing
