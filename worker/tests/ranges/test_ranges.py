"""Ranges that scales are made from."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import numpy as np

from dlpu_worker.failure import StepFailure
from dlpu_worker.ranges.bind import Ranges, bind_ranges
from dlpu_worker.ranges.discernible import SIGMOID, Span, find_discernible, narrow_ranges
from dlpu_worker.ranges.finite import require_finite_ranges
from dlpu_worker.ranges.least_squares import fit_ranges
from dlpu_worker.tflite.flatbuffer import Model, write_model
from tests.models import start_model


def _range(low: float, high: float) -> dict[str, np.ndarray]:
    return {"min": np.array([low]), "max": np.array([high])}


def _chain(*kinds: str, size: int = 4) -> Model:
    """Unary float operators one after the other, on tensors `t0`, `t1`…"""
    builder = start_model()
    tensors = [builder.tensor(f"t{n}", [1, size], None) for n in range(len(kinds) + 1)]
    for kind, source, result in zip(kinds, tensors, tensors[1:], strict=False):
        builder.operator(kind, [source], [result])
    return builder.finish(tensors[:1], tensors[-1:])


class Discernible(unittest.TestCase):
    """`find_discernible`, `narrow_ranges` and `Span`."""

    def test_beyond_its_ends_a_sigmoid_rounds_to_0_and_1_in_256_steps(self) -> None:
        ends = 1 / (1 + np.exp(-np.array([SIGMOID.low, SIGMOID.high])))
        np.testing.assert_allclose(ends * 256, [0.5, 254.5])

    def test_what_only_a_relu6_reads_counts_from_0_to_6(self) -> None:
        found = find_discernible(_chain("ABS", "RELU6", "NEG"))
        self.assertEqual(found[1], Span(0, 6))
        self.assertNotIn(0, found)
        self.assertNotIn(2, found)

    def test_two_readers_see_what_either_sees(self) -> None:
        seen = Span(0, 6).around(Span(-1, 2))
        self.assertEqual((seen.low, seen.high), (-1, 6))

    def test_a_range_is_cut_to_what_counts_and_never_widened(self) -> None:
        ranges: Ranges = {"t1": _range(-3, 4)}
        narrowed = narrow_ranges(_chain("ABS", "RELU6", "NEG"), ranges)
        self.assertEqual((narrowed["t1"]["min"][0], narrowed["t1"]["max"][0]), (0, 4))

    def test_a_score_that_is_surely_0_reaches_to_surely_1(self) -> None:
        narrowed = narrow_ranges(_chain("ABS", "LOGISTIC"), {"t1": _range(-9, 1)})
        self.assertEqual(narrowed["t1"]["max"][0], SIGMOID.high)


class Bind(unittest.TestCase):
    """`bind_ranges`."""

    def test_ranges_of_operators_that_bind_nothing_stay(self) -> None:
        ranges: Ranges = {"t0": _range(-1, 1), "t1": _range(-2, 5)}
        self.assertEqual(bind_ranges(_chain("RELU"), ranges), ranges)


class Finite(unittest.TestCase):
    """`require_finite_ranges`."""

    def test_a_mask_of_the_lowest_float_is_refused_by_name(self) -> None:
        with self.assertRaisesRegex(StepFailure, "'mask' holds values of 3.4e"):
            require_finite_ranges({"mask": _range(-3.4e38, 0), "fine": _range(-1, 1)})

    def test_nan_is_no_range(self) -> None:
        with self.assertRaises(StepFailure):
            require_finite_ranges({"x": _range(0, np.nan)})

    def test_large_numbers_are_fine(self) -> None:
        require_finite_ranges({"x": _range(-1e9, 1e9)})


class LeastSquares(unittest.TestCase):
    """`fit_ranges`."""

    def _fit(self, values: np.ndarray) -> tuple[float, float]:
        """The range of what an ABS makes of positive values [samples, size]."""
        samples, size = values.shape
        model = _chain("ABS", "NEG", size=size)
        ranges: Ranges = {"t1": _range(float(values.min()), float(values.max()))}
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "m.tflite"
            write_model(model, path)
            found = fit_ranges(path, ranges, [values], list(range(samples)))["t1"]
        return float(found["min"][0]), float(found["max"][0])

    def test_values_spread_evenly_keep_nearly_their_whole_range(self) -> None:
        low, high = self._fit(np.linspace(0, 8, 4096, dtype=np.float32)[None])
        self.assertEqual(low, 0)
        self.assertGreaterEqual(high, 0.95 * 8)

    def test_a_long_tail_is_cut_where_that_loses_less_than_it_saves(self) -> None:
        values = np.random.default_rng(0).exponential(1, (40, 16384)).astype(np.float32)
        _, high = self._fit(values)
        self.assertLess(high, float(values.max()))

        def loss(end: float) -> float:
            return float((np.maximum(values - end, 0) ** 2).mean() + (end / 255) ** 2 / 12)

        self.assertLess(loss(high), 0.9 * loss(float(values.max())))

    def test_inputs_and_outputs_keep_their_range(self) -> None:
        model = _chain("ABS", size=64)
        ranges: Ranges = {"t0": _range(-9, 90), "t1": _range(0, 90)}
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "m.tflite"
            write_model(model, path)
            samples = np.linspace(-1, 1, 64, dtype=np.float32)[None]
            self.assertEqual(fit_ranges(path, ranges, [samples], [0]), ranges)
