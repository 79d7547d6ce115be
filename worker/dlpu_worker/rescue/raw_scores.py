"""A model that ends before its last sigmoid or softmax.

Behind them a few large values decide the SQNR, so that candidates would be chosen by chance: of a
detector's hundred scores ninety-nine are next to zero. In front of them every value counts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np

from dlpu_worker.tflite.edges import find_producer
from dlpu_worker.tflite.flatbuffer import Model, operator_name, read_model, write_model
from dlpu_worker.tflite.unused import drop_unused

Squash = Literal["LOGISTIC", "SOFTMAX"]
_SQUASHES: dict[str, Squash] = {"LOGISTIC": "LOGISTIC", "SOFTMAX": "SOFTMAX"}
_PASSES_ON = {"RESHAPE", "SQUEEZE", "EXPAND_DIMS"}


def write_with_raw_scores(source: Path, target: Path) -> list[Squash | None]:
    """Write the model with each output that a sigmoid or softmax makes replaced by its input.

    Returns what was taken away, by output.
    """
    model = read_model(source)
    subgraph = model.subgraphs[0]
    found = [_raw(model, int(index)) for index in subgraph.outputs]
    raw = [index for index, _ in found]
    squashes = [squash for _, squash in found]
    if len(set(raw)) == len(raw):
        subgraph.outputs = raw
        for signature in (model.signatureDefs or [])[:1]:
            for entry, index in zip(signature.outputs, raw, strict=True):
                entry.tensorIndex = index
        drop_unused(model)
    else:
        squashes = [None] * len(raw)
    write_model(model, target)
    return squashes


def squashed(values: np.ndarray, squash: Squash) -> np.ndarray:
    """Raw scores as the operator would have given them out; a softmax is over the last axis."""
    if squash == "LOGISTIC":
        return 0.5 + 0.5 * np.tanh(values / 2)
    powers = np.exp(values - values.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _raw(model: Model, index: int) -> tuple[int, Squash | None]:
    """The tensor before the squashing operator; the tensor itself where there is none."""
    subgraph, at = model.subgraphs[0], index
    while (producer := find_producer(subgraph, at)) is not None:
        kind = operator_name(model, producer)
        if kind not in _SQUASHES and kind not in _PASSES_ON:
            break
        at = int(producer.inputs[0])
        if kind in _SQUASHES:
            return (at, _SQUASHES[kind]) if find_producer(subgraph, at) else (index, None)
    return index, None
