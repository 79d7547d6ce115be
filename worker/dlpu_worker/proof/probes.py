"""Inputs to prove a conversion with: what the model is made for, not noise of another size.

A conversion is judged where the model will run. Far outside of it, a network of many attention
layers amplifies rounding until two correct runtimes differ in the first digit.
"""

from __future__ import annotations

import numpy as np

from dlpu_worker.samples.layout import Preprocess, find_layout, normalize_pixels
from dlpu_worker.samples.store import InputFacts
from dlpu_worker.seeded_inputs import probe_inputs

_SEEDS = 2  # One smooth, one of independent values.
Probe = list[np.ndarray]
"""One tensor an input, in its own shape and type."""


def seeded_probes(inputs: list[InputFacts], preprocess: Preprocess | None = None) -> list[Probe]:
    """Values of the range that the declared preprocessing gives; from 0 to 1 without one."""
    return [
        [_seeded(facts, preprocess, seed * 100 + index) for index, facts in enumerate(inputs)]
        for seed in range(_SEEDS)
    ]


def _seeded(facts: InputFacts, preprocess: Preprocess | None, seed: int) -> np.ndarray:
    values = probe_inputs(facts["shape"], np.dtype(facts["dtype"]), seed)
    layout = find_layout(facts["shape"])
    if preprocess is None or layout is None or not np.issubdtype(values.dtype, np.floating):
        return values
    pixels = np.rint(values.reshape(facts["shape"]) * 255).astype(np.float32)
    return normalize_pixels(pixels[0], layout, preprocess)[None].astype(values.dtype)
