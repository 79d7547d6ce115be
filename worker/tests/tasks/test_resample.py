"""Intervals by drawing anew."""

from __future__ import annotations

import unittest

import numpy as np

from dlpu_worker.tasks.resample import Measure, resample


def _mean(values: np.ndarray) -> Measure:
    return lambda weights: float(values @ weights / weights.sum())


class Resample(unittest.TestCase):
    """`resample`."""

    def test_models_that_are_equal_on_every_sample_have_no_drop_to_draw(self) -> None:
        values = np.arange(40.0)
        self.assertIsNone(resample("mean", _mean(values), _mean(values), 40)["dropInterval"])

    def test_a_constant_drop_varies_less_than_either_measure(self) -> None:
        values = np.arange(40.0)
        found = resample("mean", _mean(values), _mean(values - np.linspace(0.9, 1.1, 40)), 40)
        drop, own = found["dropInterval"], found["referenceInterval"]
        assert drop and own
        self.assertLess(drop["high"] - drop["low"], 0.1)
        self.assertGreater(own["high"] - own["low"], 1)
        self.assertTrue(drop["low"] < 1 < drop["high"])

    def test_an_interval_of_the_mean_is_near_two_standard_errors_wide_to_either_side(self) -> None:
        values = np.random.default_rng(1).standard_normal(400)
        own = resample("mean", _mean(values), _mean(values), 400)["referenceInterval"]
        assert own
        error = float(values.std()) / 20
        self.assertAlmostEqual((own["high"] - own["low"]) / error, 2 * 1.96, delta=0.6)

    def test_fewer_than_ten_samples_say_nothing_of_their_spread(self) -> None:
        found = resample("mean", _mean(np.arange(9.0)), _mean(np.zeros(9)), 9)
        self.assertIsNone(found["referenceInterval"])
        self.assertEqual(found["reference"], 4)
