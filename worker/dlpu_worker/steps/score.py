"""Stored outputs of two models → how well each does the task, on the same labelled samples."""

from __future__ import annotations

from typing import TypedDict

from dlpu_worker.samples.store import open_stores
from dlpu_worker.steps import Progress
from dlpu_worker.tasks.classification import score_classes
from dlpu_worker.tasks.geometry import Resize
from dlpu_worker.tasks.label_array import read_classes
from dlpu_worker.tasks.labels import Labels
from dlpu_worker.tasks.spec import Task


class Params(TypedDict):
    """Folders that `make_samples` and `run` wrote; which labels there are follows from the task."""

    task: Task
    samplesDir: str
    resize: Resize
    referenceDir: str
    candidateDir: str
    outputs: list[int] | None
    labels: Labels


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Score both; paired, so that what a candidate loses can be told from chance."""
    task, labels = params["task"], params["labels"]
    reference, candidate = (
        open_stores(params[folder], params["outputs"])
        for folder in ("referenceDir", "candidateDir")
    )
    if task["kind"] == "classification" and (
        labels["kind"] == "classes" or labels["kind"] == "array"
    ):
        classes = read_classes(labels) if labels["kind"] == "array" else labels["classes"]
        return {"shares": score_classes(reference, candidate, classes), "resampled": []}
    sample, resize = open_stores(params["samplesDir"])[0][0], params["resize"]
    # Only who asks for it waits for pycocotools.
    if task["kind"] == "detection" and labels["kind"] == "boxes":
        from dlpu_worker.tasks.detection import score_detections

        scored = score_detections(reference, candidate, sample, resize, task, labels, progress)
    elif task["kind"] == "segmentation" and (
        labels["kind"] == "masks" or labels["kind"] == "array"
    ):
        from dlpu_worker.tasks.segmentation import score_segments

        scored = score_segments(reference, candidate, sample, resize, task, labels, progress)
    else:
        raise ValueError(f"{labels['kind']} are no labels of {task['kind']}")
    return {"shares": [], "resampled": scored}
