"""Keras → int8 per-tensor `.tflite`, as TensorFlow's guide to post-training quantization has it.

Usage: `python convert_with_tensorflow.py MODEL.h5 CALIBRATION.npy OUT.tflite`
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import tensorflow as tf
import tf_keras

source, calibration, target = sys.argv[1:]


def representative_dataset() -> Iterator[list[np.ndarray]]:
    for sample in np.load(calibration):
        yield [sample[np.newaxis]]


converter = tf.lite.TFLiteConverter.from_keras_model(
    tf_keras.models.load_model(source, compile=False)
)
converter.optimizations = [tf.lite.Optimize.DEFAULT]
converter.representative_dataset = representative_dataset
converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
converter.inference_input_type = converter.inference_output_type = tf.uint8
converter._experimental_disable_per_channel = True
Path(target).write_bytes(converter.convert())
