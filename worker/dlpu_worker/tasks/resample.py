"""95 % intervals of measures that have no closed form, by drawing the samples anew.

The percentile bootstrap of Efron and Tibshirani, "An Introduction to the Bootstrap", 1993. Both
models see the same draws, so the interval of their difference is that of a paired one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

import numpy as np

_DRAWS = 200
_FEWEST = 10
"""Fewer pictures repeat themselves too much for their spread to say anything."""

Measure = Callable[[np.ndarray], float]
"""Of samples that count as often as their weights say; NaN where there is nothing to measure."""


class Interval(TypedDict):
    """Of 95 of 100 draws."""

    low: float
    high: float


class Resampled(TypedDict):
    """A measure of both models, and what the candidate lost."""

    name: str
    reference: float
    candidate: float
    referenceInterval: Interval | None
    candidateInterval: Interval | None
    dropInterval: Interval | None
    samples: int


def resample(name: str, reference: Measure, candidate: Measure, samples: int) -> Resampled:
    """Measure both on all samples and on seeded draws of as many."""
    once = np.ones(samples)
    draws = _draws(reference, candidate, samples)
    first, second = draws[:, 0], draws[:, 1]
    return {
        "name": name,
        "reference": reference(once),
        "candidate": candidate(once),
        "referenceInterval": _interval(first),
        "candidateInterval": _interval(second),
        "dropInterval": _interval(first - second),
        "samples": samples,
    }


def _draws(reference: Measure, candidate: Measure, samples: int) -> np.ndarray:
    if samples < _FEWEST:
        return np.empty((0, 2))
    rng = np.random.default_rng(0)
    weights = rng.multinomial(samples, np.full(samples, 1 / samples), size=_DRAWS)
    return np.array([(reference(weight), candidate(weight)) for weight in weights])


def _interval(values: np.ndarray) -> Interval | None:
    """None where nothing varies: that says more of the data's size than of certainty."""
    known = values[np.isfinite(values)]
    if len(known) == 0 or known.min() == known.max():
        return None
    low, high = np.percentile(known, [2.5, 97.5])
    return {"low": float(low), "high": float(high)}
