"""Which tensor of an integer model stands for which tensor of the float model it was made from."""

from __future__ import annotations

from dlpu_worker.rescue.layers import activation_of
from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    operator_name,
    tensor_shape,
    text,
)

_KEEP_VALUES = {"QUANTIZE", "DEQUANTIZE"}
_ADDED_ENDINGS = ("_inner", "_quantized", "_requantized")


def match_tensors(float_model: Model, integer_model: Model) -> dict[int, int]:
    """Integer tensor → float tensor, for graph inputs and operators' results.

    Graph inputs and outputs match by position, results by name: the converter joins the names of
    operators that it fused with `;`. What has no known name matches by its place: QUANTIZE keeps
    its input's value, and an operator with the kind, inputs and shape of exactly one float
    operator is that one. Whatever is not certain stays unmatched.
    """
    floats, integers = _Graph(float_model), _Graph(integer_model)
    matches = dict(_by_position(floats, integers, "inputs"))
    outputs = dict(_by_position(floats, integers, "outputs"))
    for operator in integers.operators:
        for index in map(int, operator.outputs):
            found = outputs.get(index)
            if found is None:
                found = _by_name(floats, integers, operator, index)
            if found is None:
                found = _by_place(floats, integers, operator, index, matches)
            if found is not None:
                matches[index] = found
    return matches


def find_requantized(integer_model: Model, matches: dict[int, int]) -> dict[int, int]:
    """Integer tensor → the one that it repeats at another scale or type."""
    return {
        int(operator.outputs[0]): int(operator.inputs[0])
        for operator in integer_model.subgraphs[0].operators
        if operator_name(integer_model, operator) in _KEEP_VALUES
        and matches.get(int(operator.outputs[0]), -1) == matches.get(int(operator.inputs[0]), -2)
    }


class _Graph:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.subgraph = model.subgraphs[0]
        self.operators: list[Operator] = list(self.subgraph.operators)
        self.producers = {int(i): op for op in self.operators for i in op.outputs}
        self.results = [int(i) for i in self.subgraph.inputs] + list(self.producers)
        self.named = {text(self.subgraph.tensors[i].name): i for i in self.results}
        self.place = {index: place for place, index in enumerate(self.results)}

    def shape(self, index: int) -> list[int]:
        return tensor_shape(self.subgraph.tensors[index])

    def kind(self, operator: Operator) -> str:
        return operator_name(self.model, operator)

    def activations(self, operator: Operator) -> list[int]:
        return [int(i) for i in operator.inputs if int(i) in self.place]


def _by_position(floats: _Graph, integers: _Graph, side: str) -> list[tuple[int, int]]:
    wanted = [int(i) for i in getattr(floats.subgraph, side)]
    found = [int(i) for i in getattr(integers.subgraph, side)]
    if len(wanted) != len(found):
        return []
    pairs = zip(found, wanted, strict=True)
    return [(i, f) for i, f in pairs if integers.shape(i) == floats.shape(f)]


def _by_name(floats: _Graph, integers: _Graph, operator: Operator, index: int) -> int | None:
    """Of fused operators the last one made the value."""
    name = text(integers.subgraph.tensors[index].name)
    found = [floats.named[part] for part in _parts(name) if part in floats.named]
    fitting = [i for i in found if floats.shape(i) == integers.shape(index)]
    best = max(fitting, key=lambda i: floats.place[i], default=None)
    if best is None or _activates_differently(floats, integers, operator, best):
        return None
    return best


def _parts(name: str) -> list[str]:
    parts = [name, *name.split(";")]
    return parts + [part.removesuffix(end) for part in parts for end in _ADDED_ENDINGS]


def _activates_differently(
    floats: _Graph, integers: _Graph, operator: Operator, index: int
) -> bool:
    """An activation that was fused into its layer leaves the layer's name on another value."""
    producer = floats.producers.get(index)
    if producer is None or floats.kind(producer) != integers.kind(operator):
        return False
    return activation_of(producer) != activation_of(operator)


def _by_place(
    floats: _Graph, integers: _Graph, operator: Operator, index: int, matches: dict[int, int]
) -> int | None:
    sources = [matches.get(i) for i in integers.activations(operator)]
    if not sources or None in sources:
        return None
    kind = integers.kind(operator)
    if kind in _KEEP_VALUES:
        return sources[0]
    twins = [
        int(twin.outputs[0])
        for twin in floats.operators
        if floats.kind(twin) == kind
        and floats.activations(twin) == sources
        and activation_of(twin) == activation_of(operator)
    ]
    if len(twins) != 1 or len(operator.outputs) != 1 or twins[0] in matches.values():
        return None
    return twins[0] if floats.shape(twins[0]) == integers.shape(index) else None
