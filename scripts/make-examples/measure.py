"""Checks the files just written: they agree, and they are as good as the README says."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from boxes import average_precision
from classifier import accuracy
from image_files import read_images, read_labels
from preprocess import SIGNED_RANGE, UNIT_RANGE, preprocess
from run_models import run_keras, run_onnx, run_tflite
from tflite_export import to_int8_tflite

_LEAST_ACCURACY = 0.97
_LARGEST_DIFFERENCE = 1e-4


def measure_classifier(folder: Path, model: keras.Model) -> dict[str, str]:
    """Measure on the evaluation images as stored; `model` is quantized only to compare."""
    x = preprocess(read_images(folder / "evaluation/digits"), UNIT_RANGE)
    labels = read_labels(folder / "evaluation/digits/labels.csv")
    scores = run_keras(folder / "models/digits.keras", x)
    onnx_scores = run_onnx(folder / "models/digits.onnx", x)["scores"]
    (tflite_scores,) = run_tflite((folder / "models/digits.tflite").read_bytes(), x)
    difference = max(_difference(scores, onnx_scores), _difference(scores, tflite_scores))
    _require(difference <= _LARGEST_DIFFERENCE, f"the three formats differ by {difference}")
    _require(accuracy(scores, labels) >= _LEAST_ACCURACY, f"accuracy {accuracy(scores, labels)}")

    calibration = preprocess(read_images(folder / "calibration/digits"), UNIT_RANGE)
    int8 = _int8_outputs(model, calibration, x)
    return {
        "digits: float accuracy": f"{accuracy(scores, labels):.1%}",
        "digits: largest difference between the formats": f"{difference:.0e}",
        **{f"digits: {kind} accuracy": f"{accuracy(v[0], labels):.1%}" for kind, v in int8.items()},
    }


def measure_detector(
    folder: Path, model: keras.Model, scenes: list[Image.Image], truth: list[NDArray[np.float32]]
) -> dict[str, str]:
    """Measure average precision at an overlap of 0.5 on held-out scenes."""
    x = preprocess(scenes, SIGNED_RANGE)
    outputs = run_onnx(folder / "models/detector.onnx", x)
    expected = model.predict(x, verbose=0)
    difference = max(_difference(outputs[name], expected[name]) for name in expected)
    _require(difference <= _LARGEST_DIFFERENCE, f"the detector's ONNX differs by {difference}")

    calibration = preprocess(read_images(folder / "calibration/scenes"), SIGNED_RANGE)
    measured = {"float": [outputs["boxes"], outputs["scores"]]}
    measured |= _int8_outputs(model, calibration, x)
    return {
        f"detector: {kind} average precision": f"{_average_precision(values, truth):.1%}"
        for kind, values in measured.items()
    }


def _int8_outputs(
    model: keras.Model, calibration: NDArray[np.float32], x: NDArray[np.float32]
) -> dict[str, list[NDArray[np.float32]]]:
    """Run what TensorFlow's own converter makes of the model, to know what INT8 costs it."""
    return {
        f"INT8 {name}": run_tflite(to_int8_tflite(model, calibration, per_channel), x)
        for name, per_channel in (("per-channel", True), ("per-tensor", False))
    }


def _average_precision(
    outputs: list[NDArray[np.float32]], truth: list[NDArray[np.float32]]
) -> float:
    boxes, scores = sorted(outputs, key=lambda values: -values.shape[-1])
    return average_precision(boxes, scores[..., 0], truth)


def _difference(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    return float(np.abs(a - b).max())


def _require(condition: bool, complaint: str) -> None:
    if not condition:
        raise SystemExit(f"the examples are not good enough: {complaint}")
