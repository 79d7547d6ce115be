"""Calibration and evaluation data as the `.tflite` wants it, with a report of what was read."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypedDict

import numpy as np

from dlpu_worker.failure import user_failure
from dlpu_worker.samples.from_arrays import samples_from_arrays
from dlpu_worker.samples.from_images import Report, samples_from_images, value_range
from dlpu_worker.samples.layout import Preprocess
from dlpu_worker.samples.store import InputFacts
from dlpu_worker.samples.synthetic import synthetic_samples
from dlpu_worker.steps import Progress


class Source(TypedDict):
    """Where samples come from; `files` is empty for synthetic ones."""

    kind: Literal["images", "arrays", "synthetic"]
    files: list[str]


class Params(TypedDict):
    """At most `limit` samples go to `outDir/<input index>.npy`."""

    inputs: list[InputFacts]
    source: Source
    preprocess: Preprocess | None
    limit: int
    seed: int
    outDir: str


_AS_THEY_ARE: Preprocess = {
    "resize": "stretch",
    "color": "rgb",
    "mean": [0.0],
    "std": [1.0],
    "layout": "nhwc",
    "pad": 0,
}


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Make the samples and say what they are."""
    inputs, source, folder = params["inputs"], params["source"], Path(params["outDir"])
    preprocess = params["preprocess"] or _AS_THEY_ARE
    report: Report = {"images": [], "undecodable": [], "duplicates": [], "constant": []}
    if source["kind"] == "images":
        files = _choose(source["files"], params["limit"], params["seed"])
        report = samples_from_images(inputs, files, preprocess, folder, progress)
        count, used = len(source["files"]), len(report["images"])
    elif source["kind"] == "arrays":
        layout = preprocess["layout"]
        limit = params["limit"]
        count, used = samples_from_arrays(inputs, source["files"], layout, limit, folder)
    else:
        used = synthetic_samples(
            inputs, params["preprocess"], params["limit"], params["seed"], folder
        )
        count = used
    if used == 0:
        raise user_failure("no-samples", "there are no samples", "Raise the limit above 0.")
    synthetic = source["kind"] == "synthetic"
    limits = value_range(folder, used)
    return {"count": count, "used": used, "synthetic": synthetic, "range": limits, **report}


def _choose(files: list[str], limit: int, seed: int) -> list[str]:
    """All files, or a seeded choice of `limit` of them in their order."""
    if len(files) <= limit:
        return files
    chosen = np.random.default_rng(seed).permutation(len(files))[:limit]
    return [files[index] for index in sorted(chosen)]
