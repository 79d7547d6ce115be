"""What quantizers and users need of a float model: unique names, one signature, ordered I/O."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.tflite.flatbuffer import (
    Model,
    Subgraph,
    dtype_name,
    tensor_shape,
    text,
)

SIGNATURE = "serving_default"


class Rewrite(TypedDict):
    """A change of the graph that keeps its function."""

    code: str
    detail: str


class TensorFacts(TypedDict):
    """A graph input or output."""

    name: str
    shape: list[int]
    dtype: str


def name_tensors(subgraph: Subgraph) -> list[Rewrite]:
    """Give each unnamed or ambiguously named tensor a name of its own."""
    taken: set[str] = set()
    renamed = 0
    interface = [int(index) for index in (*subgraph.inputs, *subgraph.outputs)]
    ends = set(interface)
    others = (index for index in range(len(subgraph.tensors)) if index not in ends)
    for index in dict.fromkeys((*interface, *others)):  # Graph inputs and outputs keep their names.
        tensor = subgraph.tensors[index]
        name = text(tensor.name)
        if not name or name in taken:
            name = f"{name or 'tensor'}_{index}"
            while name in taken:
                name += "_"
            renamed += 1
        taken.add(name)
        tensor.name = name.encode()
    if not renamed:
        return []
    return [{"code": "names-made-unique", "detail": f"{renamed} tensors had no name of their own"}]


def set_signature(model: Model, inputs: list[str], outputs: list[str]) -> None:
    """Describe the first subgraph's inputs and outputs, in its own order."""
    subgraph = model.subgraphs[0]
    signature = schema.SignatureDefT()
    signature.signatureKey = SIGNATURE.encode()
    signature.subgraphIndex = 0
    signature.inputs = _tensor_maps(inputs, subgraph.inputs)
    signature.outputs = _tensor_maps(outputs, subgraph.outputs)
    model.signatureDefs = [signature]


def _tensor_maps(names: list[str], indices: Iterable[int]) -> list[schema.TensorMapT]:
    maps = []
    for name, index in zip(names, indices, strict=True):
        entry = schema.TensorMapT()
        entry.name = name.encode()
        entry.tensorIndex = int(index)
        maps.append(entry)
    return maps


def interface_names(model: Model) -> tuple[list[str], list[str]]:
    """Names of inputs and outputs in the graph's order: the signature's, else the tensors'."""
    subgraph = model.subgraphs[0]
    signature = next((s for s in model.signatureDefs or [] if s.subgraphIndex == 0), None)
    return (
        _names(subgraph, subgraph.inputs, signature.inputs if signature else None),
        _names(subgraph, subgraph.outputs, signature.outputs if signature else None),
    )


def _names(
    subgraph: Subgraph, indices: Iterable[int], maps: list[schema.TensorMapT] | None
) -> list[str]:
    by_index = {int(entry.tensorIndex): text(entry.name) for entry in maps or []}
    names: list[str] = []
    for index in indices:
        name = by_index.get(int(index)) or text(subgraph.tensors[index].name)
        names.append(name if name not in names else f"{name}_{len(names)}")
    return names


def tensor_facts(subgraph: Subgraph, names: list[str], indices: Iterable[int]) -> list[TensorFacts]:
    """Name, shape and type of graph inputs or outputs."""
    return [
        {
            "name": name,
            "shape": tensor_shape(subgraph.tensors[index]),
            "dtype": dtype_name(subgraph.tensors[index]),
        }
        for name, index in zip(names, indices, strict=True)
    ]
