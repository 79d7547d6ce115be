"""Removes what nothing refers to any more.

An operator code that no operator uses must go too: older runtimes refuse a file for any code that they lack.
"""

from __future__ import annotations

import numpy as np

from dlpu_worker.tflite.flatbuffer import Model, Subgraph


def prune(model: Model) -> None:
    """Drop unused tensors, buffers and operator codes of a model with one subgraph."""
    subgraph = model.subgraphs[0]
    _prune_codes(model, subgraph)
    _prune_tensors(model, subgraph)
    _prune_buffers(model, subgraph)


def _prune_codes(model: Model, subgraph: Subgraph) -> None:
    kept = sorted({op.opcodeIndex for op in subgraph.operators})
    new = {old: index for index, old in enumerate(kept)}
    model.operatorCodes = [model.operatorCodes[old] for old in kept]
    for operator in subgraph.operators:
        operator.opcodeIndex = new[operator.opcodeIndex]


def _prune_tensors(model: Model, subgraph: Subgraph) -> None:
    used = {int(index) for index in (*subgraph.inputs, *subgraph.outputs)}
    for operator in subgraph.operators:
        parts = (operator.inputs, operator.outputs, operator.intermediates)
        used |= {int(index) for part in parts if part is not None for index in part if index >= 0}
    new = {old: index for index, old in enumerate(sorted(used))}
    subgraph.tensors = [subgraph.tensors[old] for old in sorted(used)]
    subgraph.inputs, subgraph.outputs = _map(subgraph.inputs, new), _map(subgraph.outputs, new)
    for operator in subgraph.operators:
        operator.inputs, operator.outputs = _map(operator.inputs, new), _map(operator.outputs, new)
        if operator.intermediates is not None:
            operator.intermediates = _map(operator.intermediates, new)
    for signature in model.signatureDefs or []:
        for entry in (*(signature.inputs or []), *(signature.outputs or [])):
            entry.tensorIndex = new[int(entry.tensorIndex)]


def _prune_buffers(model: Model, subgraph: Subgraph) -> None:
    metadata = [int(index) for index in (entry.buffer for entry in model.metadata or [])]
    if model.metadataBuffer is not None:
        metadata += [int(index) for index in model.metadataBuffer]
    used = sorted({0, *metadata, *(int(tensor.buffer) for tensor in subgraph.tensors)})
    new = {old: index for index, old in enumerate(used)}
    model.buffers = [model.buffers[old] for old in used]
    for tensor in subgraph.tensors:
        tensor.buffer = new[int(tensor.buffer)]
    for entry in model.metadata or []:
        entry.buffer = new[int(entry.buffer)]
    if model.metadataBuffer is not None:
        model.metadataBuffer = _map(model.metadataBuffer, new)


def _map(indices: np.ndarray | list[int] | None, new: dict[int, int]) -> np.ndarray:
    return np.array([new.get(int(index), -1) for index in ([] if indices is None else indices)], np.int32)
