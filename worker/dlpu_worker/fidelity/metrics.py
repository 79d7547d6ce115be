"""Measures over two arrays of outputs with samples on the first axis, read sample by sample."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

_EQUAL_TOLERANCE = 1e-6  # Relative to the largest value: below it, outputs do not depend on inputs.
_MOST_CHANNELS = 4096  # More are positions, not channels.


@dataclass
class Sums:
    """What one pass over reference and candidate accumulates."""

    signal: float = 0.0
    noise: float = 0.0
    dot: float = 0.0
    candidate: float = 0.0
    max_abs_error: float = 0.0
    has_nan: bool = False

    def add(self, reference: np.ndarray, candidate: np.ndarray) -> None:
        """Take one sample in; NaN and infinite values of either side are counted out."""
        finite = np.isfinite(reference) & np.isfinite(candidate)
        self.has_nan |= not np.isfinite(candidate).all()
        a, b = reference[finite].astype(np.float64), candidate[finite].astype(np.float64)
        if a.size == 0:
            return
        self.signal += float(a @ a)
        self.noise += float((a - b) @ (a - b))
        self.dot += float(a @ b)
        self.candidate += float(b @ b)
        self.max_abs_error = max(self.max_abs_error, float(np.abs(a - b).max()))

    def sqnr_db(self) -> float | None:
        """Signal to quantization noise; None without signal or without noise."""
        if self.signal <= 0 or self.noise <= 0:
            return None
        return 10 * float(np.log10(self.signal / self.noise))

    def cosine(self) -> float | None:
        """Cosine similarity over all samples; None when a side is zero everywhere."""
        length = float(np.sqrt(self.signal) * np.sqrt(self.candidate))
        return self.dot / length if length > 0 else None


@dataclass
class Variation:
    """Whether outputs vary within a sample and from sample to sample."""

    first: np.ndarray | None = None
    low: float = field(default=np.inf)
    high: float = field(default=-np.inf)
    differs: float = 0.0
    samples: int = 0

    def add(self, values: np.ndarray) -> None:
        """Take one sample in."""
        finite = values[np.isfinite(values)]
        if finite.size:
            self.low = min(self.low, float(finite.min()))
            self.high = max(self.high, float(finite.max()))
        if self.first is None:
            self.first = np.array(values)
        else:
            self.differs = max(
                self.differs, float(np.nanmax(np.abs(values - self.first), initial=0))
            )
        self.samples += 1

    @property
    def is_constant(self) -> bool:
        """One and the same value everywhere."""
        return self.first is not None and self.first.size > 1 and self.low == self.high

    @property
    def is_equal_across_samples(self) -> bool:
        """Every sample gives the same output, so that the input does not matter."""
        largest = max(abs(self.low), abs(self.high), 1e-30)
        return self.samples > 1 and self.differs <= _EQUAL_TOLERANCE * largest


def flat_rows(values: np.ndarray, count: int) -> Iterator[np.ndarray]:
    """The first `count` samples, each as a vector."""
    for row in range(count):
        yield np.asarray(values[row]).reshape(-1)


def channel_spans(values: np.ndarray, count: int) -> list[float] | None:
    """By channel, how much a scale must hold, zero included; None without positions to share it."""
    channels = values.shape[-1]
    if values.ndim < 4 or channels > _MOST_CHANNELS:  # Samples, batch, positions, channels.
        return None
    flat = np.asarray(values[:count]).reshape(-1, channels)
    spans = np.maximum(flat.max(axis=0), 0) - np.minimum(flat.min(axis=0), 0)
    return spans.astype(float).tolist() if np.isfinite(spans).all() else None


def holds_class_scores(shape: tuple[int, ...]) -> bool:
    """Whether one sample is a single vector of scores: [10], [1, 10], [1, 10, 1, 1].

    [1, 1600, 1] is none: detectors lay out their anchors like that.
    """
    longest = max(shape, default=0)
    return len(shape) != 3 and longest > 1 and int(np.prod(shape)) == longest


def find_class_scores(outputs: list[np.ndarray]) -> int | None:
    """The first output with one score a class, the samples along the first axis."""
    return next((i for i, v in enumerate(outputs) if holds_class_scores(v.shape[1:])), None)


def top_1(values: np.ndarray, count: int) -> np.ndarray:
    """The best class of each sample."""
    return np.array([int(np.argmax(row)) for row in flat_rows(values, count)])


def saturation_share(
    values: np.ndarray, count: int, dtype: np.dtype, scale: float, zero_point: int
) -> float:
    """Share of dequantized values at either end of the integer range.

    An end that stands for zero is no saturation: ReLU, sigmoid and softmax rest there.
    """
    limits = np.iinfo(dtype)
    ends = [(limit - zero_point) * np.float32(scale) for limit in (limits.min, limits.max)]
    ends = [end for end in ends if abs(end) > scale / 2]
    if not ends:
        return 0.0
    hits = sum(
        int(np.isclose(row, end, rtol=0, atol=scale / 4).sum())
        for row in flat_rows(values, count)
        for end in ends
    )
    return hits / max(int(np.prod(values[:count].shape)), 1)
