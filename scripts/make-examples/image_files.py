"""The example's picture files: small, and free of anything but pixels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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


def write_boxes(path: Path, size: int, boxes: list[NDArray[np.float32]]) -> None:
    """Write the digits' boxes in each of the folder's images, in pixels, as COCO's JSON."""
    sides = [(index, box * size) for index, found in enumerate(boxes) for box in found]
    labels = {
        "images": [
            {"id": index + 1, "file_name": _name(index, "jpg"), "width": size, "height": size}
            for index in range(len(boxes))
        ],
        "annotations": [
            _annotation(number + 1, index + 1, sides) for number, (index, sides) in enumerate(sides)
        ],
        "categories": [{"id": 1, "name": "digit"}],
    }
    path.write_text(json.dumps(labels) + "\n", newline="\n")


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


def _annotation(number: int, image: int, sides: NDArray[np.float32]) -> dict[str, Any]:
    left, top, right, bottom = (round(float(side), 1) for side in sides)
    width, height = round(right - left, 1), round(bottom - top, 1)
    return {
        "id": number,
        "image_id": image,
        "category_id": 1,
        "bbox": [left, top, width, height],
        "area": round(width * height, 2),
        "iscrowd": 0,
    }


def _name(index: int, suffix: str) -> str:
    return f"{index:04d}.{suffix}"
