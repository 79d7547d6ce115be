"""Sizes that are computed at run time from sizes that never change, written down.

Keras' converter leaves SHAPE, STRIDED_SLICE and PACK in front of a RESHAPE for the sake of the batch. At a batch of 1
they always give the same, and most accelerators refuse a size that is computed.
"""

from __future__ import annotations

from pathlib import Path

from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import Model, tensor_shape, write_model
from dlpu_worker.tflite.static_shapes import freeze_shapes


def fix_shapes(model: Model, _scope: Scope) -> list[str]:
    """Fold what depends on shapes alone; an open size becomes what the file stores for it."""
    subgraph = model.subgraphs[0]
    count = len(subgraph.operators)
    shapes = [tensor_shape(subgraph.tensors[int(index)]) for index in subgraph.inputs]
    unchanged = Path("open.tflite")  # In the step's own folder.
    write_model(model, unchanged)
    folded = [rewrite["detail"] for rewrite in freeze_shapes(model, unchanged, shapes)]
    return folded if len(subgraph.operators) < count else []
