"""A model that ends before its last sigmoid or softmax.

Behind them a few large values decide the SQNR, so that candidates would be chosen by chance: of a
detector's hundred scores ninety-nine are next to zero. In front of them every value counts.
"""

from __future__ import annotations

from pathlib import Path

from dlpu_worker.tflite.flatbuffer import Model, Operator, operator_name, read_model, write_model

_SQUASHES = {"LOGISTIC", "SOFTMAX"}
_PASSES_ON = {"RESHAPE", "SQUEEZE", "EXPAND_DIMS"}


def write_with_raw_scores(source: Path, target: Path) -> None:
    """Write the model with each output that a sigmoid or softmax makes replaced by its input."""
    model = read_model(source)
    subgraph = model.subgraphs[0]
    producers = {int(i): operator for operator in subgraph.operators for i in operator.outputs}
    raw = [_raw(model, producers, int(index)) for index in subgraph.outputs]
    if len(set(raw)) == len(raw):
        subgraph.outputs = raw
        for entry, index in zip(model.signatureDefs[0].outputs, raw, strict=True):
            entry.tensorIndex = index
        _drop_unused(model)
    write_model(model, target)


def _raw(model: Model, producers: dict[int, Operator], index: int) -> int:
    """The tensor before the squashing operator; the tensor itself where there is none."""
    at = index
    while (producer := producers.get(at)) is not None:
        kind = operator_name(model, producer)
        if kind not in _SQUASHES | _PASSES_ON:
            break
        at = int(producer.inputs[0])
        if kind in _SQUASHES:
            return at if at in producers else index
    return index


def _drop_unused(model: Model) -> None:
    subgraph = model.subgraphs[0]
    needed, kept = {int(index) for index in subgraph.outputs}, []
    for operator in reversed(subgraph.operators):
        if needed & {int(index) for index in operator.outputs}:
            needed.update(int(index) for index in operator.inputs)
            kept.append(operator)
    subgraph.operators = kept[::-1]
