"""Where a point of a picture lies in the model's input, for each way to resize."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import ExifTags, Image

from dlpu_worker.samples.layout import ImageLayout, find_layout

_FIRST_TURNED = 5
"""Of the eight ways in which a camera may be held, the last four swap width and height."""

Resize = Literal["stretch", "letterbox", "center-crop", "none"]


@dataclass(frozen=True)
class Geometry:
    """`input = picture * scale + offset`, for x and y."""

    scale: tuple[float, float]
    offset: tuple[float, float]

    def to_picture(self, boxes: np.ndarray) -> np.ndarray:
        """Boxes of left, top, right, bottom, from the model's input to the picture."""
        return (boxes - np.tile(self.offset, 2)) / np.tile(self.scale, 2)


def geometry_of(picture: tuple[int, int], size: tuple[int, int], resize: Resize) -> Geometry:
    """How `samples.images` brings a picture of this width and height to the model's size."""
    (width, height), (wanted_width, wanted_height) = picture, size
    ratios = (wanted_width / width, wanted_height / height)
    if resize in ("stretch", "none"):
        return Geometry(ratios, (0.0, 0.0))
    ratio = min(ratios) if resize == "letterbox" else max(ratios)
    spare = (wanted_width - width * ratio, wanted_height - height * ratio)
    return Geometry((ratio, ratio), (spare[0] / 2, spare[1] / 2))


def input_layout(sample: np.ndarray) -> ImageLayout:
    """Height and width of the picture that a stored sample is."""
    layout = find_layout([1, *sample.shape])
    if layout is None:
        raise ValueError(f"a sample of shape {sample.shape} is no picture")
    return layout


def picture_size(path: str) -> tuple[int, int]:
    """Width and height of a picture, upright; its pixels are not read."""
    with Image.open(path) as image:
        width, height = image.size
        turned = image.getexif().get(ExifTags.Base.Orientation, 1) >= _FIRST_TURNED
    return (height, width) if turned else (width, height)
