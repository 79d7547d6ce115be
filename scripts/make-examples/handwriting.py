"""Scikit-learn's handwritten digits, split once, and drawn with light ink on a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

HELD_OUT_DIGITS = 300
_BRIGHTEST_PIXEL = 16
_INK_THRESHOLD = 96

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Handwriting:
    """Handwritten digits of one split: 8x8 pixels valued 0..16, and the class of each."""

    pixels: NDArray[np.float64]
    labels: NDArray[np.int64]


def load_handwriting() -> tuple[Handwriting, Handwriting]:
    """Return the digits to train on and the held-out ones, with equal shares of every class."""
    digits = load_digits()
    train_pixels, test_pixels, train_labels, test_labels = train_test_split(
        digits.images,
        digits.target,
        test_size=HELD_OUT_DIGITS,
        stratify=digits.target,
        random_state=0,
    )
    return Handwriting(train_pixels, train_labels), Handwriting(test_pixels, test_labels)


def draw_digit(
    canvas: Image.Image, pixels: NDArray[np.float64], side: int, rng: np.random.Generator
) -> Box:
    """Draw a digit of `side` pixels anywhere; return its ink's left, top, right, bottom."""
    stencil = _stencil(pixels, side, rng.uniform(-12, 12))
    left = int(rng.integers(canvas.width - side + 1))
    top = int(rng.integers(canvas.height - side + 1))
    red, green, blue = (int(value) for value in rng.integers(190, 256, size=3))
    canvas.paste((red, green, blue), (left, top), stencil)
    ink = stencil.point(lambda value: 255 if value > _INK_THRESHOLD else 0).getbbox()
    assert ink is not None, "every handwritten digit has ink"
    return (left + ink[0], top + ink[1], left + ink[2], top + ink[3])


def _stencil(pixels: NDArray[np.float64], side: int, degrees: float) -> Image.Image:
    opacity = (pixels * (255 / _BRIGHTEST_PIXEL)).astype(np.uint8)
    enlarged = Image.fromarray(opacity).resize((side, side), Image.Resampling.BICUBIC)
    return enlarged.rotate(degrees, Image.Resampling.BICUBIC)
