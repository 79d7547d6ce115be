"""A detector's outputs for one picture → boxes in pixels of its input, with a score a class."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dlpu_worker.tasks.arrays import (
    activate,
    corners_of,
    rows_of,
    split_boxes,
    unfit,
    weigh_by_objectness,
)
from dlpu_worker.tasks.head_boxes import decode_ssd, decode_yolo_heads, decode_yunet
from dlpu_worker.tasks.spec import Decoded, Detection, Size


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
        scores = weigh_by_objectness(scores)
    return _in_pixels(boxes, task, size), scores


def _in_pixels(boxes: np.ndarray, task: Detection, size: Size) -> np.ndarray:
    ordered = boxes[:, [1, 0, 3, 2]] if task.get("order") == "yx" else boxes
    corners = corners_of(ordered) if task.get("form") == "center" else ordered
    return corners * np.tile(size, 2) if task.get("coordinates") == "normalized" else corners


_DECODERS: dict[str, Callable[[list[np.ndarray], Detection, Size], Decoded]] = {
    "boxes": _boxes,
    "postprocess": _postprocess,
    "ssd": decode_ssd,
    "yolo": _yolo,
    "yolo-heads": decode_yolo_heads,
    "yunet": decode_yunet,
}
