"""Samples from a seed, in the range that the declared preprocessing gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from dlpu_worker.samples.layout import Preprocess, find_layout, normalize_pixels
from dlpu_worker.samples.store import InputFacts, create_store, sample_shape
from dlpu_worker.seeded_inputs import smooth_field

_SMALLEST_PICTURE = 8


def synthetic_samples(
    inputs: list[InputFacts],
    preprocess: Preprocess | None,
    limit: int,
    seed: int,
    folder: Path,
) -> int:
    """Write `limit` samples for each input; returns `limit`."""
    for index, facts in enumerate(inputs):
        store = create_store(folder, index, facts, limit)
        for row in range(limit):
            rng = np.random.default_rng([seed, index, row])
            store[row] = _sample(facts, preprocess, rng).reshape(sample_shape(facts["shape"]))
        store.flush()
    return limit


def _sample(
    facts: InputFacts, preprocess: Preprocess | None, rng: np.random.Generator
) -> np.ndarray:
    shape, dtype = facts["shape"], np.dtype(facts["dtype"])
    layout = find_layout(shape)
    is_picture = layout is not None and min(layout["height"], layout["width"]) >= _SMALLEST_PICTURE
    if dtype in (np.uint8, np.int8):
        field = smooth_field(shape, rng) * 255
        return (field - (128 if dtype == np.int8 else 0)).round().astype(dtype)
    if not np.issubdtype(dtype, np.floating):
        return rng.integers(0, 2, shape).astype(dtype)
    if layout is None or not is_picture:
        return rng.standard_normal(shape, np.float32)
    field = smooth_field(shape, rng)
    if preprocess is None:
        return field
    pixels = np.rint(field * 255).reshape(sample_shape(shape))
    return normalize_pixels(pixels, layout, preprocess)
