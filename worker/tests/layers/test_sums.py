"""Powers of a layer's errors."""

from __future__ import annotations

import unittest

import numpy as np

from dlpu_worker.layers.runs import LayerValues
from dlpu_worker.layers.sums import LayerSums, decibels
from dlpu_worker.runners import TensorInfo

_INFO = TensorInfo("result", [1, 4, 2], np.dtype(np.int8), 0.5, 0)


def _values(wanted: np.ndarray, **others: np.ndarray) -> LayerValues:
    """All forms of a tensor equal, but for those that are given."""
    forms = dict.fromkeys(("wanted", "stored", "actual", "alone", "given"), wanted) | others
    return LayerValues(**forms)


class Decibels(unittest.TestCase):
    """`decibels`."""

    def test_a_hundredth_of_the_power_is_20_db_over_all_channels_together(self) -> None:
        self.assertAlmostEqual(decibels(np.array([90.0, 10]), np.array([0.4, 0.6])) or 0, 20)

    def test_nothing_to_compare_gives_no_number(self) -> None:
        for signal, error in ((0.0, 1.0), (1.0, 0.0), (np.inf, 1.0), (1.0, np.nan)):
            self.assertIsNone(decibels(signal, error))


class Sums(unittest.TestCase):
    """`LayerSums`."""

    def test_an_error_that_only_the_whole_model_has_is_not_the_layers_own(self) -> None:
        sums, wanted = LayerSums(_INFO), np.ones((1, 4, 2))
        sums.add(_values(wanted, actual=wanted + np.array([0, 0.5])))
        self.assertEqual(sums.accumulated.tolist(), [0, 1])
        self.assertEqual(sums.own.sum(), 0)

    def test_the_layers_own_error_is_that_on_the_inputs_of_the_float_layer(self) -> None:
        sums, wanted = LayerSums(_INFO), np.ones((1, 4, 2))
        sums.add(_values(wanted, given=wanted + 1, alone=wanted + 1.5))
        self.assertEqual(sums.own.tolist(), [1, 1])
        self.assertEqual(sums.inherited.tolist(), [4, 4])

    def test_values_beyond_the_integer_range_are_cut_off_and_their_power_is_known(self) -> None:
        # 127 steps of 0.5 and half a step: the range ends at 63.75.
        sums = LayerSums(_INFO)
        sums.add(_values(np.array([[[63.75, 65.75]]])))
        self.assertEqual(sums.cut_off, 1)
        self.assertEqual(sums.clipping.tolist(), [0, 4])

    def test_cosine_agrees_with_its_definition(self) -> None:
        wanted, actual = np.random.default_rng(0).standard_normal((2, 1, 4, 2))
        sums = LayerSums(_INFO)
        sums.add(_values(wanted, actual=actual))
        cosine = (wanted * actual).sum() / np.linalg.norm(wanted) / np.linalg.norm(actual)
        self.assertAlmostEqual(sums.cosine or 0, float(cosine))

    def test_a_channel_is_dead_in_float_already_or_lost_in_the_integer_model(self) -> None:
        wanted = np.array([[[0.0, 0.0, 1.0], [0.0, 0.1, 2.0]]])
        sums = LayerSums(_INFO)
        sums.add(_values(wanted, actual=np.array([[[0.0, 0.0, 1.0], [0.0, 0.0, 2.0]]])))
        self.assertEqual(sums.dead.tolist(), [True, False, False])
        self.assertEqual(sums.lost.tolist(), [False, True, False])
