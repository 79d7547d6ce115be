"""A detector's outputs for one picture → boxes in pixels of its input, with a score a class."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dlpu_worker.tasks.anchors import anchor_boxes
from dlpu_worker.tasks.arrays import activate, corners_of, rows_of, split_boxes, unfit
from dlpu_worker.tasks.spec import Detection

Size = tuple[int, int]
"""Width and height of the model's input."""
Decoded = tuple[np.ndarray, np.ndarray]
"""Left, top, right, bottom of each box, and a column of scores a class."""


def decode(outputs: list[np.ndarray], task: Detection, size: Size) -> Decoded:
    """Read the outputs as the configuration says."""
    return _DECODERS[task["decoder"]](outputs, task, size)


def _boxes(outputs: list[np.ndarray], task: Detection, size: Size) -> Decoded:
    """Boxes that the network itself has decoded."""
    boxes, scores = split_boxes(outputs)
    return _in_pixels(boxes, task, size), activate(scores, task["activation"])


def _postprocess(outputs: list[np.ndarray], task: Detection, size: Size) -> Decoded:
    """TFLite_Detection_PostProcess: boxes, classes, scores and their count, suppressed already.

    Source: https://github.com/tensorflow/tensorflow/blob/master/tensorflow/lite/kernels/detection_postprocess.cc
    (read 2026-11-22).
    """
    if len(outputs) != 4:
        raise unfit(outputs, "boxes, classes, scores and a count")
    boxes = rows_of(outputs[0])
    classes, scores = (outputs[index].reshape(-1) for index in (1, 2))
    found = np.arange(len(scores)) < round(float(outputs[3].reshape(-1)[0]))
    table = np.zeros((len(scores), int(classes.max(initial=0)) + 1), np.float32)
    table[found, classes[found].astype(int)] = scores[found]
    normalized: Detection = {**task, "form": "corners", "order": "yx", "coordinates": "normalized"}
    return _in_pixels(boxes, normalized, size), table


def _ssd(outputs: list[np.ndarray], task: Detection, size: Size) -> Decoded:
    """Offsets to anchors, scaled by variances.

    Source: Liu et al., "SSD: Single Shot MultiBox Detector", ECCV 2016, and its Caffe code.
    """
    offsets, scores = split_boxes(outputs)
    anchors = anchor_boxes(task, size)
    if len(anchors) != len(offsets):
        raise unfit(outputs, f"{len(offsets)} anchors where the configuration makes {len(anchors)}")
    if task.get("order") == "yx":
        offsets = offsets[:, [1, 0, 3, 2]]
    center, extent = task.get("variances", [0.1, 0.2])
    middle = anchors[:, :2] + offsets[:, :2] * center * anchors[:, 2:]
    sides = anchors[:, 2:] * np.exp(np.clip(offsets[:, 2:] * extent, -20, 20))
    boxes = corners_of(np.concatenate([middle, sides], axis=1))
    return boxes, activate(scores, task["activation"])


def _yolo(outputs: list[np.ndarray], task: Detection, size: Size) -> Decoded:
    """Center, width, height, then objectness where there is one, then the classes; or apart."""
    if len(outputs) == 1:
        matrix = rows_of(outputs[0])
        rows = matrix if len(matrix) >= matrix.shape[1] else matrix.T
        boxes, scores = rows[:, :4], rows[:, 4:]
    else:
        boxes, scores = split_boxes(outputs)
    scores = activate(scores, task["activation"])
    if task.get("objectness", False):
        classes = scores[:, 1:] if scores.shape[1] > 1 else np.ones_like(scores)
        scores = scores[:, :1] * classes
    return _in_pixels(boxes, task, size), scores


def _yunet(outputs: list[np.ndarray], task: Detection, size: Size) -> Decoded:
    """Offsets to the cells of a grid a stride: boxes, objectness and classes each in an output.

    Source: Wu et al., "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence
    Research 2023, and OpenCV's FaceDetectorYN.
    """
    boxes, scores = [], []
    for stride in task.get("strides", [8, 16, 32]):
        columns, rows = (int(side // stride) for side in size)
        here = [m for m in map(rows_of, outputs) if len(m) == columns * rows]
        offsets = [m for m in here if m.shape[1] == 4]
        shares = [m for m in here if m.shape[1] == 1]
        if len(offsets) != 1 or len(shares) != 2:
            raise unfit(outputs, f"boxes, objectness and classes of {columns} by {rows} cells")
        grid = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).reshape(-1, 2)
        middle = (grid + offsets[0][:, :2]) * stride
        sides = np.exp(np.clip(offsets[0][:, 2:], -20, 20)) * stride
        boxes.append(corners_of(np.concatenate([middle, sides], axis=1)))
        both = [np.clip(activate(share, task["activation"]), 0, 1) for share in shares]
        scores.append(np.sqrt(both[0] * both[1]))
    return np.concatenate(boxes), np.concatenate(scores)


def _in_pixels(boxes: np.ndarray, task: Detection, size: Size) -> np.ndarray:
    ordered = boxes[:, [1, 0, 3, 2]] if task.get("order") == "yx" else boxes
    corners = corners_of(ordered) if task.get("form") == "center" else ordered
    return corners * np.tile(size, 2) if task.get("coordinates") == "normalized" else corners


_DECODERS: dict[str, Callable[[list[np.ndarray], Detection, Size], Decoded]] = {
    "boxes": _boxes,
    "postprocess": _postprocess,
    "ssd": _ssd,
    "yolo": _yolo,
    "yunet": _yunet,
}
