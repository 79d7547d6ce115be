"""COCO's mean average precision, by pycocotools, in a form that can be drawn anew.

Matching found boxes with wanted ones is pycocotools' own work. What it keeps of each picture is
summed up here as its `accumulate` does, but with a weight a picture.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from dlpu_worker.tasks.coco import Detected, Truth

if TYPE_CHECKING:
    from pycocotools.cocoeval import ImageEvaluation

_RECALLS = np.linspace(0, 1, 101)
THRESHOLDS = np.linspace(0.5, 0.95, 10)


@dataclass(frozen=True)
class Matches:
    """One class over all pictures, detections best first."""

    picture: np.ndarray
    """Of each detection."""
    hit: np.ndarray
    """[thresholds, detections]: whether it found a box that was still wanted."""
    counts: np.ndarray
    """[thresholds, detections]: not set aside as the find of a crowd."""
    wanted: np.ndarray
    """Boxes a picture."""


def match(truth: Truth, found: list[Detected]) -> list[Matches]:
    """Match the detections of each class that the truth has; both as COCO's JSON."""
    with contextlib.redirect_stdout(io.StringIO()):
        expected = COCO()
        expected.dataset = truth
        expected.createIndex()
        actual = expected.loadRes(found) if found else _none_found(truth)
        evaluation = COCOeval(expected, actual, "bbox")
        evaluation.params.areaRng = evaluation.params.areaRng[:1]  # Boxes of all sizes.
        evaluation.evaluate()
    pictures = len(evaluation.params.imgIds)
    return [
        _matches(evaluation.evalImgs[start : start + pictures])
        for start in range(0, len(evaluation.evalImgs), pictures)
    ]


def mean_average_precision(classes: list[Matches], weights: np.ndarray, thresholds: slice) -> float:
    """Mean over the classes that the weighted pictures hold, and over thresholds of overlap."""
    values = [
        precision
        for matches in classes
        for precision in _average_precisions(matches, weights, thresholds)
    ]
    return float(np.mean(values)) if values else float("nan")


def _average_precisions(
    matches: Matches, weights: np.ndarray, thresholds: slice
) -> Iterator[float]:
    wanted = float(matches.wanted @ weights)
    if wanted == 0:
        return
    each = weights[matches.picture] * matches.counts[thresholds]
    hits = np.cumsum(each * matches.hit[thresholds], axis=1)
    found = np.cumsum(each, axis=1)
    precision = hits / np.maximum(found, np.spacing(1))
    best_from_here = np.maximum.accumulate(precision[:, ::-1], axis=1)[:, ::-1]
    for recall, best in zip(hits / wanted, best_from_here, strict=True):
        at = np.searchsorted(recall, _RECALLS, side="left")
        reached = at < len(best)
        yield float(best[at[reached]].sum() / len(_RECALLS))


def _matches(images: list[ImageEvaluation | None]) -> Matches:
    """Join what pycocotools keeps of each picture for one class; None where there is nothing."""
    none = np.zeros((len(THRESHOLDS), 0))
    empty: ImageEvaluation = {
        "dtScores": [],
        "dtMatches": none,
        "dtIgnore": none,
        "gtIgnore": np.zeros(0),
    }
    parts = [image or empty for image in images]
    scores = np.concatenate([np.asarray(part["dtScores"], float) for part in parts])
    order = np.argsort(-scores, kind="mergesort")
    picture = np.repeat(np.arange(len(parts)), [len(part["dtScores"]) for part in parts])
    found = np.concatenate([part["dtMatches"] for part in parts], axis=1)
    ignored = np.concatenate([part["dtIgnore"] for part in parts], axis=1)
    wanted = [int((np.asarray(part["gtIgnore"]) == 0).sum()) for part in parts]
    return Matches(
        picture[order],
        (found != 0)[:, order],
        (ignored == 0)[:, order],
        np.array(wanted, float),
    )


def _none_found(truth: Truth) -> COCO:
    nothing = COCO()
    nothing.dataset = {**truth, "annotations": []}
    nothing.createIndex()
    return nothing
