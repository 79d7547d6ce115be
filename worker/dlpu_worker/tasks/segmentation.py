"""Mean intersection over union of two segmentation networks on the same pictures.

numpy counts it: each pixel of a mask is looked up in the model's output, nearest value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from dlpu_worker.failure import StepFailure, user_failure
from dlpu_worker.samples.layout import ImageLayout
from dlpu_worker.steps import Progress
from dlpu_worker.tasks.geometry import Geometry, Resize, geometry_of, input_layout
from dlpu_worker.tasks.label_array import read_masks
from dlpu_worker.tasks.labels import LabelArray, Masks
from dlpu_worker.tasks.resample import Measure, Resampled, resample
from dlpu_worker.tasks.spec import Segmentation


@dataclass(frozen=True)
class Overlaps:
    """Pixels by sample and class."""

    shared: np.ndarray
    wanted: np.ndarray
    found: np.ndarray


def score_segments(
    references: list[np.ndarray],
    candidates: list[np.ndarray],
    sample: np.ndarray,
    resize: Resize,
    task: Segmentation,
    labels: Masks | LabelArray,
    progress: Progress,
) -> list[Resampled]:
    """Compare both models' classes with the masks, pixel by pixel."""
    layout = input_layout(sample)
    count = min(len(references[0]), len(candidates[0]))
    both: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for row, mask in enumerate(_masks(labels, count)):
        progress("score", row, count)
        size = (layout["width"], layout["height"])
        geometry = geometry_of((mask.shape[1], mask.shape[0]), size, resize)
        for counts, outputs in zip(both, (references, candidates), strict=True):
            found = _classes(np.asarray(outputs[0][row]), task)
            counts.append(_count(mask, _look_up(found, mask, geometry, layout), task))
    if not np.array(both[0])[:, 1].any():
        raise user_failure(
            "mask",
            "the masks of the evaluation pictures hold nothing but the value to ignore",
            "Check the masks, and ignore under task in dlpu.yml.",
        )
    first, second = (Overlaps(*np.moveaxis(np.array(counts), 1, 0)) for counts in both)
    return [resample("mean IoU", _measure(first), _measure(second), count)]


def _measure(overlaps: Overlaps) -> Measure:
    """Mean over the classes that the labels hold."""

    def measure(weights: np.ndarray) -> float:
        shared, wanted, found = (
            weights @ part for part in (overlaps.shared, overlaps.wanted, overlaps.found)
        )
        present = wanted > 0
        if not present.any():
            return float("nan")
        return float((shared[present] / (wanted + found - shared)[present]).mean())

    return measure


def _masks(labels: Masks | LabelArray, count: int) -> Iterator[np.ndarray]:
    if labels["kind"] == "masks":
        yield from map(_read_mask, labels["files"][:count])
    else:
        yield from (mask.astype(np.int64) for mask in read_masks(labels)[:count])


def _read_mask(file: str) -> np.ndarray:
    with Image.open(file, formats=("PNG",)) as image:
        if image.mode not in ("L", "P", "1", "I;16", "I"):
            raise user_failure(
                "mask",
                f"{Path(file).name} has {image.mode} pixels, a mask has one class number a pixel",
                "Save masks as PNG with 8-bit gray or palette pixels.",
            )
        return np.asarray(image).astype(np.int64)


def _classes(output: np.ndarray, task: Segmentation) -> np.ndarray:
    """[height, width] of class numbers, from scores, from one score of the foreground, or as is."""
    values = output[0] if output.ndim == 4 or (output.ndim == 3 and len(output) == 1) else output
    classes = task["classes"]
    if values.ndim == 3 and values.shape[2] == classes:
        return values.argmax(axis=2)
    if values.ndim == 3 and values.shape[0] == classes:
        return values.argmax(axis=0)
    flat = values.reshape([side for side in values.shape if side > 1])
    if flat.ndim != 2:
        raise _unfit(output, classes)
    if classes == 2 and not np.array_equal(flat, np.rint(flat)):
        return (flat > task["threshold"]).astype(np.int64)
    return np.rint(flat).astype(np.int64)


def _look_up(
    found: np.ndarray, mask: np.ndarray, geometry: Geometry, layout: ImageLayout
) -> np.ndarray:
    """The class found at each pixel of the mask; -1 for pixels that the model never saw."""
    sides = (layout["width"], layout["height"])
    columns, rows = (
        _positions(mask.shape[1 - axis], found.shape[1 - axis], sides[axis], axis, geometry)
        for axis in (0, 1)
    )
    looked_up = found[np.ix_(np.maximum(rows, 0), np.maximum(columns, 0))]
    seen = (rows >= 0)[:, None] & (columns >= 0)[None, :]
    return np.where(seen, looked_up, -1)


def _positions(length: int, cells: int, side: int, axis: int, geometry: Geometry) -> np.ndarray:
    """The output's cell of each pixel along one axis; -1 outside of the model's input."""
    inside = (np.arange(length) + 0.5) * geometry.scale[axis] + geometry.offset[axis]
    positions = np.floor(inside * cells / side).astype(np.int64)
    return np.where((inside >= 0) & (inside < side), positions, -1)


def _count(mask: np.ndarray, found: np.ndarray, task: Segmentation) -> np.ndarray:
    """Of each class: pixels that are both, that are wanted, that are found."""
    classes = task["classes"]
    counts = (mask != task["ignore"]) & (found >= 0) & (mask >= 0)
    wanted, actual = mask[counts], found[counts]
    if wanted.size and int(wanted.max()) >= classes:
        raise user_failure(
            "mask",
            f"a mask holds class {int(wanted.max())}, task.classes is {classes}",
            "Raise classes under task in dlpu.yml, or name the value to leave out under ignore.",
        )
    return np.array(
        [
            np.bincount(part, minlength=classes)[:classes]
            for part in (wanted[wanted == actual], wanted, actual)
        ]
    )


def _unfit(output: np.ndarray, classes: int) -> StepFailure:
    return user_failure(
        "segmentation",
        f"an output of {list(output.shape)} holds no {classes} scores and no class a pixel",
        "Correct classes under task in dlpu.yml.",
    )
