"""Probes from the user's calibration data."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

import numpy as np

from dlpu_worker.failure import StepFailure
from dlpu_worker.proof.probes import Probe, seeded_probes
from dlpu_worker.samples.from_arrays import samples_from_arrays
from dlpu_worker.samples.from_images import samples_from_images
from dlpu_worker.samples.layout import Preprocess, find_layout
from dlpu_worker.samples.store import InputFacts, open_stores

_SAMPLES = 2


class Declared(TypedDict):
    """Picture files or arrays (both may be empty), and how pixels from 0 to 255 become values."""

    images: list[str]
    arrays: list[str]
    preprocess: Preprocess


def make_probes(inputs: list[InputFacts], declared: Declared | None) -> list[Probe]:
    """The first samples, then values of the declared range."""
    if declared is None:
        return seeded_probes(inputs)
    return _from_samples(inputs, declared) + seeded_probes(inputs, declared["preprocess"])


def _from_samples(inputs: list[InputFacts], declared: Declared) -> list[Probe]:
    """The first samples; none where they cannot be read, which the samples' own step reports."""
    channels_last = [_channels_last(facts) for facts in inputs]
    folder, preprocess = Path("probes"), declared["preprocess"]
    try:
        if declared["images"]:
            files = declared["images"][:_SAMPLES]
            samples_from_images(channels_last, files, preprocess, folder, lambda *_: None)
        elif declared["arrays"]:
            layout = preprocess["layout"]
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
