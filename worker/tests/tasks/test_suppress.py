"""Of boxes that overlap, the best one stays."""

from __future__ import annotations

import unittest

import numpy as np

from dlpu_worker.tasks.suppress import best_boxes

# Two of the four columns are shared, of six in all: an intersection over union of one third.
_THIRD = np.array([[0.0, 0, 4, 4], [2.0, 0, 6, 4]])


class BestBoxes(unittest.TestCase):
    """`best_boxes`."""

    def test_a_third_of_overlap_is_suppressed_by_a_lower_threshold_only(self) -> None:
        scores = np.array([[0.9], [0.8]])
        self.assertEqual(len(best_boxes(_THIRD, scores, 0.5, 0.33)[0]), 1)
        self.assertEqual(len(best_boxes(_THIRD, scores, 0.5, 0.34)[0]), 2)

    def test_boxes_of_two_classes_never_suppress_one_another(self) -> None:
        same = np.tile([0.0, 0, 4, 4], (2, 1))
        _, scores, classes = best_boxes(same, np.array([[0.9, 0], [0, 0.8]]), 0.5, 0.1)
        self.assertEqual(scores.tolist(), [0.9, 0.8])
        self.assertEqual(classes.tolist(), [0, 1])

    def test_the_better_of_two_stays_whatever_their_order(self) -> None:
        boxes, scores, _ = best_boxes(_THIRD, np.array([[0.6], [0.7]]), 0.5, 0.3)
        self.assertEqual(boxes.tolist(), [[2, 0, 6, 4]])
        self.assertEqual(scores.tolist(), [0.7])

    def test_scores_that_are_no_number_are_no_detections(self) -> None:
        boxes, _, _ = best_boxes(_THIRD, np.array([[np.nan], [np.inf]]), 0.5, 0.3)
        self.assertEqual(len(boxes), 0)

    def test_a_box_without_area_overlaps_nothing(self) -> None:
        flat = np.array([[1.0, 1, 3, 3], [2.0, 2, 2, 2]])
        self.assertEqual(len(best_boxes(flat, np.array([[0.9], [0.8]]), 0.5, 0.0)[0]), 2)
