"""Where raw heads look: layers of places over the input, with anchors at each place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dlpu_worker.tasks.spec import Detection, Size


@dataclass(frozen=True)
class Layer:
    """A grid of places, each with the same anchors."""

    columns: int
    rows: int
    step: tuple[float, float]
    """From place to place along x and y, in pixels of the input."""
    shapes: list[list[float]]
    """Width and height in pixels of the anchors at each place."""

    @property
    def anchors(self) -> int:
        """How many there are in the layer."""
        return self.columns * self.rows * len(self.shapes)


@dataclass(frozen=True)
class Anchors:
    """[anchors, x and y] in pixels of the input: layers, then rows, columns and shapes."""

    centers: np.ndarray
    sides: np.ndarray
    steps: np.ndarray
    """From each anchor's place to the next one of its layer."""


def anchor_layers(task: Detection, size: Size) -> list[Layer]:
    """The layers whose anchors the configuration lists; a border that is cut short counts."""
    return [
        Layer(*_cells(task, index, size), shapes)
        for index, shapes in enumerate(task.get("anchors", []))
    ]


def cell_layers(strides: Sequence[float], size: Size) -> list[Layer]:
    """The layers of a detector without anchors: each place is a square that lies in the input."""
    return [
        Layer(int(size[0] // stride), int(size[1] // stride), (stride, stride), [[stride, stride]])
        for stride in strides
    ]


def anchors_of(layers: list[Layer]) -> Anchors:
    """All anchors in the order in which heads lay them out."""
    centers, sides, steps = (
        np.concatenate(part) for part in zip(*map(_layer, layers), strict=True)
    )
    return Anchors(centers, sides, steps)


def _cells(task: Detection, layer: int, size: Size) -> tuple[int, int, tuple[float, float]]:
    """Columns and rows of a layer, and the distance between their centers."""
    if "grids" in task:
        columns, rows = task["grids"][layer]
        return columns, rows, (size[0] / columns, size[1] / rows)
    stride = task.get("strides", [])[layer]
    return math.ceil(size[0] / stride), math.ceil(size[1] / stride), (stride, stride)


def _layer(layer: Layer) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    y, x, shape = np.indices((layer.rows, layer.columns, len(layer.shapes))).reshape(3, -1)
    centers = (np.stack([x, y], axis=1) + 0.5) * layer.step
    sides = np.asarray(layer.shapes, np.float64)[shape]
    return centers, sides, np.broadcast_to(layer.step, centers.shape)
