"""Weights on their grid."""

from __future__ import annotations

import unittest

import numpy as np

from dlpu_worker.rescue.bias import corrected_bias
from dlpu_worker.rescue.rounding import grid_step, nearest, round_together


def _layer(seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights [groups, outputs, size], inputs [groups, windows, size], and their covariance."""
    rng = np.random.default_rng(seed)
    weights = rng.standard_normal((2, 5, 12))
    mixing = rng.standard_normal((2, 12, 12))
    inputs = rng.standard_normal((2, 4000, 12)) @ mixing
    inputs -= inputs.mean(axis=1, keepdims=True)
    return weights, inputs, inputs.transpose(0, 2, 1) @ inputs / 4000


class Nearest(unittest.TestCase):
    """`grid_step` and `nearest`."""

    def test_no_weight_moves_by_more_than_half_a_step(self) -> None:
        weights = _layer()[0]
        for granularity in ("per-tensor", "per-channel"):
            step = grid_step(weights, granularity)
            moved = np.abs(nearest(weights, step) - weights)
            self.assertTrue((moved <= step / 2 + 1e-12).all())

    def test_the_largest_weight_of_each_scale_is_on_the_grid(self) -> None:
        weights = _layer()[0]
        largest = np.abs(weights).max(axis=2)
        step = grid_step(weights, "per-channel")
        np.testing.assert_allclose(np.abs(nearest(weights, step)).max(axis=2), largest)
        self.assertEqual(grid_step(weights, "per-tensor").shape, (1, 1, 1))

    def test_rounding_twice_changes_nothing(self) -> None:
        weights = _layer()[0]
        step = grid_step(weights, "per-tensor")
        once = nearest(weights, step)
        np.testing.assert_allclose(nearest(once, step), once)


class Together(unittest.TestCase):
    """`round_together`."""

    def test_the_outputs_of_correlated_inputs_lose_less_than_with_each_weight_alone(self) -> None:
        weights, inputs, covariance = _layer()
        step = np.full((1, 1, 1), 0.5)
        step = np.maximum(step, grid_step(weights, "per-tensor"))
        alone, together = nearest(weights, step), round_together(weights, step, covariance)
        noise = [
            np.square(inputs @ (weights - rounded).transpose(0, 2, 1)).mean(axis=1)
            for rounded in (alone, together)
        ]
        self.assertTrue((noise[1] <= noise[0] * (1 + 1e-4)).all())
        self.assertLess(noise[1].sum(), 0.7 * noise[0].sum())

    def test_every_weight_is_on_the_grid(self) -> None:
        weights, _, covariance = _layer()
        step = grid_step(weights, "per-channel")
        levels = round_together(weights, step, covariance) / step
        np.testing.assert_allclose(levels, np.rint(levels), atol=1e-6)
        self.assertLessEqual(np.abs(levels).max(), 127 + 1e-6)

    def test_inputs_that_know_nothing_of_one_another_leave_the_nearest(self) -> None:
        weights = _layer()[0]
        step = grid_step(weights, "per-tensor")
        apart = np.broadcast_to(np.eye(12), (2, 12, 12))
        np.testing.assert_allclose(round_together(weights, step, apart), nearest(weights, step))

    def test_a_covariance_without_an_inverse_is_no_obstacle(self) -> None:
        weights, _, covariance = _layer()
        step = grid_step(weights, "per-tensor")
        rounded = round_together(weights, step, np.zeros_like(covariance))
        self.assertTrue(np.isfinite(rounded).all())


class Bias(unittest.TestCase):
    """`corrected_bias`."""

    def test_the_mean_of_the_output_stays_what_it_was(self) -> None:
        weights, inputs, _ = _layer()
        inputs = inputs + 3
        rounded = nearest(weights, np.full((1, 1, 1), 0.5))
        bias = np.arange(10.0)
        moved = corrected_bias(bias, weights, rounded, inputs.mean(axis=1))
        before = (inputs @ weights.transpose(0, 2, 1)).mean(axis=1).reshape(-1) + bias
        after = (inputs @ rounded.transpose(0, 2, 1)).mean(axis=1).reshape(-1) + moved
        np.testing.assert_allclose(after, before)
