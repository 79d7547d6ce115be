"""Samples on disk: `<input index>.npy`, first axis the sample, read and written in place."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TypedDict

import numpy as np

from dlpu_worker.failure import user_failure
from dlpu_worker.input_shapes import require_feasible

_MAX_STORE_BYTES = 2**35
"""32 GiB, more than runners have to spare; a thousand pictures of 1280x1280 take 20."""


class InputFacts(TypedDict):
    """A graph input as the `.tflite` wants it."""

    name: str
    shape: list[int]
    dtype: str


def sample_shape(shape: list[int]) -> tuple[int, ...]:
    """The shape of one sample: a batch of 1 is left out, any other first axis belongs to it."""
    return tuple(shape[1:]) if shape[:1] == [1] else tuple(shape)


def create_store(folder: Path, index: int, facts: InputFacts, count: int) -> np.memmap:
    """A writable array for `count` samples of one input, backed by its file."""
    require_feasible(facts["name"], facts["shape"])
    _require_room(facts, count)
    folder.mkdir(parents=True, exist_ok=True)
    return np.lib.format.open_memmap(
        folder / f"{index}.npy",
        mode="w+",
        dtype=np.dtype(facts["dtype"]),
        shape=(count, *sample_shape(facts["shape"])),
    )


def _require_room(facts: InputFacts, count: int) -> None:
    size = count * math.prod(facts["shape"]) * np.dtype(facts["dtype"]).itemsize
    if size > _MAX_STORE_BYTES:
        raise user_failure(
            "oversized-samples",
            f"{count} samples of input {facts['name']} ({facts['shape']}) are {size} bytes; at most"
            f" {_MAX_STORE_BYTES} are taken",
            "Use fewer samples: lower the limit of the data in dlpu.yml.",
        )


def shorten_store(folder: Path, index: int, count: int) -> None:
    """Keep the first `count` samples."""
    path, rest = folder / f"{index}.npy", folder / f"{index}.rest.npy"
    path.rename(rest)
    source = np.load(rest, mmap_mode="r")
    kept = np.lib.format.open_memmap(
        path, mode="w+", dtype=source.dtype, shape=(count, *source.shape[1:])
    )
    for row in range(count):
        kept[row] = source[row]
    kept.flush()
    rest.unlink()


def open_stores(folder: str | Path, only: list[int] | None = None) -> list[np.ndarray]:
    """All inputs in the graph's order, or those at some positions, mapped read-only."""
    paths = sorted(Path(folder).glob("*.npy"), key=lambda path: int(path.stem))
    chosen = paths if only is None else [paths[position] for position in only]
    return [np.load(path, mmap_mode="r") for path in chosen]
