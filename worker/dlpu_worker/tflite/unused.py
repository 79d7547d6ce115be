"""Operators that no output depends on, and what only they needed."""

from __future__ import annotations

from dlpu_worker.tflite.flatbuffer import Model, Operator, Subgraph


def drop_unused(model: Model) -> None:
    """Remove from a model of one subgraph whatever its outputs do not depend on."""
    subgraph = model.subgraphs[0]
    subgraph.operators = _needed_operators(subgraph)
    _drop_tensors(model, subgraph)
    _empty_buffers(model, subgraph)


def _needed_operators(subgraph: Subgraph) -> list[Operator]:
    needed, kept = {int(index) for index in subgraph.outputs}, []
    for operator in reversed(subgraph.operators):
        if needed & {int(index) for index in operator.outputs}:
            needed.update(int(index) for index in operator.inputs)
            kept.append(operator)
    return kept[::-1]


def _drop_tensors(model: Model, subgraph: Subgraph) -> None:
    used = {int(index) for index in (*subgraph.inputs, *subgraph.outputs)}
    for operator in subgraph.operators:
        for indices in (operator.inputs, operator.outputs, operator.intermediates):
            used.update(int(index) for index in (indices if indices is not None else ()))
    order = sorted(used - {-1})
    place = {-1: -1, **{old: new for new, old in enumerate(order)}}
    subgraph.tensors = [subgraph.tensors[index] for index in order]
    for holder in (subgraph, *subgraph.operators):
        for name in ("inputs", "outputs", "intermediates"):
            indices = getattr(holder, name, None)
            if indices is not None:
                setattr(holder, name, [place[int(index)] for index in indices])
    for signature in model.signatureDefs or []:
        for entry in (*signature.inputs, *signature.outputs):
            entry.tensorIndex = place[int(entry.tensorIndex)]


def _empty_buffers(model: Model, subgraph: Subgraph) -> None:
    """Buffers are numbered by tensors and metadata alike, so they stay in place."""
    used = {int(tensor.buffer) for tensor in subgraph.tensors}
    used.update(int(entry.buffer) for entry in model.metadata or [])
    for index, buffer in enumerate(model.buffers):
        if index not in used:
            buffer.data = None
