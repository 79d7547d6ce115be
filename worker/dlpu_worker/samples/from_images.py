"""Samples from picture files, with what a careful reader would notice about them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypedDict

import numpy as np

from dlpu_worker.failure import user_failure
from dlpu_worker.samples.images import UndecodableError, decode_image, image_tensor
from dlpu_worker.samples.layout import ImageLayout, Preprocess, find_layout, normalize_pixels
from dlpu_worker.samples.store import InputFacts, create_store, sample_shape, shorten_store
from dlpu_worker.steps import Progress


class Report(TypedDict):
    """What was read: pictures with their SHA-256, and files that a careful reader would notice."""

    images: list[dict[str, str]]
    undecodable: list[dict[str, str]]
    duplicates: list[list[str]]
    constant: list[str]


def samples_from_images(
    inputs: list[InputFacts],
    files: list[str],
    preprocess: Preprocess,
    folder: Path,
    progress: Progress,
) -> Report:
    """Decode `files` in order into the model's one picture input."""
    layout = _picture_layout(inputs)
    store = create_store(folder, 0, inputs[0], len(files))
    images: list[dict[str, str]] = []
    undecodable: list[dict[str, str]] = []
    constant: list[str] = []
    for number, file in enumerate(files):
        progress("decode", number, len(files))
        try:
            pixels = image_tensor(decode_image(Path(file)), layout, preprocess)
        except UndecodableError as error:
            undecodable.append({"file": file, "reason": str(error)[:200]})
            continue
        if pixels.min() == pixels.max():
            constant.append(file)
        values = normalize_pixels(pixels, layout, preprocess)
        store[len(images)] = values.reshape(sample_shape(inputs[0]["shape"]))
        images.append({"file": file, "sha256": _sha256(file)})
    if not images:
        reason = undecodable[0]["reason"] if undecodable else "the list is empty"
        raise user_failure(
            "no-images",
            f"none of {len(files)} images can be used: {reason}",
            "Give JPEG, PNG or BMP files that an image viewer opens, or correct the resize policy.",
        )
    store.flush()
    if len(images) < len(files):
        shorten_store(folder, 0, len(images))
    return {
        "images": images,
        "undecodable": undecodable,
        "duplicates": _duplicates(images),
        "constant": constant,
    }


def _picture_layout(inputs: list[InputFacts]) -> ImageLayout:
    layout = find_layout(inputs[0]["shape"]) if len(inputs) == 1 else None
    if layout is None:
        shapes = ", ".join(f"{facts['name']} {facts['shape']}" for facts in inputs)
        raise user_failure(
            "not-a-picture",
            f"images cannot feed a model with the inputs {shapes}",
            "Give .npz files with one array an input.",
        )
    return layout


def _sha256(file: str) -> str:
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


def _duplicates(images: list[dict[str, str]]) -> list[list[str]]:
    by_hash: dict[str, list[str]] = {}
    for image in images:
        by_hash.setdefault(image["sha256"], []).append(image["file"])
    return [files for files in by_hash.values() if len(files) > 1]


def value_range(folder: Path, count: int) -> dict[str, float]:
    """Smallest and largest value of the first input."""
    values = np.load(folder / "0.npy", mmap_mode="r")
    rows = [(float(values[i].min()), float(values[i].max())) for i in range(count)]
    return {"min": min(low for low, _ in rows), "max": max(high for _, high in rows)}
