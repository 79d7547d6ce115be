"""Between floats and the integers that stand for them."""

from __future__ import annotations

import unittest

import numpy as np

from dlpu_worker.runners import TensorInfo

_INT8 = TensorInfo("x", [1], np.dtype(np.int8), 0.5, 10)


class Quantize(unittest.TestCase):
    """`TensorInfo`."""

    def test_values_in_the_range_come_back_within_half_a_step(self) -> None:
        values = np.linspace((-128 - 10) * 0.5, (127 - 10) * 0.5, 1001)
        back = _INT8.dequantize(_INT8.quantize(values))
        self.assertLessEqual(float(np.abs(back - values).max()), 0.25)

    def test_every_integer_comes_back_as_itself(self) -> None:
        codes = np.arange(-128, 128).astype(np.int8)
        np.testing.assert_array_equal(_INT8.quantize(_INT8.dequantize(codes)), codes)

    def test_values_beyond_the_range_saturate(self) -> None:
        self.assertEqual(_INT8.quantize(np.array([-1e9, 1e9])).tolist(), [-128, 127])

    def test_zero_is_the_zero_point(self) -> None:
        self.assertEqual(_INT8.quantize(np.zeros(1)).tolist(), [10])

    def test_integers_are_cast_and_not_scaled(self) -> None:
        self.assertEqual(_INT8.quantize(np.array([3], np.int64)).tolist(), [3])
