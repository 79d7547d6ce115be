"""Writes a Keras model as TFLite: float for the examples, INT8 to measure what it costs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray


def to_float_tflite(model: keras.Model) -> bytes:
    """Convert with a batch of one; batch norm ends up inside the convolutions."""
    with tempfile.TemporaryDirectory() as folder:
        return _converter(model, folder).convert()


def to_int8_tflite(
    model: keras.Model, calibration: NDArray[np.float32], per_channel: bool
) -> bytes:
    """Quantize to full INT8 with uint8 input and output, weights per channel or per tensor."""

    def samples() -> Iterator[list[NDArray[np.float32]]]:
        for sample in calibration:
            yield [sample[None]]

    with tempfile.TemporaryDirectory() as folder:
        converter = _converter(model, folder)
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.representative_dataset = samples
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = tf.uint8
        converter.inference_output_type = tf.uint8
        converter._experimental_disable_per_channel = not per_channel
        return converter.convert()


def _converter(model: keras.Model, folder: str) -> tf.lite.TFLiteConverter:
    shapes = [(1, *tensor.shape[1:]) for tensor in model.inputs]
    signature = [tf.TensorSpec(shape, tf.float32, name="image") for shape in shapes]
    model.export(folder, format="tf_saved_model", input_signature=signature, verbose=False)
    return tf.lite.TFLiteConverter.from_saved_model(folder)
