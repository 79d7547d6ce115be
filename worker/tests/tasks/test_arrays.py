"""What a detector's outputs are read as."""

from __future__ import annotations

import unittest

import numpy as np

from dlpu_worker.failure import StepFailure
from dlpu_worker.tasks.arrays import activate, corners_of, rows_of, split_boxes, weigh_by_objectness


class Activate(unittest.TestCase):
    """`activate`."""

    def test_a_sigmoid_is_a_half_at_zero_and_its_complement_at_the_negative(self) -> None:
        scores = np.linspace(-20, 20, 41)
        shares = activate(scores, "sigmoid")
        self.assertEqual(shares[20], 0.5)
        np.testing.assert_allclose(shares + shares[::-1], 1)

    def test_a_sigmoid_of_huge_scores_is_finite(self) -> None:
        np.testing.assert_allclose(activate(np.array([-1e30, 1e30]), "sigmoid"), [0, 1], atol=1e-30)

    def test_a_softmax_sums_to_one_and_ignores_what_all_scores_share(self) -> None:
        scores = np.array([[1.0, 2, 3], [1001.0, 1002, 1003]])
        shares = activate(scores, "softmax")
        np.testing.assert_allclose(shares.sum(axis=1), 1)
        np.testing.assert_allclose(shares[0], shares[1])
        np.testing.assert_allclose(shares[0, 2] / shares[0, 0], np.e**2)


class Boxes(unittest.TestCase):
    """Forms of boxes."""

    def test_corners_lie_half_a_side_from_the_center(self) -> None:
        self.assertEqual(corners_of(np.array([[10.0, 20, 4, 6]])).tolist(), [[8, 17, 12, 23]])

    def test_objectness_weighs_each_class_and_stands_alone_without_one(self) -> None:
        self.assertEqual(weigh_by_objectness(np.array([[0.5, 0.4, 1]])).tolist(), [[0.2, 0.5]])
        self.assertEqual(weigh_by_objectness(np.array([[0.5]])).tolist(), [[0.5]])

    def test_boxes_are_found_upright_and_lying_before_and_behind_the_scores(self) -> None:
        boxes, scores = np.arange(24.0).reshape(6, 4), np.arange(12.0).reshape(6, 2)
        for outputs in ([boxes, scores], [scores, boxes], [boxes.T[None], scores.T[None]]):
            found = split_boxes(outputs)
            np.testing.assert_array_equal(found[0], boxes)
            np.testing.assert_array_equal(found[1], scores)

    def test_outputs_without_boxes_are_refused_with_their_shapes(self) -> None:
        with self.assertRaisesRegex(StepFailure, r"\[7, 3\]"):
            split_boxes([np.zeros((7, 3))])

    def test_a_batch_of_one_is_left_out_and_a_vector_becomes_a_column(self) -> None:
        self.assertEqual(rows_of(np.zeros((1, 5, 3))).shape, (5, 3))
        self.assertEqual(rows_of(np.zeros(5)).shape, (5, 1))
