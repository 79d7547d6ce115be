"""The picture of an output against its float counterpart."""

from __future__ import annotations

import unittest

import numpy as np

from dlpu_worker.layers.scatter import count_pairs
from dlpu_worker.layers.weights import ChannelWeights


class CountPairs(unittest.TestCase):
    """`count_pairs`."""

    def test_equal_outputs_lie_on_the_diagonal_from_bottom_left_to_top_right(self) -> None:
        values = np.arange(32.0)[None]
        found = count_pairs(values, values, 1)
        assert found
        grid = np.array([list(row) for row in found["rows"]])[::-1]
        np.testing.assert_array_equal(grid == "1", np.eye(32, dtype=bool))

    def test_a_digit_grows_by_one_with_each_fourfold_count(self) -> None:
        values = np.array([[0.0] * 16 + [1.0] * 4])
        found = count_pairs(values, values, 1)
        assert found
        self.assertEqual((found["rows"][-1][0], found["rows"][0][-1]), ("3", "2"))

    def test_a_constant_has_no_range_to_draw(self) -> None:
        self.assertIsNone(count_pairs(np.ones((1, 4)), np.ones((1, 4)), 1))


class Weights(unittest.TestCase):
    """`ChannelWeights`."""

    def test_the_ratio_is_to_the_median_of_channels_that_have_weights(self) -> None:
        weights = ChannelWeights(np.array([1.0, 1, 8, 0, 0, 0, 0]))
        self.assertEqual((weights.top, weights.ratio), (2, 8))

    def test_channels_without_any_weight_are_not_uneven(self) -> None:
        self.assertEqual(ChannelWeights(np.zeros(4)).ratio, 1)
