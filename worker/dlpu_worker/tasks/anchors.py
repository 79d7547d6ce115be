"""The anchors of an SSD, in the order in which its heads lay them out."""

from __future__ import annotations

import math

import numpy as np

from dlpu_worker.tasks.spec import Detection


def anchor_boxes(task: Detection, size: tuple[int, int]) -> np.ndarray:
    """Center x, center y, width and height in pixels: layers, then rows, columns and shapes."""
    layers = task.get("anchors", [])
    return np.concatenate(
        [_layer(shapes, *_cells(task, index, size)) for index, shapes in enumerate(layers)]
    )


def _cells(
    task: Detection, layer: int, size: tuple[int, int]
) -> tuple[tuple[int, int], tuple[float, float]]:
    """Columns and rows of a layer, and the distance between their centers."""
    if "grids" in task:
        cells = int(task["grids"][layer])
        return (cells, cells), (size[0] / cells, size[1] / cells)
    stride = task.get("strides", [])[layer]
    return (math.ceil(size[0] / stride), math.ceil(size[1] / stride)), (stride, stride)


def _layer(
    shapes: list[list[float]], cells: tuple[int, int], step: tuple[float, float]
) -> np.ndarray:
    columns, rows = cells
    y, x, shape = np.indices((rows, columns, len(shapes))).reshape(3, -1)
    centers = np.stack([(x + 0.5) * step[0], (y + 0.5) * step[1]], axis=1)
    return np.concatenate([centers, np.asarray(shapes, np.float64)[shape]], axis=1)
