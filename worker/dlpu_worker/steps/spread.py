"""How far two sets of kernels disagree on one model: the uncertainty of the emulation."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from dlpu_worker.fidelity.metrics import flat_rows
from dlpu_worker.samples.store import open_stores
from dlpu_worker.steps import Progress
from dlpu_worker.steps.compare import OutputFacts


class Params(TypedDict):
    """Two folders that `run` wrote for the same model and samples."""

    firstDir: str
    secondDir: str
    outputs: list[OutputFacts]


def run(params: Params, _progress: Progress) -> dict[str, object]:
    """Differences in units of each output's scale, over the samples that both folders have."""
    firsts, seconds = open_stores(params["firstDir"]), open_stores(params["secondDir"])
    count = min(len(values) for values in (*firsts, *seconds))
    outputs = [
        _spread(first, second, facts, count)
        for first, second, facts in zip(firsts, seconds, params["outputs"], strict=True)
    ]
    return {"samples": count, "outputs": outputs}


def _spread(
    first: np.ndarray, second: np.ndarray, facts: OutputFacts, count: int
) -> dict[str, object]:
    largest = total = 0.0
    different = elements = 0
    scale = facts["scale"]
    smallest = (scale or 0.0) / 2  # Dequantized neighbours are a whole scale apart.
    for a, b in zip(flat_rows(first, count), flat_rows(second, count), strict=True):
        gaps = np.nan_to_num(np.abs(a.astype(np.float64) - b.astype(np.float64)))
        largest = max(largest, float(gaps.max(initial=0.0)))
        total += float(gaps.sum())
        different += int((gaps > smallest).sum())
        elements += gaps.size
    return {
        "name": facts["name"],
        "maxLsb": round(largest / scale, 3) if scale else None,
        "meanLsb": total / max(elements, 1) / scale if scale else None,
        "maxAbsDiff": largest,
        "share": different / max(elements, 1),
    }
