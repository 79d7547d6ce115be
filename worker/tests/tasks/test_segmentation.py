"""Mean intersection over union on masks that can be counted by hand."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import numpy as np

from dlpu_worker.failure import StepFailure
from dlpu_worker.tasks.labels import LabelArray
from dlpu_worker.tasks.resample import Resampled
from dlpu_worker.tasks.segmentation import score_segments
from dlpu_worker.tasks.spec import Segmentation

_SIDE = 4


def _halves(columns: int) -> np.ndarray:
    """[height, width]: class 1 in the first columns, 0 in the others."""
    mask = np.zeros((_SIDE, _SIDE), np.int64)
    mask[:, :columns] = 1
    return mask


def _score(wanted: np.ndarray, found: np.ndarray, ignore: int | None = None) -> Resampled:
    task: Segmentation = {"kind": "segmentation", "classes": 2, "ignore": ignore, "threshold": 0.5}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "masks.npy"
        np.save(path, wanted[None])
        labels: LabelArray = {"kind": "array", "path": str(path), "samples": 1}
        outputs = [found[None, None].astype(np.float32)]
        sample = np.zeros((_SIDE, _SIDE, 3), np.float32)
        only = score_segments(
            [wanted[None, None]], outputs, sample, "stretch", task, labels, lambda *_: None
        )
    return only[0]


class ScoreSegments(unittest.TestCase):
    """`score_segments`."""

    def test_the_same_mask_gives_one(self) -> None:
        self.assertEqual(_score(_halves(2), _halves(2))["candidate"], 1)

    def test_a_third_of_one_class_and_half_of_the_other_give_their_mean(self) -> None:
        # Class 1: 4 shared of 8 wanted. Class 0: 8 shared of 12 found.
        found = _score(_halves(2), _halves(1))["candidate"]
        self.assertAlmostEqual(found, (4 / 8 + 8 / 12) / 2)

    def test_pixels_to_ignore_count_for_nothing(self) -> None:
        wanted = _halves(2)
        wanted[:, 1] = 255
        self.assertEqual(_score(wanted, _halves(1), ignore=255)["candidate"], 1)

    def test_a_mask_of_nothing_but_pixels_to_ignore_is_refused(self) -> None:
        with self.assertRaisesRegex(StepFailure, "nothing but"):
            _score(np.full((_SIDE, _SIDE), 255), _halves(2), ignore=255)
