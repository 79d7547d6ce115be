"""Indices in int64 as int32: the same numbers, in the type that NPU drivers have.

Keras' argmax gives int64 unless it is told otherwise, and exporters write operands that say where
(axes, positions, amounts of padding) in either type.
"""

from __future__ import annotations

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.graph import describe_operator
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.edges import find_readers
from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    Subgraph,
    add_constant,
    constant,
    operator_name,
    text,
)

_INT32, _INT64 = schema.TensorType.INT32, schema.TensorType.INT64
_SAY_WHERE = {
    **dict.fromkeys(["ARG_MAX", "ARG_MIN", "EXPAND_DIMS", "GATHER", "GATHER_ND"], (1,)),
    **dict.fromkeys(["PAD", "PADV2", "MIRROR_PAD", "SPLIT_V", "TILE"], (1,)),
    "SLICE": (1, 2),
}
"""Positions of operands that TFLite's kernels take in either type."""
_FIND_INDICES = ("ARG_MAX", "ARG_MIN")
_PASS_ON = {"EXPAND_DIMS", "RESHAPE", "SQUEEZE", "TRANSPOSE"}
_LIMITS = np.iinfo(np.int32)


def narrow_indices(model: Model, scope: Scope) -> list[str]:
    """Narrow constant operands, and results that nobody but a CAST or the application reads."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model, *_SAY_WHERE):
        operands = _narrow_operands(model, subgraph, operator)
        result = _narrow_result(model, subgraph, operator)
        if operands or result:
            lines.append(f"{describe_operator(model, subgraph, operator)}: int64 to int32")
    return lines


def _narrow_operands(model: Model, subgraph: Subgraph, operator: Operator) -> bool:
    inputs, narrowed = list(map(int, operator.inputs)), False
    for position in _SAY_WHERE[operator_name(model, operator)]:
        tensor = subgraph.tensors[inputs[position]]
        values = constant(model, tensor)
        if tensor.type != _INT64 or values is None or not _fits(values):
            continue
        name = f"{text(tensor.name)}/int32"
        inputs[position] = add_constant(model, subgraph, name, values.astype(np.int32))
        narrowed = True
    operator.inputs = inputs
    return narrowed


def _fits(values: np.ndarray) -> bool:
    return bool(((values >= _LIMITS.min) & (values <= _LIMITS.max)).all())


def _narrow_result(model: Model, subgraph: Subgraph, operator: Operator) -> bool:
    index = int(operator.outputs[0])
    if operator_name(model, operator) not in _FIND_INDICES:
        return False
    if subgraph.tensors[index].type != _INT64:
        return False
    same, casts = _follow(model, subgraph, index)
    if same is None:
        return False
    operator.builtinOptions.outputType = _INT32
    for cast in casts:
        if cast.builtinOptions is not None:
            cast.builtinOptions.inDataType = _INT32
    for result in same:
        subgraph.tensors[result].type = _INT32
    return True


def _follow(
    model: Model, subgraph: Subgraph, index: int
) -> tuple[list[int] | None, list[Operator]]:
    """The tensors that hold these numbers, and who casts them; None where others read them."""
    same, casts = [index], []
    for tensor in same:
        for reader in find_readers(subgraph, tensor):
            name = operator_name(model, reader)
            if name == "CAST":
                casts.append(reader)
            elif name in _PASS_ON and int(reader.inputs[0]) == tensor:
                same.append(int(reader.outputs[0]))
            else:
                return None, []
    return same, casts
