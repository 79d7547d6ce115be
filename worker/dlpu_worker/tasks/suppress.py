"""Non-maximum suppression: of boxes of one class that overlap, the best one stays."""

from __future__ import annotations

import numpy as np

_CANDIDATES = 1000
_KEPT = 100
"""COCO's own limit of detections a picture."""


def best_boxes(
    boxes: np.ndarray, scores: np.ndarray, score_threshold: float, iou_threshold: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Boxes, scores and class columns of at most 100 detections, best first."""
    finite = np.isfinite(scores) & np.isfinite(boxes).all(axis=1, keepdims=True)
    rows, columns = np.nonzero(finite & (scores >= score_threshold))
    values = scores[rows, columns]
    order = np.argsort(-values, kind="stable")[:_CANDIDATES]
    rows, columns, values = rows[order], columns[order], values[order]
    kept = _suppress(boxes[rows], columns, iou_threshold)
    return boxes[rows[kept]], values[kept], columns[kept]


def _suppress(boxes: np.ndarray, classes: np.ndarray, threshold: float) -> list[int]:
    """Indices to keep of boxes that come best first."""
    open_ = np.ones(len(boxes), bool)
    kept = []
    for index in range(len(boxes)):
        if not open_[index]:
            continue
        kept.append(index)
        if len(kept) == _KEPT:
            break
        rest = slice(index + 1, None)
        overlap = _overlap(boxes[index], boxes[rest])
        open_[rest] &= (overlap <= threshold) | (classes[rest] != classes[index])
    return kept


def _overlap(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Intersection over union of one box with each of the others."""
    sides = np.minimum(box[2:], others[:, 2:]) - np.maximum(box[:2], others[:, :2])
    shared = np.clip(sides, 0, None).prod(axis=1)
    area = np.clip(box[2:] - box[:2], 0, None).prod()
    areas = np.clip(others[:, 2:] - others[:, :2], 0, None).prod(axis=1)
    return shared / np.maximum(area + areas - shared, 1e-9)
