"""Scaled channels: the function stays, and weights get even."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import numpy as np

from dlpu_worker.rescue.equalize import equalize, equalizing_scales
from dlpu_worker.rescue.layers import find_layers, store_layer
from dlpu_worker.rescue.observe import observe
from dlpu_worker.rescue.patches import sample_patches
from dlpu_worker.rescue.scale_groups import find_scale_groups
from dlpu_worker.runners import open_runner
from dlpu_worker.tflite.flatbuffer import Model, constant, read_model, write_model
from tests.models import convolution, start_model

_CHANNELS = 6


def _two_layers(between: str) -> Model:
    """CONV_2D 3x3, `between`, CONV_2D 1x1; the channels between differ by up to 1000 times."""
    rng, spread = np.random.default_rng(0), np.logspace(-1.5, 1.5, _CHANNELS)
    first = rng.standard_normal((_CHANNELS, 3, 3, 2)) * spread[:, None, None, None]
    second = rng.standard_normal((4, 1, 1, _CHANNELS)) / spread
    builder = start_model()
    shapes = ([1, 8, 8, 2], [1, 6, 6, _CHANNELS], [1, 6, 6, _CHANNELS], [1, 6, 6, 4])
    x, a, b, y = (builder.tensor(f"t{n}", shape, None) for n, shape in enumerate(shapes))
    weights = [builder.constant(n, v.astype(np.float32)) for n, v in (("w", first), ("v", second))]
    bias = builder.constant("bias", (0.1 * spread).astype(np.float32))
    zeros = builder.constant("zeros", np.zeros(4, np.float32))
    builder.operator("CONV_2D", [x, weights[0], bias], [a], convolution())
    builder.operator(between, [a], [b])
    builder.operator("CONV_2D", [b, weights[1], zeros], [y], convolution())
    return builder.finish([x], [y])


class Equalize(unittest.TestCase):
    """`equalizing_scales` and `equalize`."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "model.tflite"
        self.samples = np.random.default_rng(1).standard_normal((4, 8, 8, 2)).astype(np.float32)

    def _scaled(self, between: str) -> tuple[np.ndarray, np.ndarray, Model]:
        """Scales by group, and the model before and after as outputs [samples, ...]."""
        write_model(_two_layers(between), self.path)
        model = read_model(self.path)
        layers = find_layers(model)
        observation = observe(self.path, layers, set(), [self.samples], [0, 1, 2, 3])
        groups = find_scale_groups(model, layers)
        scales = equalizing_scales(layers, groups, observation, "per-tensor", 0.3, 100)
        before = self._run()
        equalize(layers, groups, observation, scales)
        for layer in layers:
            store_layer(model, layer)
        write_model(model, self.path)
        return scales, before, model

    def _run(self) -> np.ndarray:
        runner = open_runner(self.path, "builtin", None)
        return np.stack([runner.run([sample[None]])[0] for sample in self.samples])

    def test_scaling_around_a_relu_keeps_the_function(self) -> None:
        scales, before, _ = self._scaled("RELU")
        self.assertGreater(np.abs(np.log(scales)).max(), 1)
        np.testing.assert_allclose(self._run(), before, rtol=1e-3, atol=1e-3)

    def test_channels_that_differed_a_thousandfold_become_even(self) -> None:
        _, _, model = self._scaled("RELU")
        weights = constant(model, model.subgraphs[0].tensors[4])
        assert weights is not None
        largest = np.abs(weights).max(axis=(1, 2, 3))
        self.assertLess(largest.max() / largest.min(), 30)

    def test_nothing_is_scaled_around_a_function_that_bends(self) -> None:
        scales, before, _ = self._scaled("LOGISTIC")
        np.testing.assert_array_equal(scales, 1)
        np.testing.assert_array_equal(self._run(), before)


class Patches(unittest.TestCase):
    """`sample_patches`."""

    def test_windows_times_the_matrix_are_the_convolution(self) -> None:
        model = _two_layers("RELU")
        layer = find_layers(model)[0]
        source = np.random.default_rng(2).standard_normal((1, 8, 8, 2))
        windows = sample_patches(layer, source, (1, 6, 6, _CHANNELS), 1000, 0)
        products = np.einsum("wgs,gos->wgo", windows, layer.matrix).reshape(6, 6, _CHANNELS)
        weights = layer.matrix.reshape(_CHANNELS, 3, 3, 2)
        for row, column in ((0, 0), (2, 5), (5, 5)):
            window = source[0, row : row + 3, column : column + 3]
            wanted = (weights * window).sum(axis=(1, 2, 3))
            np.testing.assert_allclose(products[row, column], wanted)

    def test_no_more_windows_than_asked_for_are_taken_each_once(self) -> None:
        layer = find_layers(_two_layers("RELU"))[0]
        source = np.arange(128.0).reshape(1, 8, 8, 2)
        windows = sample_patches(layer, source, (1, 6, 6, _CHANNELS), 10, 0)
        self.assertEqual(windows.shape, (10, 1, 18))
        self.assertEqual(len({float(window[0, 0]) for window in windows}), 10)
