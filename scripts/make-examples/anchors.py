"""The detector's 360 anchors: squares of two sizes around every cell of two grids."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from boxes import intersection_over_union

GRIDS = (12, 6)
ANCHORS_PER_CELL = 2
_SIDES = {12: (14 / 96, 20 / 96), 6: (28 / 96, 38 / 96)}
_LEAST_OVERLAP = 0.45


def anchor_boxes() -> NDArray[np.float32]:
    """Return left, top, right, bottom of every anchor, [360, 4], in the order of the outputs."""
    rows = [
        ((column + 0.5) / grid, (row + 0.5) / grid, side / 2)
        for grid in GRIDS
        for row in range(grid)
        for column in range(grid)
        for side in _SIDES[grid]
    ]
    x, y, half = np.array(rows, np.float32).T
    return np.stack([x - half, y - half, x + half, y + half], axis=1)


def anchor_sizes() -> NDArray[np.float32]:
    """Return the side of every anchor, [360, 1]: the unit in which its offsets are predicted."""
    boxes = anchor_boxes()
    return boxes[:, 2:3] - boxes[:, 0:1]


def match(truth: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the box each anchor should predict and 1, or zeros for background: [360, 5]."""
    overlap = intersection_over_union(anchor_boxes(), truth)
    shown = overlap >= _LEAST_OVERLAP
    shown[overlap.argmax(axis=0), np.arange(len(truth))] = True
    nearest = np.where(shown, overlap, -1).argmax(axis=1)
    is_digit = shown.any(axis=1)
    targets = np.zeros((len(overlap), 5), np.float32)
    targets[is_digit, :4] = truth[nearest[is_digit]]
    targets[is_digit, 4] = 1
    return targets
