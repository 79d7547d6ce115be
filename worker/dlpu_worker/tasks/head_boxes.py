"""Raw heads → boxes, as a detector's own post-processing does before its suppression."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dlpu_worker.tasks.anchors import Anchors, anchor_layers, anchors_of, cell_layers
from dlpu_worker.tasks.arrays import activate, corners_of, weigh_by_objectness
from dlpu_worker.tasks.heads import read_heads, unfit_heads
from dlpu_worker.tasks.spec import Decoded, Detection, Size


def decode_ssd(outputs: list[np.ndarray], task: Detection, size: Size) -> Decoded:
    """Offsets to anchors, scaled by variances.

    Source: Liu et al., "SSD: Single Shot MultiBox Detector", ECCV 2016, and its Caffe code.
    """
    layers = anchor_layers(task, size)
    heads = read_heads(outputs, layers, 4)
    if len(heads) != 2 or heads[0].shape[1] != 4:
        raise unfit_heads(outputs, layers, "four offsets and the scores of each anchor")
    offsets, scores = heads
    anchors = anchors_of(layers)
    if task.get("order") == "yx":
        offsets = offsets[:, [1, 0, 3, 2]]
    center, extent = task.get("variances", [0.1, 0.2])
    middle = anchors.centers + offsets[:, :2] * center * anchors.sides
    boxes = _around(middle, _exp(offsets[:, 2:] * extent) * anchors.sides)
    return boxes, activate(scores, task["activation"])


def decode_yunet(outputs: list[np.ndarray], task: Detection, size: Size) -> Decoded:
    """Offsets to the cells of a grid a stride: boxes, objectness and classes each in an output.

    Source: Wu et al., "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence
    Research 2023, and OpenCV's FaceDetectorYN.
    """
    layers = cell_layers(task.get("strides", [8, 16, 32]), size)
    heads = read_heads(outputs, layers, 4)[:3]
    if [head.shape[1] for head in heads] != [4, 1, 1]:
        raise unfit_heads(outputs, layers, "boxes, objectness and classes of each cell")
    shares = (np.clip(activate(head, task["activation"]), 0, 1) for head in heads[1:])
    boxes = _exponential_cells(heads[0], anchors_of(layers), task)
    return boxes, np.sqrt(np.prod(list(shares), axis=0))


def decode_yolo_heads(outputs: list[np.ndarray], task: Detection, size: Size) -> Decoded:
    """Box, objectness where the version has one, and classes: in one output or in one each."""
    version = task.get("version", "v5")
    box_values = 4 * task.get("bins", 16) if version == "v8" else 4
    strides = task.get("strides", [8, 16, 32])
    layers = anchor_layers(task, size) if "anchors" in task else cell_layers(strides, size)
    values = _join(read_heads(outputs, layers, box_values), box_values, version != "v8")
    if values is None:
        raise unfit_heads(outputs, layers, f"boxes ({box_values} values) and scores of each anchor")
    boxes = _BOXES[version](values[:, :box_values], anchors_of(layers), task)
    scores = activate(values[:, box_values:], task["activation"])
    return boxes, scores if version == "v8" else weigh_by_objectness(scores)


def _join(heads: list[np.ndarray], box_values: int, has_objectness: bool) -> np.ndarray | None:
    """One matrix; None where the heads cannot be told apart or hold nothing but boxes."""
    if len(heads) == 1:
        return heads[0] if heads[0].shape[1] > box_values else None
    first = [box_values, 1] if has_objectness else [box_values]
    if [head.shape[1] for head in heads[:-1]] != first:
        return None
    return np.concatenate(heads, axis=1)


def _exponential_anchors(raw: np.ndarray, anchors: Anchors, task: Detection) -> np.ndarray:
    """Redmon and Farhadi, "YOLOv3: An Incremental Improvement", 2018: section 2.1."""
    middle = anchors.centers + (activate(raw[:, :2], task["activation"]) - 0.5) * anchors.steps
    return _around(middle, _exp(raw[:, 2:]) * anchors.sides)


def _squared_anchors(raw: np.ndarray, anchors: Anchors, task: Detection) -> np.ndarray:
    """YOLOv5's `Detect`, taken over by YOLOv7: twice the sigmoid reaches half a cell further."""
    reach = 2 * activate(raw, task["activation"])
    middle = anchors.centers + (reach[:, :2] - 1) * anchors.steps
    return _around(middle, reach[:, 2:] ** 2 * anchors.sides)


def _exponential_cells(raw: np.ndarray, anchors: Anchors, task: Detection) -> np.ndarray:
    """Ge et al., "YOLOX: Exceeding YOLO Series in 2021": offsets from a cell's corner."""
    middle = anchors.centers + (raw[:, :2] - 0.5) * anchors.steps
    return _around(middle, _exp(raw[:, 2:]) * anchors.sides)


def _distances(raw: np.ndarray, anchors: Anchors, task: Detection) -> np.ndarray:
    """Distances from a cell's center to the four sides, each the mean of a distribution over bins.

    Source: Li et al., "Generalized Focal Loss", NeurIPS 2020, as YOLOv8 uses it.
    """
    bins = task.get("bins", 16)
    shares = activate(raw.reshape(-1, bins), "softmax")
    sides = (raw if bins == 1 else shares @ np.arange(bins)).reshape(-1, 4)
    near, far = sides[:, :2] * anchors.steps, sides[:, 2:] * anchors.steps
    return np.concatenate([anchors.centers - near, anchors.centers + far], axis=1)


def _exp(values: np.ndarray) -> np.ndarray:
    return np.exp(np.clip(values, -20, 20))


def _around(middle: np.ndarray, sides: np.ndarray) -> np.ndarray:
    return corners_of(np.concatenate([middle, sides], axis=1))


_BOXES: dict[str, Callable[[np.ndarray, Anchors, Detection], np.ndarray]] = {
    "v3": _exponential_anchors,
    "v5": _squared_anchors,
    "x": _exponential_cells,
    "v8": _distances,
}
