"""Boxes as rows of left, top, right, bottom: overlap, suppression, average precision."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float32]
_SAME_DIGIT = 0.45
_FOUND = 0.5
_SMALLEST_AREA = 1e-9


def intersection_over_union(a: Boxes, b: Boxes) -> NDArray[np.float32]:
    """Return the overlap of every box of `a` with every box of `b`: [len(a), len(b)]."""
    corner = np.maximum(a[:, None, :2], b[None, :, :2])
    opposite = np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.prod(np.clip(opposite - corner, 0, None), axis=2)
    return shared / np.maximum(_area(a)[:, None] + _area(b)[None] - shared, _SMALLEST_AREA)


def suppress(boxes: Boxes, scores: NDArray[np.float32]) -> list[int]:
    """Return the rows to keep, best first: none overlaps a better one by much."""
    overlap = intersection_over_union(boxes, boxes)
    kept: list[int] = []
    for row in np.argsort(-scores, kind="stable"):
        if all(overlap[row, better] < _SAME_DIGIT for better in kept):
            kept.append(int(row))
    return kept


def average_precision(
    boxes: NDArray[np.float32], scores: NDArray[np.float32], truth: list[Boxes]
) -> float:
    """Return the area under precision over recall at an overlap of 0.5, for one class.

    `boxes` is [pictures, anchors, 4], `scores` [pictures, anchors], `truth` the boxes per picture.
    """
    hits: list[tuple[float, bool]] = []
    for found, score, wanted in zip(boxes, scores, truth, strict=True):
        kept = suppress(found, score)
        hits += zip(score[kept].tolist(), _hits(found[kept], wanted), strict=True)
    hits.sort(key=lambda hit: -hit[0])
    correct = np.cumsum([hit for _, hit in hits])
    precision = correct / np.arange(1, len(hits) + 1)
    best_from_here = np.maximum.accumulate(precision[::-1])[::-1]
    recall = correct / sum(len(wanted) for wanted in truth)
    return float(np.sum(np.diff(recall, prepend=0) * best_from_here))


def _hits(found: Boxes, wanted: Boxes) -> list[bool]:
    """Say of each box, best first, whether it is the first to find a wanted one."""
    missing = set(range(len(wanted)))
    overlap = intersection_over_union(found, wanted)
    hits = []
    for row in overlap:
        target = int(row.argmax())
        hits.append(bool(row[target] >= _FOUND) and target in missing)
        if hits[-1]:
            missing.remove(target)
    return hits


def _area(boxes: Boxes) -> NDArray[np.float32]:
    return np.prod(np.clip(boxes[:, 2:] - boxes[:, :2], 0, None), axis=1)
