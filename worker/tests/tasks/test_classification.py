"""Top-1 and top-5, paired."""

from __future__ import annotations

import unittest

import numpy as np

from dlpu_worker.failure import StepFailure
from dlpu_worker.tasks.classification import score_classes

_RIGHT = np.eye(10, dtype=np.float32)
"""[samples, classes]: sample `n` is surely of class `n`."""


class ScoreClasses(unittest.TestCase):
    """`score_classes`."""

    def test_counts_of_a_pair_add_up_to_the_samples(self) -> None:
        wrong = np.roll(_RIGHT, 1, axis=1)
        mixed = np.concatenate([_RIGHT[:3], wrong[3:]])
        first = score_classes([_RIGHT], [mixed], list(range(10)))[0]
        self.assertEqual(first["bothRight"], 3)
        self.assertEqual(first["onlyReference"], 7)
        self.assertEqual(first["onlyCandidate"] + first["bothWrong"], 0)

    def test_the_fifth_best_class_is_right_for_top_5_and_the_sixth_is_not(self) -> None:
        scores = np.arange(10, 0, -1, dtype=np.float32)[None]
        for label, right in ((4, 1), (5, 0)):
            shares = score_classes([scores], [scores], [label])
            self.assertEqual(
                {share["name"]: share["bothRight"] for share in shares}["top-5"], right
            )

    def test_of_equal_scores_the_first_class_is_the_best(self) -> None:
        equal = np.zeros((2, 4), np.float32)
        found = score_classes([equal], [equal], [0, 1])[0]
        self.assertEqual((found["bothRight"], found["bothWrong"]), (1, 1))

    def test_a_label_beyond_the_scores_is_refused(self) -> None:
        with self.assertRaisesRegex(StepFailure, "class 10 is beyond the 10 scores"):
            score_classes([_RIGHT], [_RIGHT], [10] * 10)
