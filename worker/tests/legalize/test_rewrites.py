"""Rewrites on models of one operator: what they change, and what they must leave."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.fold_padding import fold_padding
from dlpu_worker.legalize.graph import find_scale
from dlpu_worker.legalize.lower_versions import lower_versions
from dlpu_worker.legalize.operator_versions import find_needed_version, set_version
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.legalize.split_groups import split_groups
from dlpu_worker.legalize.stepwise_requantize import requantize_stepwise
from dlpu_worker.legalize.tie_quantization import tie_quantization
from dlpu_worker.legalize.tile_as_concatenation import concatenate_for_tile
from dlpu_worker.legalize.zero_bias import add_zero_bias
from dlpu_worker.runners import open_runner
from dlpu_worker.tflite.flatbuffer import Model, operator_name, tensor_shape, write_model
from tests.models import Builder, convolution, start_model

_ANYWHERE = Scope(None, {}, [])


def _run(model: Model, values: np.ndarray) -> np.ndarray:
    """The first output for one input, in LiteRT's reference kernels."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.tflite"
        write_model(model, path)
        return open_runner(path, "reference", None).run([values])[0]


def _kinds(model: Model) -> list[str]:
    return [operator_name(model, operator) for operator in model.subgraphs[0].operators]


def _grouped(groups: int, scales: np.ndarray | float, bias: int = 1) -> Model:
    """CONV_2D on [1, 3, 3, 4] with weights [4, 1, 1, 4 / groups]."""
    builder = start_model()
    weights = np.random.default_rng(0).integers(-127, 128, (4, 1, 1, 4 // groups)).astype(np.int8)
    source, result = builder.tensor("x", [1, 3, 3, 4], 0.1), builder.tensor("y", [1, 3, 3, 4], 0.5)
    bias_scales = np.float32(0.1) * np.asarray(scales, np.float32)
    inputs = [
        source,
        builder.constant("w", weights, scales),
        builder.constant("b", bias * np.arange(4, dtype=np.int32), bias_scales),
    ]
    builder.operator("CONV_2D", inputs, [result], convolution())
    return builder.finish([source], [result])


_PICTURE = np.random.default_rng(1).uniform(-12, 12, (1, 3, 3, 4)).astype(np.float32)


class SplitGroups(unittest.TestCase):
    """`split_groups`."""

    def test_groups_of_two_channels_become_a_convolution_each_and_compute_the_same(self) -> None:
        for scales in (0.01, np.array([0.01, 0.02, 0.03, 0.04])):
            before = _run(_grouped(2, scales), _PICTURE)
            model = _grouped(2, scales)
            self.assertEqual(len(split_groups(model, _ANYWHERE)), 1)
            self.assertEqual(_kinds(model), ["SPLIT", "CONV_2D", "CONV_2D", "CONCATENATION"])
            np.testing.assert_array_equal(_run(model, _PICTURE), before)

    def test_groups_of_one_channel_become_a_depthwise_convolution(self) -> None:
        before, model = _run(_grouped(4, 0.01), _PICTURE), _grouped(4, 0.01)
        split_groups(model, _ANYWHERE)
        self.assertEqual(_kinds(model), ["DEPTHWISE_CONV_2D"])
        np.testing.assert_array_equal(_run(model, _PICTURE), before)

    def test_one_group_is_left_as_it_is(self) -> None:
        self.assertEqual(split_groups(_grouped(1, 0.01), _ANYWHERE), [])

    def test_weights_without_a_scale_are_split_without_one(self) -> None:
        model = _grouped(2, 0.01)
        for tensor in model.subgraphs[0].tensors[2:]:
            tensor.quantization = None
        self.assertEqual(len(split_groups(model, _ANYWHERE)), 1)


class ZeroBias(unittest.TestCase):
    """`add_zero_bias`."""

    def test_a_missing_bias_becomes_zeros_at_the_scale_of_the_products(self) -> None:
        scales = np.array([0.01, 0.02, 0.03, 0.04])
        model, wanted = _grouped(1, scales), _run(_grouped(1, scales, bias=0), _PICTURE)
        operator = model.subgraphs[0].operators[0]
        operator.inputs = [*operator.inputs[:2]]
        self.assertEqual(len(add_zero_bias(model, _ANYWHERE)), 1)
        bias = model.subgraphs[0].tensors[int(operator.inputs[2])]
        assert bias.quantization and bias.quantization.scale is not None
        np.testing.assert_allclose(bias.quantization.scale, [0.001, 0.002, 0.003, 0.004], rtol=1e-6)
        np.testing.assert_array_equal(_run(model, _PICTURE), wanted)

    def test_a_bias_that_is_there_stays(self) -> None:
        self.assertEqual(add_zero_bias(_grouped(1, 0.01), _ANYWHERE), [])


class Versions(unittest.TestCase):
    """`find_needed_version` and `lower_versions`."""

    def test_a_grouped_convolution_needs_version_6_and_a_plain_one_3(self) -> None:
        for groups, version in ((1, 3), (2, 6)):
            model = _grouped(groups, 0.01)
            operator = model.subgraphs[0].operators[0]
            found = find_needed_version(model, model.subgraphs[0], operator)
            self.assertEqual(found, version)

    def test_a_version_that_the_runtime_does_not_know_is_lowered_and_others_stay(self) -> None:
        for newest, lines in ((3, 1), (5, 0)):
            model = _grouped(1, 0.01)
            set_version(model, model.subgraphs[0].operators[0], 5)
            changed = lower_versions(model, Scope(None, {"CONV_2D": newest}, []))
            self.assertEqual(len(changed), lines)

    def test_an_input_that_is_left_out_has_no_version(self) -> None:
        model = _grouped(1, 0.01)
        operator = model.subgraphs[0].operators[0]
        operator.inputs = [-1, *operator.inputs[1:]]
        self.assertIsNone(find_needed_version(model, model.subgraphs[0], operator))


def _padded(amount: int, padded_value: int = 0) -> Model:
    """PAD of a [1, 4, 4, 1] picture in front of a 3x3 CONV_2D of ones."""
    builder = start_model()
    source, side = builder.tensor("x", [1, 4, 4, 1], 0.1), 4 + 2 * amount
    middle = builder.tensor("padded", [1, side, side, 1], 0.1, padded_value)
    result = builder.tensor("y", [1, side - 2, side - 2, 1], 0.9)
    amounts = np.array([[0, 0], [amount, amount], [amount, amount], [0, 0]], np.int32)
    builder.operator(
        "PAD", [source, builder.constant("n", amounts)], [middle], schema.PadOptionsT()
    )
    weights = builder.constant("w", np.ones((1, 3, 3, 1), np.int8), 1.0)
    bias = builder.constant("b", np.zeros(1, np.int32), 0.1)
    builder.operator("CONV_2D", [middle, weights, bias], [result], convolution())
    return builder.finish([source], [result])


class FoldPadding(unittest.TestCase):
    """`fold_padding`."""

    def test_a_ring_of_one_in_front_of_a_3x3_kernel_is_its_own_same_padding(self) -> None:
        picture = np.random.default_rng(0).uniform(-12, 12, (1, 4, 4, 1)).astype(np.float32)
        before, model = _run(_padded(1), picture), _padded(1)
        self.assertEqual(len(fold_padding(model, _ANYWHERE)), 1)
        self.assertEqual(_kinds(model), ["CONV_2D"])
        np.testing.assert_array_equal(_run(model, picture), before)

    def test_a_ring_of_two_is_not(self) -> None:
        self.assertEqual(fold_padding(_padded(2), _ANYWHERE), [])

    def test_a_padding_that_also_changes_the_scale_is_not(self) -> None:
        self.assertEqual(fold_padding(_padded(1, 3), _ANYWHERE), [])


def _unary(kind: str, scales: tuple[float, float], options: object) -> Model:
    builder = start_model()
    source, result = builder.tensor("x", [1, 4], scales[0]), builder.tensor("y", [1, 4], scales[1])
    builder.operator(kind, [source], [result], options)
    return builder.finish([source], [result])


class Scales(unittest.TestCase):
    """`requantize_stepwise` and `tie_quantization`."""

    def test_scales_far_apart_get_one_between_and_give_the_same(self) -> None:
        values = np.array([[-90.0, -0.3, 0.2, 50.0]], np.float32)
        model = _unary("QUANTIZE", (1.0, 1 / 256), schema.QuantizeOptionsT())
        before = _run(model, values)
        self.assertEqual(len(requantize_stepwise(model, _ANYWHERE)), 1)
        self.assertEqual(_kinds(model), ["QUANTIZE", "QUANTIZE"])
        np.testing.assert_array_equal(_run(model, values), before)

    def test_scales_less_than_128_times_apart_are_left(self) -> None:
        model = _unary("QUANTIZE", (1.0, 1 / 100), schema.QuantizeOptionsT())
        self.assertEqual(requantize_stepwise(model, _ANYWHERE), [])

    def test_a_last_digit_is_evened_out_and_a_tenth_is_not(self) -> None:
        for gap, lines in ((1e-4, 1), (0.1, 0), (0.0, 0)):
            model = _unary("RESHAPE", (0.5, 0.5 * (1 + gap)), None)
            self.assertEqual(len(tie_quantization(model, _ANYWHERE)), lines)
            if lines:
                self.assertEqual(find_scale(model.subgraphs[0].tensors[1]), (0.5, 0))


class Tile(unittest.TestCase):
    """`concatenate_for_tile`."""

    def test_copies_along_two_axes_are_joined_one_axis_after_the_other(self) -> None:
        builder = start_model()
        source, result = builder.tensor("x", [1, 2, 3], None), builder.tensor("y", [1, 4, 9], None)
        counts = builder.constant("n", np.array([1, 2, 3], np.int32))
        builder.operator("TILE", [source, counts], [result])
        model = builder.finish([source], [result])
        concatenate_for_tile(model, _ANYWHERE)
        self.assertEqual(_kinds(model), ["CONCATENATION", "CONCATENATION"])
        values = np.arange(6, dtype=np.float32).reshape(1, 2, 3)
        np.testing.assert_array_equal(_run(model, values), np.tile(values, (1, 2, 3)))

    def test_counts_that_are_computed_are_left(self) -> None:
        builder: Builder = start_model()
        source, counts = builder.tensor("x", [1, 2], None), builder.tensor("n", [2], None)
        result = builder.tensor("y", [1, 4], None)
        builder.operator("TILE", [source, counts], [result])
        self.assertEqual(concatenate_for_tile(builder.finish([source], [result]), _ANYWHERE), [])
        self.assertEqual(tensor_shape(builder.subgraph.tensors[result]), [1, 4])
