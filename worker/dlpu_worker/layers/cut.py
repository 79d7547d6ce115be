"""A model that shows all of its layers, and one whose layers run each by itself."""

from __future__ import annotations

import copy
from pathlib import Path

from dlpu_worker.tflite.flatbuffer import Model, read_model, write_model


def write_open(source: Path, tensors: list[int], target: Path) -> None:
    """Write the model with `tensors` as its outputs, so that any kernels leave them readable."""
    model = read_model(source)
    _show(model, tensors)
    write_model(model, target)


def write_cut(source: Path, tensors: list[int], target: Path) -> list[int]:
    """Write the model with an input in place of every use of `tensors`; returns those inputs.

    The tensors themselves are still made, as graph outputs. What is between two of them stays
    connected, so that an operator without a tensor in the list runs with the one that follows it.
    """
    model = read_model(source)
    subgraph = model.subgraphs[0]
    _show(model, tensors)
    given = {index: _twin(model, index) for index in tensors}
    for operator in subgraph.operators:
        operator.inputs = [given.get(int(i), int(i)) for i in operator.inputs]
    subgraph.inputs = list(given.values())
    write_model(model, target)
    return list(given.values())


def _show(model: Model, tensors: list[int]) -> None:
    subgraph = model.subgraphs[0]
    made = {int(i) for operator in subgraph.operators for i in operator.outputs}
    subgraph.outputs = [index for index in tensors if index in made]
    model.signatureDefs = []


def _twin(model: Model, index: int) -> int:
    tensors = model.subgraphs[0].tensors
    twin = copy.copy(tensors[index])
    twin.name = b"given_%d" % index
    tensors.append(twin)
    return len(tensors) - 1
