"""Inputs to prove a conversion with: what the model is made for, not noise of another size.

A conversion is judged where the model will run: on calibration samples where there are some, and on
values of the range that the declared preprocessing gives. Far outside of it, a network of many
attention layers amplifies rounding until two correct runtimes differ in the first digit.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

import numpy as np

from dlpu_worker.failure import StepFailure
from dlpu_worker.samples.from_arrays import samples_from_arrays
from dlpu_worker.samples.from_images import samples_from_images
from dlpu_worker.samples.images import Preprocess, find_layout, normalize_pixels
from dlpu_worker.samples.store import InputFacts, open_stores
from dlpu_worker.seeded_inputs import probe_inputs

_SAMPLES = 2
_SEEDS = 2  # One smooth, one of independent values.


class Declared(TypedDict):
    """What is declared about a model's inputs: pictures or arrays (both may be empty), and how
    pixels from 0 to 255 become values (`None`: values from 0 to 1)."""

    images: list[str]
    arrays: list[str]
    preprocess: Preprocess | None


def make_probes(inputs: list[InputFacts], declared: Declared | None) -> list[list[np.ndarray]]:
    """One list of tensors a probe, in the inputs' own shapes and types."""
    preprocess = declared["preprocess"] if declared else None
    seeded = [
        [_seeded(facts, preprocess, seed * 100 + index) for index, facts in enumerate(inputs)]
        for seed in range(_SEEDS)
    ]
    return (_from_samples(inputs, declared) if declared else []) + seeded


def _seeded(facts: InputFacts, preprocess: Preprocess | None, seed: int) -> np.ndarray:
    values = probe_inputs(facts["shape"], np.dtype(facts["dtype"]), seed)
    layout = find_layout(facts["shape"])
    if preprocess is None or layout is None or not np.issubdtype(values.dtype, np.floating):
        return values
    pixels = np.rint(values.reshape(facts["shape"]) * 255).astype(np.float32)
    return normalize_pixels(pixels[0], layout, preprocess)[None].astype(values.dtype)


def _from_samples(inputs: list[InputFacts], declared: Declared) -> list[list[np.ndarray]]:
    """The first samples; none where they cannot be read, which the samples' own step reports."""
    channels_last = [_channels_last(facts) for facts in inputs]
    folder, preprocess = Path("probes"), declared["preprocess"]
    try:
        if declared["images"] and preprocess is not None:
            files = declared["images"][:_SAMPLES]
            samples_from_images(channels_last, files, preprocess, folder, lambda *_: None)
        elif declared["arrays"]:
            layout = preprocess["layout"] if preprocess else "nhwc"
            samples_from_arrays(channels_last, declared["arrays"], layout, _SAMPLES, folder)
        else:
            return []
    except StepFailure:
        return []
    stores = open_stores(folder)
    return [
        [_as_input(rows[row], facts) for rows, facts in zip(stores, inputs, strict=True)]
        for row in range(len(stores[0]))
    ]


def _is_channels_first(facts: InputFacts) -> bool:
    layout = find_layout(facts["shape"])
    return layout is not None and layout["channels_first"]


def _channels_last(facts: InputFacts) -> InputFacts:
    if not _is_channels_first(facts):
        return facts
    batch, channels, height, width = facts["shape"]
    return {**facts, "shape": [batch, height, width, channels]}


def _as_input(sample: np.ndarray, facts: InputFacts) -> np.ndarray:
    values = np.moveaxis(sample, -1, 0) if _is_channels_first(facts) else sample
    return np.ascontiguousarray(values, np.dtype(facts["dtype"])).reshape(facts["shape"])
