"""The classifier's pictures: one digit on a photograph, 32x32 RGB."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from handwriting import Handwriting, draw_digit
from photographs import Backgrounds

SIZE = 32


@dataclass(frozen=True)
class DigitImages:
    """Pictures (RGB, 32x32) and the class of each."""

    images: list[Image.Image]
    labels: NDArray[np.int64]


def render_digits(
    handwriting: Handwriting, backgrounds: Backgrounds, copies: int, seed: int
) -> DigitImages:
    """Draw every digit `copies` times, each time at another place, size, angle and colour."""
    rng = np.random.default_rng(seed)
    images = []
    for _ in range(copies):
        for pixels in handwriting.pixels:
            canvas = backgrounds.crop(rng, SIZE)
            draw_digit(canvas, pixels, int(rng.integers(22, SIZE + 1)), rng)
            images.append(canvas)
    return DigitImages(images, np.tile(handwriting.labels, copies))
