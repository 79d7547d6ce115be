"""Every layer of an integer model against the float model it was made from, on a few samples."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlpu_worker.layers.match import find_requantized, match_tensors
from dlpu_worker.layers.runs import LayerRuns
from dlpu_worker.layers.sums import LayerSums
from dlpu_worker.layers.weights import (
    ChannelWeights,
    channel_weights,
    has_one_weight_scale,
)
from dlpu_worker.steps import Progress
from dlpu_worker.tflite.flatbuffer import Model, operator_name, read_model, text

_FEWEST_SAMPLES = 4
_MOST_VALUES = 1e8
"""Activations to look at in all, which takes a few seconds."""


@dataclass(frozen=True)
class MeasuredLayer:
    """An operator of the integer file whose result the float model has too."""

    index: int
    kind: str
    name: str
    """The float model's name of the result."""
    sources: list[int]
    """Operators whose results it reads."""
    sums: LayerSums
    weights: ChannelWeights | None
    one_weight_scale: bool


@dataclass(frozen=True)
class Measured:
    """`operators` is how many the file has, `matched` of how many the result was found."""

    layers: list[MeasuredLayer]
    operators: int
    matched: int
    samples: int


def measure_layers(
    float_path: Path, integer_path: Path, stores: list[np.ndarray], limit: int, progress: Progress
) -> Measured:
    """Run both on up to `limit` samples, spread over the store; layers in the file's order."""
    floats, integers = read_model(float_path), read_model(integer_path)
    matches = match_tensors(floats, integers)
    runs = LayerRuns(float_path, integer_path, matches, find_requantized(integers, matches))
    size = sum(_size(runs, index) for index in matches)
    rows = _spread_rows(min(len(stores[0]), limit), len(stores[0]), size)
    sums: dict[int, LayerSums] = {}
    for done, row in enumerate(rows):
        progress("layers", done, len(rows))
        for index, values in runs.on_sample([store[row] for store in stores]):
            sums.setdefault(index, LayerSums(runs.infos[index])).add(values)
    operators = integers.subgraphs[0].operators
    matched = sum(int(operator.outputs[0]) in matches for operator in operators)
    layers = _describe(floats, integers, matches, sums)
    return Measured(layers, len(operators), matched, len(rows))


def _describe(
    floats: Model, integers: Model, matches: dict[int, int], sums: dict[int, LayerSums]
) -> list[MeasuredLayer]:
    weights = channel_weights(floats)
    operators = integers.subgraphs[0].operators
    makers = {int(operator.outputs[0]): place for place, operator in enumerate(operators)}
    return [
        MeasuredLayer(
            index=place,
            kind=operator_name(integers, operator),
            name=text(floats.subgraphs[0].tensors[matches[result]].name),
            sources=[makers[int(i)] for i in operator.inputs if int(i) in makers],
            sums=sums[result],
            weights=weights.get(matches[result]),
            one_weight_scale=has_one_weight_scale(integers, operator),
        )
        for place, operator in enumerate(operators)
        if (result := int(operator.outputs[0])) in sums
    ]


def _size(runs: LayerRuns, index: int) -> int:
    return int(np.prod(runs.infos[index].shape, dtype=np.int64))


def _spread_rows(wanted: int, stored: int, values_a_sample: int) -> list[int]:
    affordable = int(_MOST_VALUES / max(values_a_sample, 1))
    count = min(wanted, max(affordable, _FEWEST_SAMPLES))
    return np.linspace(0, stored - 1, count).astype(int).tolist()
