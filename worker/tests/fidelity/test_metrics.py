"""Measures of two outputs, on signals whose noise is known."""

from __future__ import annotations

import unittest

import numpy as np

from dlpu_worker.fidelity.metrics import (
    Sums,
    Variation,
    channel_spans,
    holds_class_scores,
    saturation_share,
    top_1,
)


def _sums(wanted: np.ndarray, got: np.ndarray) -> Sums:
    sums = Sums()
    sums.add(wanted, got)
    return sums


class Noise(unittest.TestCase):
    """`Sums`."""

    def test_a_tenth_of_the_amplitude_is_20_db(self) -> None:
        wanted = np.random.default_rng(0).standard_normal(1000)
        self.assertAlmostEqual(_sums(wanted, 1.1 * wanted).sqnr_db() or 0, 20)

    def test_rounding_to_n_bits_gives_6_db_a_bit_on_values_spread_evenly(self) -> None:
        # A uniform signal of width 1 has power 1/12 about its mean, a step s leaves s²/12.
        values = np.random.default_rng(0).uniform(-0.5, 0.5, 100_000)
        for bits in (4, 8):
            step = 2.0**-bits
            found = _sums(values, np.rint(values / step) * step).sqnr_db()
            self.assertAlmostEqual(found or 0, bits * 20 * np.log10(2), delta=0.1)

    def test_samples_add_up_to_what_they_are_together(self) -> None:
        wanted, got = np.random.default_rng(0).standard_normal((2, 6, 10))
        apart, together = Sums(), _sums(wanted.reshape(-1), got.reshape(-1))
        for a, b in zip(wanted, got, strict=True):
            apart.add(a, b)
        self.assertAlmostEqual(apart.sqnr_db() or 0, together.sqnr_db() or 0)
        self.assertAlmostEqual(apart.cosine() or 0, together.cosine() or 0)

    def test_no_noise_and_no_signal_give_no_number(self) -> None:
        self.assertIsNone(_sums(np.ones(3), np.ones(3)).sqnr_db())
        self.assertIsNone(_sums(np.zeros(3), np.ones(3)).sqnr_db())

    def test_nan_is_reported_and_left_out_of_the_sums(self) -> None:
        sums = _sums(np.array([1.0, 1]), np.array([np.nan, 0.9]))
        self.assertTrue(sums.has_nan)
        self.assertAlmostEqual(sums.max_abs_error, 0.1)

    def test_cosine_is_one_along_zero_across_and_minus_one_against(self) -> None:
        wanted = np.array([3.0, 4])
        self.assertAlmostEqual(_sums(wanted, 7 * wanted).cosine() or 0, 1)
        self.assertEqual(_sums(wanted, np.array([4.0, -3])).cosine(), 0)
        self.assertAlmostEqual(_sums(wanted, -wanted).cosine() or 0, -1)


class Outputs(unittest.TestCase):
    """What is said about the values of an output."""

    def test_values_at_an_end_of_int8_are_saturated_and_zero_is_not(self) -> None:
        values = np.array([[12.7, 0.0, 1.0, -12.8]], np.float32)
        self.assertEqual(saturation_share(values, 1, np.dtype(np.int8), 0.1, 0), 0.5)
        resting = np.zeros((1, 4), np.float32)
        self.assertEqual(saturation_share(resting, 1, np.dtype(np.int8), 0.1, -128), 0)

    def test_vectors_are_class_scores_and_lists_of_anchors_are_not(self) -> None:
        vectors: list[tuple[int, ...]] = [(10,), (1, 10), (1, 10, 1, 1)]
        others: list[tuple[int, ...]] = [(1, 1600, 1), (1,), (4, 4)]
        self.assertTrue(all(map(holds_class_scores, vectors)))
        self.assertFalse(any(map(holds_class_scores, others)))

    def test_the_best_class_is_that_of_the_largest_score(self) -> None:
        self.assertEqual(top_1(np.eye(3)[[2, 0, 1]], 3).tolist(), [2, 0, 1])

    def test_a_channel_spans_from_zero_at_least(self) -> None:
        pictures = np.stack([np.full((1, 2, 2), 3.0), np.full((1, 2, 2), -2.0)], axis=-1)[None]
        self.assertEqual(channel_spans(pictures[0], 1), [3, 2])

    def test_outputs_that_ignore_their_input_are_told_from_constant_ones(self) -> None:
        ramp, flat = Variation(), Variation()
        for _ in range(2):
            ramp.add(np.arange(4.0))
            flat.add(np.ones(4))
        self.assertEqual((ramp.is_constant, ramp.is_equal_across_samples), (False, True))
        self.assertEqual((flat.is_constant, flat.is_equal_across_samples), (True, True))
