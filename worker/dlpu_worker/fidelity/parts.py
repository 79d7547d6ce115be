"""Fidelity of the parts of an output that joins several tensors, such as boxes and scores."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from dlpu_worker.fidelity.metrics import Sums


class Part(TypedDict):
    """A slice of an output: from `start` up to and without `end` of `axis`, batch included."""

    name: str
    axis: int
    start: int
    end: int


class PartFidelity(TypedDict):
    """How a part came out; `steps` of the output's quantization that its reference values span."""

    name: str
    sqnrDb: float | None
    steps: float | None


def compare_part(
    reference: np.ndarray, candidate: np.ndarray, part: Part, count: int, scale: float | None
) -> PartFidelity:
    """Compare one part of the first `count` samples; both arrays are [samples, batch, …]."""
    within = (slice(None),) * part["axis"] + (slice(part["start"], part["end"]),)
    sums, low, high = Sums(), np.inf, -np.inf
    for row in range(count):
        wanted = np.asarray(reference[row])[within].reshape(-1)
        sums.add(wanted, np.asarray(candidate[row])[within].reshape(-1))
        low, high = min(low, float(wanted.min())), max(high, float(wanted.max()))
    steps = None if scale is None else (high - low) / scale
    return {"name": part["name"], "sqnrDb": sums.sqnr_db(), "steps": steps}
