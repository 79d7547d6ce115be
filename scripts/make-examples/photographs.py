"""Backgrounds: crops of scikit-learn's two sample photographs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image
from sklearn.datasets import load_sample_images

_HELD_OUT_SHARE = 1 / 3
_LARGEST_CROP = 200


@dataclass(frozen=True)
class Backgrounds:
    """The part of every photograph that one split of the data may show."""

    photographs: list[Image.Image]

    def crop(self, rng: np.random.Generator, size: int) -> Image.Image:
        """Return a square of a photograph, `size` pixels a side, at a random place and scale."""
        photograph = self.photographs[rng.integers(len(self.photographs))]
        side = int(rng.integers(size, _LARGEST_CROP))
        left = int(rng.integers(photograph.width - side))
        top = int(rng.integers(photograph.height - side))
        square = photograph.crop((left, top, left + side, top + side))
        return _dim(square.resize((size, size), Image.Resampling.BILINEAR), rng.uniform(0.2, 0.6))


def load_backgrounds() -> tuple[Backgrounds, Backgrounds]:
    """Return what training may show and what is held out: no pixel is in both."""
    whole = [Image.fromarray(array) for array in load_sample_images().images]
    training = [_columns(image, 0, 1 - _HELD_OUT_SHARE) for image in whole]
    held_out = [_columns(image, 1 - _HELD_OUT_SHARE, 1) for image in whole]
    return Backgrounds(training), Backgrounds(held_out)


def _columns(image: Image.Image, start: float, end: float) -> Image.Image:
    return image.crop((int(start * image.width), 0, int(end * image.width), image.height))


def _dim(image: Image.Image, factor: float) -> Image.Image:
    return image.point(lambda value: int(value * factor))
