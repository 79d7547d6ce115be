"""Sizes that are computed at run time from sizes that never change, written down.

Keras' converter leaves SHAPE, STRIDED_SLICE and PACK in front of a RESHAPE for the sake of the
batch. At a batch of 1 they always give the same, and most accelerators refuse a size that is
computed.
"""

from __future__ import annotations

from pathlib import Path

from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    Subgraph,
    constant,
    operator_name,
    tensor_shape,
    write_model,
)
from dlpu_worker.tflite.static_shapes import freeze_shapes


def fix_shapes(model: Model, _scope: Scope) -> list[str]:
    """Fold what depends on shapes alone; an open size becomes what the file stores for it."""
    subgraph = model.subgraphs[0]
    if not any(_is_fixed(model, subgraph, operator) for operator in subgraph.operators):
        return []
    count = len(subgraph.operators)
    shapes = [tensor_shape(subgraph.tensors[int(index)]) for index in subgraph.inputs]
    unchanged = Path("open.tflite")  # In the step's own folder.
    write_model(model, unchanged)
    folded = [rewrite["detail"] for rewrite in freeze_shapes(model, unchanged, shapes)]
    return folded if len(subgraph.operators) < count else []


def _is_fixed(model: Model, subgraph: Subgraph, operator: Operator) -> bool:
    """Whether a result depends on shapes or constants alone."""
    if operator_name(model, operator) == "SHAPE":
        return True
    sources = [subgraph.tensors[int(index)] for index in operator.inputs if index >= 0]
    return bool(sources) and all(constant(model, source) is not None for source in sources)
