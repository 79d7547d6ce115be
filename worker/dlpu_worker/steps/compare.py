"""Fidelity of a candidate's stored outputs to the reference's, output by output."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from dlpu_worker.failure import user_failure
from dlpu_worker.fidelity.metrics import (
    Sums,
    Variation,
    channel_spans,
    flat_rows,
    holds_class_scores,
    saturation_share,
    top_1,
)
from dlpu_worker.fidelity.parts import Part, compare_part
from dlpu_worker.fidelity.scatter import Scatter, error_to_scatter
from dlpu_worker.samples.store import open_stores
from dlpu_worker.steps import Progress


class OutputFacts(TypedDict):
    """An output as `run` described it."""

    name: str
    shape: list[int]
    dtype: str
    scale: float | None
    zeroPoint: int | None


class Params(TypedDict):
    """Folders that `run` wrote."""

    referenceDir: str
    candidateDir: str
    candidateOutputs: list[OutputFacts]
    parts: list[list[Part]]


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Compare the samples that both folders have."""
    references = open_stores(params["referenceDir"])
    candidates = open_stores(params["candidateDir"])
    facts = params["candidateOutputs"]
    if not len(references) == len(candidates) == len(facts):
        raise user_failure(
            "outputs-differ",
            f"the reference has {len(references)} outputs, the candidate {len(candidates)}",
            "Compare builds of one model.",
        )
    count = min(len(values) for values in (*references, *candidates))
    outputs = []
    for index, (reference, candidate, fact, parts) in enumerate(
        zip(references, candidates, facts, params["parts"], strict=True)
    ):
        progress("compare", index, len(facts))
        compared = _compare_output(reference, candidate, fact, count)
        compared["parts"] = [
            compare_part(reference, candidate, part, count, fact["scale"]) for part in parts
        ]
        outputs.append(compared)
    return {"samples": count, "outputs": outputs}


def _compare_output(
    reference: np.ndarray, candidate: np.ndarray, facts: OutputFacts, count: int
) -> dict[str, object]:
    if reference.shape[1:] != candidate.shape[1:]:
        raise user_failure(
            "outputs-differ",
            f"output {facts['name']} is {list(candidate.shape[1:])}, the reference"
            f" {list(reference.shape[1:])}",
            "Compare builds of one model.",
        )
    sums, expected, actual, scatter = Sums(), Variation(), Variation(), Scatter()
    for wanted, got in zip(flat_rows(reference, count), flat_rows(candidate, count), strict=True):
        sums.add(wanted, got)
        expected.add(wanted)
        scatter.add(wanted)
        actual.add(got)
    scores = holds_class_scores(reference.shape[1:])
    same = top_1(reference, count) == top_1(candidate, count) if scores else None
    return {
        "name": facts["name"],
        "sqnrDb": sums.sqnr_db(),
        "cosine": sums.cosine(),
        "errorToScatter": error_to_scatter(sums.noise, scatter),
        "maxAbsError": sums.max_abs_error,
        "saturationShare": _saturation(candidate, count, facts),
        "hasNan": sums.has_nan,
        "isConstant": actual.is_constant,
        "isEqualAcrossSamples": actual.is_equal_across_samples,
        "referenceIsConstant": expected.is_constant,
        "referenceIsEqualAcrossSamples": expected.is_equal_across_samples,
        "top1Agreement": None if same is None else float(same.mean()),
        "channelSpans": channel_spans(reference, count),
    }


def _saturation(candidate: np.ndarray, count: int, facts: OutputFacts) -> float | None:
    scale, zero_point = facts["scale"], facts["zeroPoint"]
    if scale is None or zero_point is None:
        return None
    return saturation_share(candidate, count, np.dtype(facts["dtype"]), scale, zero_point)
