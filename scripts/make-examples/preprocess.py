"""What `dlpu.yml` states about a model's input, applied here the same way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image


@dataclass(frozen=True)
class Normalisation:
    """x = (pixel - mean) / std, for pixels 0..255."""

    mean: float
    std: float


UNIT_RANGE = Normalisation(mean=0, std=255)
SIGNED_RANGE = Normalisation(mean=127.5, std=127.5)


def preprocess(images: list[Image.Image], normalisation: Normalisation) -> NDArray[np.float32]:
    """Return RGB images of one size as one NHWC array, normalised."""
    pixels = np.stack([np.asarray(image, np.float32) for image in images])
    return ((pixels - normalisation.mean) / normalisation.std).astype(np.float32)
