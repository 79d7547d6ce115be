"""Moments that are added up sample by sample."""

from __future__ import annotations

import unittest

import numpy as np

from dlpu_worker.rescue.observe import Channels, Moments


def _channels(samples: np.ndarray) -> Channels:
    """Of samples [samples, positions, channels]."""
    count = samples.shape[-1]
    limit = np.full(count, np.inf)
    channels = Channels(limit, -limit, np.zeros(count), np.zeros(count))
    for sample in samples:
        channels.add(sample)
    return channels


class OfChannels(unittest.TestCase):
    """`Channels`."""

    def test_mean_and_variance_are_those_of_all_samples_together(self) -> None:
        samples = np.random.default_rng(0).normal(3, 2, (5, 20, 4))
        channels, flat = _channels(samples), samples.reshape(-1, 4)
        np.testing.assert_allclose(channels.mean, flat.mean(axis=0))
        np.testing.assert_allclose(channels.variance, flat.var(axis=0))
        np.testing.assert_array_equal(channels.low, flat.min(axis=0))
        np.testing.assert_array_equal(channels.high, flat.max(axis=0))

    def test_dividing_gives_what_divided_channels_would_have_given(self) -> None:
        samples = np.random.default_rng(0).normal(3, 2, (5, 20, 4))
        scales = np.array([0.5, 1, 2, 10])
        divided, wanted = _channels(samples), _channels(samples / scales)
        divided.divide(scales)
        for name in ("low", "high", "mean", "variance"):
            np.testing.assert_allclose(getattr(divided, name), getattr(wanted, name))

    def test_widening_takes_in_both_ranges_and_leaves_the_moments(self) -> None:
        first = _channels(np.array([[[0.0], [1.0]]]))
        wide = first.widened(_channels(np.array([[[-2.0], [0.5]]])))
        self.assertEqual((wide.low[0], wide.high[0], wide.mean[0]), (-2, 1, 0.5))
        self.assertEqual((first.low[0], first.high[0]), (0, 1))


class OfWindows(unittest.TestCase):
    """`Moments`."""

    def test_the_covariance_is_that_of_all_windows_together(self) -> None:
        windows = np.random.default_rng(0).normal(1, 2, (60, 2, 3)).astype(np.float32)
        moments = Moments(np.zeros((2, 3)), np.zeros((2, 3, 3), np.float32))
        for part in np.split(windows, [7, 30]):
            moments.add(part)
        for group in range(2):
            wanted = np.cov(windows[:, group].T, bias=True)
            covariance = moments.covariance
            assert covariance is not None
            np.testing.assert_allclose(covariance[group], wanted, rtol=1e-3, atol=1e-3)
