"""What `task` in dlpu.yml says, as the worker gets it."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

import numpy as np

Size = tuple[int, int]
"""Width and height of the model's input."""
Decoded = tuple[np.ndarray, np.ndarray]
"""Left, top, right, bottom of each box, and a column of scores a class."""
Activation = Literal["none", "sigmoid", "softmax"]


class Detection(TypedDict):
    """A detector: how its outputs become boxes, and which of them count."""

    kind: Literal["detection"]
    decoder: Literal["boxes", "ssd", "yolo", "yolo-heads", "yunet", "postprocess"]
    scoreThreshold: float
    iouThreshold: float
    activation: Activation
    form: NotRequired[Literal["corners", "center"]]
    order: NotRequired[Literal["xy", "yx"]]
    coordinates: NotRequired[Literal["pixels", "normalized"]]
    objectness: NotRequired[bool]
    version: NotRequired[Literal["v3", "v5", "v8", "x"]]
    bins: NotRequired[int]
    anchors: NotRequired[list[list[list[float]]]]
    strides: NotRequired[list[float]]
    grids: NotRequired[list[list[int]]]
    variances: NotRequired[list[float]]


class Segmentation(TypedDict):
    """A network with a class for each pixel."""

    kind: Literal["segmentation"]
    classes: int
    ignore: int | None
    threshold: float


class Classification(TypedDict):
    """A network with one score a class."""

    kind: Literal["classification"]


Task = Classification | Detection | Segmentation
