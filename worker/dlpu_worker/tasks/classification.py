"""Top-1 and top-5: whether the label is among a classifier's best classes."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from dlpu_worker.failure import StepFailure, user_failure
from dlpu_worker.fidelity.metrics import find_class_scores, flat_rows

_BEST = (1, 5)


class PairedShare(TypedDict):
    """On how many samples which of two models is right."""

    name: str
    bothRight: int
    onlyReference: int
    onlyCandidate: int
    bothWrong: int


def score_classes(
    references: list[np.ndarray], candidates: list[np.ndarray], labels: list[int]
) -> list[PairedShare]:
    """Count by the first output with one score a class; top-5 needs more than five classes."""
    index = find_class_scores(references)
    if index is None:
        raise _unscorable("labels need an output with one score a class")
    count = min(len(references[index]), len(candidates[index]))
    if len(labels) < count:
        raise _unscorable(f"{len(labels)} labels cannot score {count} samples of this model")
    classes = int(np.prod(references[index].shape[1:]))
    if max(labels) >= classes:
        raise _unscorable(f"class {max(labels)} is beyond the {classes} scores of this model")
    wanted = labels[:count]
    first = _ranks(references[index], wanted)
    second = _ranks(candidates[index], wanted)
    return [_pair(f"top-{k}", first < k, second < k) for k in _BEST if k < classes]


def _ranks(values: np.ndarray, labels: list[int]) -> np.ndarray:
    """How many classes come before each label's; of equal scores the first class counts as best."""
    rows = flat_rows(values, len(labels))
    return np.array([_rank(row, label) for row, label in zip(rows, labels, strict=True)])


def _rank(row: np.ndarray, label: int) -> int:
    own = row[label]
    return int((row > own).sum() + (row[:label] == own).sum())


def _pair(name: str, first: np.ndarray, second: np.ndarray) -> PairedShare:
    return {
        "name": name,
        "bothRight": int((first & second).sum()),
        "onlyReference": int((first & ~second).sum()),
        "onlyCandidate": int((~first & second).sum()),
        "bothWrong": int((~first & ~second).sum()),
    }


def _unscorable(message: str) -> StepFailure:
    return user_failure("labels", message, "Give one label a sample, or evaluate without labels.")
