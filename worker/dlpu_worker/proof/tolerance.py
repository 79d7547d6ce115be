"""Whether an output is the source's: within what the source itself leaves open.

The allowance is the larger of a floor (relative to the values) and a multiple of what the source
moves by itself. It is asked of the whole output by its largest and its root-mean-square difference.
Of a steady source it is asked of each slice along each axis as well: a detector's scores of 0 to 1
must not hide behind boxes of 0 to 640 in the same tensor. A source that amplifies rounding does so
at other places in each run, so its slices say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlpu_worker.proof.sensitivity import Answer, distance

FLOOR = 1e-3  # Relative; INT8 has steps of 4e-3.
_SHARED_FLOOR = 1e-5  # Of a slice, relative to the whole output: rounding of float32 sums.
_OWN_FACTOR = 10  # Kernels of another library order their sums in ways that no run here has.
_OWN_RMS_FACTOR = 3  # A mean over all values varies less from run to run than their largest.
_SMALLEST_SCALE = 1e-3  # Kernels' sigmoid and softmax differ by 1e-7 around values of 0.
_SMALLEST_SLICE = 16  # Values; the largest of fewer says little about their scale.
_INTEGER_MISMATCH_SHARE = 0.01


def strain(answer: Answer, actual: np.ndarray) -> float:
    """The difference as a share of what is allowed; up to 1, both compute the same."""
    return min(_strain_from(expected, answer.moved, actual) for expected in answer.expected)


def allowance(answer: Answer) -> float:
    """What a single value of an output may differ by."""
    largest = float(distance(answer.expected[0], np.zeros_like(answer.expected[0])).max(initial=0))
    own = _OWN_FACTOR * float(answer.moved.max(initial=0))
    return max(FLOOR * max(largest, _SMALLEST_SCALE), own)


def _strain_from(expected: np.ndarray, moved: np.ndarray, actual: np.ndarray) -> float:
    if expected.shape != actual.shape:
        return float("inf")
    if not np.issubdtype(expected.dtype, np.floating):
        return _integer_strain(expected, moved, actual)
    if not np.array_equal(np.isfinite(expected), np.isfinite(actual)):
        return float("inf")
    size = distance(expected, np.zeros_like(expected))
    return max(_measures(size, distance(expected, actual), moved), default=0.0)


def _measures(size: np.ndarray, difference: np.ndarray, moved: np.ndarray) -> Iterator[float]:
    if not size.size:
        return
    largest = max(float(size.max()), _SMALLEST_SCALE)
    own = _OWN_FACTOR * float(moved.max())
    yield float(difference.max()) / max(FLOOR * largest, own)
    smallest = FLOOR * _SMALLEST_SCALE
    yield _rms(difference) / max(FLOOR * _rms(size), _OWN_RMS_FACTOR * _rms(moved), smallest)
    if own <= FLOOR * largest:
        yield from _slice_measures(size, difference, moved, largest)


def _slice_measures(
    size: np.ndarray, difference: np.ndarray, moved: np.ndarray, largest: float
) -> Iterator[float]:
    for axis in range(size.ndim):
        length = size.shape[axis]
        if length < 2 or size.size // length < _SMALLEST_SLICE:
            continue
        others = tuple(other for other in range(size.ndim) if other != axis)
        floor = np.maximum(FLOOR * size.max(others), _SHARED_FLOOR * largest)
        allowed = np.maximum(floor, _OWN_FACTOR * moved.max(others))
        allowed = np.maximum(allowed, FLOOR * _SMALLEST_SCALE)
        yield float((difference.max(others) / allowed).max())


def _rms(values: np.ndarray) -> float:
    return float(np.sqrt(np.mean(values**2)))


def _integer_strain(expected: np.ndarray, moved: np.ndarray, actual: np.ndarray) -> float:
    if not expected.size:
        return 0.0
    allowed = max(_INTEGER_MISMATCH_SHARE, _OWN_FACTOR * float(np.mean(moved > 0)))
    return float(np.mean(distance(expected, actual) > 0)) / allowed
