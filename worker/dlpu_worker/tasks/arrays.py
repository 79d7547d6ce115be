"""A detector's outputs for one picture: which holds the boxes and which the scores."""

from __future__ import annotations

import numpy as np

from dlpu_worker.failure import StepFailure, user_failure
from dlpu_worker.tasks.spec import Activation


def rows_of(output: np.ndarray) -> np.ndarray:
    """One output without its batch, as a matrix; a vector becomes a column."""
    squeezed = output[0] if output.ndim > 1 and output.shape[0] == 1 else output
    if squeezed.ndim == 1:
        return squeezed[:, None]
    return squeezed.reshape(-1, squeezed.shape[-1]) if squeezed.ndim > 2 else squeezed


def split_boxes(outputs: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The four-column output and the one with the scores, rows a box each."""
    matrices = [rows_of(output) for output in outputs]
    boxes = [m for m in matrices if 4 in m.shape]
    if len(boxes) == 2 and len(matrices) == 2:
        boxes = boxes[:1]  # Four scores look like a box: by convention the boxes come first.
    if len(boxes) != 1:
        raise unfit(outputs, "one output with four values a box")
    upright = boxes[0] if boxes[0].shape[1] == 4 else boxes[0].T
    others = [m for m in matrices if m is not boxes[0] and len(upright) in m.shape]
    if len(others) != 1:
        raise unfit(outputs, "one output with the scores of each box")
    scores = others[0] if len(others[0]) == len(upright) else others[0].T
    return upright, scores


def activate(scores: np.ndarray, activation: Activation) -> np.ndarray:
    """Probabilities out of what the network ends with."""
    if activation == "sigmoid":
        return 1 / (1 + np.exp(-np.clip(scores, -80, 80)))
    if activation == "softmax":
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)
    return scores


def weigh_by_objectness(scores: np.ndarray) -> np.ndarray:
    """Scores of classes, each times the first column: that of the box itself."""
    classes = scores[:, 1:] if scores.shape[1] > 1 else np.ones_like(scores)
    return scores[:, :1] * classes


def corners_of(centers: np.ndarray) -> np.ndarray:
    """Center, width and height → left, top, right, bottom."""
    half = centers[:, 2:] / 2
    return np.concatenate([centers[:, :2] - half, centers[:, :2] + half], axis=1)


def unfit(
    outputs: list[np.ndarray],
    wanted: str,
    remedy: str = "Choose another decoder under task in dlpu.yml.",
) -> StepFailure:
    """The decoder that the configuration names cannot read these outputs."""
    shapes = ", ".join(str(list(output.shape)) for output in outputs)
    return user_failure(
        "decoder",
        f"the decoder needs {wanted}, the model gives {shapes}",
        remedy,
    )
