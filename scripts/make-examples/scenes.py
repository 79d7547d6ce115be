"""The detector's pictures: one to three digits on a photograph, 96x96 RGB, and their boxes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from handwriting import Box, Handwriting, draw_digit
from photographs import Backgrounds

SIZE = 96
_LARGEST_OVERLAP = 0.1
_MOST_DIGITS = 3


def render_scenes(
    handwriting: Handwriting, backgrounds: Backgrounds, count: int, seed: int
) -> tuple[list[Image.Image], list[NDArray[np.float32]]]:
    """Return `count` scenes and, for each, its boxes [n, 4]: left, top, right, bottom in 0..1."""
    rng = np.random.default_rng(seed)
    scenes = [_render_scene(handwriting, backgrounds, rng) for _ in range(count)]
    return [image for image, _ in scenes], [boxes for _, boxes in scenes]


def _render_scene(
    handwriting: Handwriting, backgrounds: Backgrounds, rng: np.random.Generator
) -> tuple[Image.Image, NDArray[np.float32]]:
    scene = backgrounds.crop(rng, SIZE)
    boxes: list[Box] = []
    for _ in range(int(rng.integers(1, _MOST_DIGITS + 1))):
        attempt = scene.copy()
        pixels = handwriting.pixels[rng.integers(len(handwriting.pixels))]
        box = draw_digit(attempt, pixels, int(rng.integers(18, 49)), rng)
        if all(_overlap(box, other) <= _LARGEST_OVERLAP for other in boxes):
            scene = attempt
            boxes.append(box)
    return scene, (np.array(boxes) / SIZE).astype(np.float32)


def _overlap(box: Box, other: Box) -> float:
    width = min(box[2], other[2]) - max(box[0], other[0])
    height = min(box[3], other[3]) - max(box[1], other[1])
    area = (other[2] - other[0]) * (other[3] - other[1])
    return max(width, 0) * max(height, 0) / area
