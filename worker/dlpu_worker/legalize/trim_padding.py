"""Padded rows and columns that no window reads, left out.

ResNet's stem pads 112 to 114 and pools with 3x3 and stride 2: row 114 is never read, and without it
the size is odd, as the pool of an accelerator may want it.
"""

from __future__ import annotations

import numpy as np

from dlpu_worker.legalize.graph import describe_operator
from dlpu_worker.legalize.padding import find_padding
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.edges import find_producer, find_readers, is_graph_output
from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    Subgraph,
    add_constant,
    operator_name,
    tensor_shape,
    text,
)
from dlpu_worker.tflite.windows import Window, find_window


def trim_padding(model: Model, scope: Scope) -> list[str]:
    """Shorten the PAD in front of each chosen pool or convolution."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model):
        pad = find_producer(subgraph, int(operator.inputs[0])) if len(operator.inputs) else None
        if pad is None or operator_name(model, pad) not in ("PAD", "PADV2"):
            continue
        unread = _unread(model, subgraph, pad)
        if unread is None or not unread.any():
            continue
        lines.append(
            f"{describe_operator(model, subgraph, pad)}: {unread[0]} rows, {unread[1]} columns"
        )
        _shorten(model, subgraph, pad, unread)
    return lines


def _unread(model: Model, subgraph: Subgraph, pad: Operator) -> np.ndarray | None:
    """Rows and columns behind the picture that can go; None where somebody may read them."""
    result = int(pad.outputs[0])
    padding = find_padding(model, subgraph, pad)
    windows = [find_window(model, subgraph, reader) for reader in find_readers(subgraph, result)]
    if padding is None or is_graph_output(subgraph, result):
        return None
    shape = tensor_shape(subgraph.tensors[result])[1:3]
    unread = np.array([padding.amounts[axis, 1] for axis in (1, 2)])
    for window in windows:
        if window is None or window.is_same:
            return None
        unread = np.minimum(unread, _rest(shape, window))
    return unread


def _rest(shape: list[int], window: Window) -> list[int]:
    return [
        (size - kernel) % stride
        for size, kernel, stride in zip(shape, window.size, window.stride, strict=True)
    ]


def _shorten(model: Model, subgraph: Subgraph, pad: Operator, unread: np.ndarray) -> None:
    result = subgraph.tensors[int(pad.outputs[0])]
    padding = find_padding(model, subgraph, pad)
    if padding is None:
        return
    amounts = np.array(padding.amounts)
    amounts[1:3, 1] -= unread.astype(amounts.dtype)
    shape = np.array(result.shape)
    shape[1:3] -= unread.astype(shape.dtype)
    result.shape, result.shapeSignature = shape, None
    name = f"{text(result.name)}/trimmed"
    pad.inputs = [
        int(pad.inputs[0]),
        add_constant(model, subgraph, name, amounts),
        *map(int, pad.inputs[2:]),
    ]
