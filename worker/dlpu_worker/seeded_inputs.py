"""Synthetic inputs: seeded, and smooth like photographs where a tensor looks like an image."""

from __future__ import annotations

import numpy as np

from dlpu_worker.samples.layout import find_layout


def smooth_field(shape: list[int], rng: np.random.Generator) -> np.ndarray:
    """Values in [0, 1]: waves and blobs along the two largest axes, noise where there are none."""
    if len(shape) < 3 or min(sorted(shape)[-2:]) < 8:
        return rng.random(shape, dtype=np.float32)
    first, second = sorted(sorted(range(len(shape)), key=lambda axis: -shape[axis])[:2])
    rows, columns = np.linspace(0, 1, shape[first]), np.linspace(0, 1, shape[second])
    others = [size for axis, size in enumerate(shape) if axis not in (first, second)]
    planes = [_plane(rows, columns, rng) for _ in range(int(np.prod(others, dtype=int)))]
    field = np.stack(planes).reshape([*others, shape[first], shape[second]])
    return np.ascontiguousarray(np.moveaxis(field, (-2, -1), (first, second)), dtype=np.float32)


def _plane(rows: np.ndarray, columns: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    plane = rng.normal(0, 0.02, (len(rows), len(columns)))
    for frequency in (1, 2, 4, 8, 16):
        angle, phase = rng.uniform(0, 2 * np.pi, 2)
        strength = rng.uniform(0, 1) / np.sqrt(frequency)
        down = 2 * np.pi * frequency * np.cos(angle) * rows + phase
        across = 2 * np.pi * frequency * np.sin(angle) * columns
        # The sine of a sum, as products: two sines a line instead of one a value.
        plane += strength * np.outer(np.sin(down), np.cos(across))
        plane += strength * np.outer(np.cos(down), np.sin(across))
    row, column, radius = rng.uniform(0, 1, 3)
    distance = np.add.outer((rows - row) ** 2, (columns - column) ** 2)
    plane += (distance < (0.05 + 0.3 * radius) ** 2) * rng.uniform(-2, 2)
    low, high = plane.min(), plane.max()
    return (plane - low) / max(high - low, 1e-6)


def probe_inputs(shape: list[int], dtype: np.dtype, seed: int) -> np.ndarray:
    """One tensor to run a model with: pictures in [0, 1], smooth for even seeds; integers 0 or 1.

    Floats that are no pictures are between -1 and 1, so that both signs take part.
    """
    rng = np.random.default_rng(seed)
    if dtype == np.bool_:
        return rng.integers(0, 2, shape).astype(np.bool_)
    if np.issubdtype(dtype, np.integer):
        return rng.integers(0, 2, shape).astype(dtype)
    if find_layout(shape) is None:
        return rng.uniform(-1, 1, shape).astype(dtype)
    values = rng.random(shape, dtype=np.float32) if seed % 2 else smooth_field(shape, rng)
    return values.astype(dtype)
