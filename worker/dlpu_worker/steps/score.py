"""Stored outputs of two models → how well each does the task, on the same labelled samples."""

from __future__ import annotations

from typing import Any, TypedDict

from dlpu_worker.samples.store import open_stores
from dlpu_worker.steps import Progress
from dlpu_worker.tasks.classification import score_classes


class Params(TypedDict):
    """Folders that `run` wrote; the labels are in the samples' order."""

    referenceDir: str
    candidateDir: str
    labels: list[int]


def run(params: Params, progress: Progress) -> dict[str, Any]:
    """Score both; paired, so that what a candidate loses can be told from chance."""
    references = open_stores(params["referenceDir"])
    candidates = open_stores(params["candidateDir"])
    progress("score", 0, 1)
    return {"shares": score_classes(references, candidates, params["labels"])}
