"""The example's picture files: small, and free of anything but pixels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_COLOURS = 16
_JPEG_QUALITY = 85


def write_digits(folder: Path, images: list[Image.Image]) -> None:
    """Write `0000.png` and on, each with a palette of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for index, image in enumerate(images):
        flat = image.quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        flat.save(folder / _name(index, "png"), optimize=True)


def write_scenes(folder: Path, images: list[Image.Image]) -> None:
    """Write `0000.jpg` and on."""
    folder.mkdir(parents=True, exist_ok=True)
    for index, image in enumerate(images):
        image.save(folder / _name(index, "jpg"), quality=_JPEG_QUALITY, optimize=True)


def write_labels(path: Path, labels: NDArray[np.int64]) -> None:
    """Write the class of each of the folder's images, in columns file and label."""
    rows = [f"{_name(index, 'png')},{label}\n" for index, label in enumerate(labels)]
    path.write_text("file,label\n" + "".join(rows), newline="\n")


def read_images(folder: Path) -> list[Image.Image]:
    """Decode a folder's images in the order of their names."""
    paths = sorted(path for path in folder.iterdir() if path.suffix != ".csv")
    return [Image.open(path).convert("RGB") for path in paths]


def read_labels(path: Path) -> NDArray[np.int64]:
    """Return the labels in the order of the file, which is the order of the images' names."""
    lines = path.read_text().splitlines()[1:]
    return np.array([int(line.split(",")[1]) for line in lines], np.int64)


def _name(index: int, suffix: str) -> str:
    return f"{index:04d}.{suffix}"
