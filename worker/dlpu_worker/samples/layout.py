"""What pictures are to a model: where their axes are, and what becomes of a pixel."""

from __future__ import annotations

from typing import Literal, TypedDict

import numpy as np


class Preprocess(TypedDict):
    """`x = (pixel - mean) / std` with pixels 0 to 255 and channels in the model's order."""

    resize: Literal["stretch", "letterbox", "center-crop", "none"]
    color: Literal["rgb", "bgr", "gray"]
    mean: list[float]
    std: list[float]
    layout: Literal["nhwc", "nchw"]
    pad: float


class ImageLayout(TypedDict):
    """Where height, width and channels are in a model's input."""

    height: int
    width: int
    channels: int
    channels_first: bool


def find_layout(shape: list[int]) -> ImageLayout | None:
    """The picture that an input of this shape takes, or None when it takes none."""
    if len(shape) not in (3, 4) or shape[0] != 1:
        return None
    if len(shape) == 3:
        return {"height": shape[1], "width": shape[2], "channels": 1, "channels_first": False}
    if shape[3] in (1, 3, 4):
        height, width, channels = shape[1:]
        return {"height": height, "width": width, "channels": channels, "channels_first": False}
    if shape[1] in (1, 3, 4):
        channels, height, width = shape[1:]
        return {"height": height, "width": width, "channels": channels, "channels_first": True}
    return None


def normalize_pixels(pixels: np.ndarray, layout: ImageLayout, preprocess: Preprocess) -> np.ndarray:
    """Apply mean and standard deviation along the channel axis."""
    shape = (-1, 1, 1) if layout["channels_first"] else (-1,)
    mean = np.asarray(preprocess["mean"], np.float32).reshape(shape)
    std = np.asarray(preprocess["std"], np.float32).reshape(shape)
    return (pixels - mean) / std
