"""Which outputs are the raw heads of which layer, and their values in the order of the anchors."""

from __future__ import annotations

import numpy as np

from dlpu_worker.failure import StepFailure
from dlpu_worker.tasks.anchors import Layer
from dlpu_worker.tasks.arrays import rows_of, unfit


def read_heads(outputs: list[np.ndarray], layers: list[Layer], box_values: int) -> list[np.ndarray]:
    """A matrix for each kind of head, with a row an anchor; the one with the boxes comes first.

    A kind is one output for all layers, or one a layer, then known by its grid: [rows, columns, x],
    [x, rows, columns], either with an axis for the anchors of a place before its values, or flat.
    The kinds after the boxes come with the narrowest first.
    """
    by_layer = [
        _boxes_first([_of_layer(output, layer) for output in outputs], box_values)
        for layer in layers
    ]
    if all(by_layer):
        widths = {tuple(head.shape[1] for head in heads) for heads in by_layer}
        if len(widths) > 1:
            raise unfit_heads(outputs, layers, "heads that are alike in each layer")
        return [np.concatenate(kind) for kind in zip(*by_layer, strict=True)]
    count = sum(layer.anchors for layer in layers)
    joined = _boxes_first([_over_all(output, count) for output in outputs], box_values)
    if not joined:
        raise unfit_heads(outputs, layers, "heads for all layers together or for each")
    return joined


def unfit_heads(outputs: list[np.ndarray], layers: list[Layer], wanted: str) -> StepFailure:
    """The outputs are no heads of these layers; tells how many anchors the configuration makes."""
    grids = ", ".join(f"{layer.columns}x{layer.rows}x{len(layer.shapes)}" for layer in layers)
    count = sum(layer.anchors for layer in layers)
    return unfit(
        outputs,
        f"{wanted}, {count} anchors in all (columns x rows x anchors a place: {grids})",
        "Correct strides, grids or anchors under task in dlpu.yml, or choose another decoder: boxes"
        " and yolo read what the network itself has decoded.",
    )


def _boxes_first(found: list[np.ndarray | None], box_values: int) -> list[np.ndarray]:
    """Of two kinds that look like boxes, by convention the boxes come first."""
    heads = [head for head in found if head is not None]
    widths = [head.shape[1] for head in heads]
    boxes = widths.index(box_values) if box_values in widths else None
    order = sorted(range(len(heads)), key=lambda index: (index != boxes, widths[index]))
    return [heads[index] for index in order]


def _of_layer(output: np.ndarray, layer: Layer) -> np.ndarray | None:
    """One row an anchor, or None for an output of another layer."""
    values = output[0] if output.ndim > 1 and output.shape[0] == 1 else output
    # 80 scores on a grid of 80 could be either way: a .tflite has its channels last.
    for axis in range(values.ndim - 1 if values.ndim > 2 else 0):
        if values.shape[axis : axis + 2] == (layer.rows, layer.columns):
            return _in_rows(np.moveaxis(values, (axis, axis + 1), (0, 1)), layer)
    is_flat = max(values.shape[1:-1], default=1) == 1
    is_whole = len(values) in (layer.anchors, layer.rows * layer.columns)
    return _in_rows(values, layer) if is_flat and is_whole else None


def _in_rows(head: np.ndarray, layer: Layer) -> np.ndarray | None:
    return head.reshape(layer.anchors, -1) if head.size % layer.anchors == 0 else None


def _over_all(output: np.ndarray, count: int) -> np.ndarray | None:
    matrix = rows_of(output)
    if len(matrix) == count:
        return matrix
    return matrix.T if matrix.shape[1] == count else None
