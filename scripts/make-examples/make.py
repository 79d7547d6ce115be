"""Makes everything under `examples/` that is not text: models, pictures and labels.

From the repository's root, with Python 3.12:

    python -m venv .venv
    .venv/bin/pip install -r scripts/make-examples/requirements.txt
    .venv/bin/python scripts/make-examples/make.py

It takes about five minutes. Running it again on the same machine gives the same bytes; another
kind of processor may round sums differently, and so train slightly different weights.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import determinism
from classifier import train_classifier
from detector import train_detector
from digit_images import render_digits
from handwriting import load_handwriting
from image_files import write_boxes, write_digits, write_labels, write_scenes
from keras_export import export_keras
from measure import measure_classifier, measure_detector
from onnx_export import export_onnx
from photographs import load_backgrounds
from readme import write_measurements
from scenes import SIZE, render_scenes
from tflite_export import to_float_tflite

_EXAMPLES = Path(__file__).parents[2] / "examples"
_CALIBRATION_DIGITS = 120
_CALIBRATION_SCENES = 100
_TRAINING_SCENES = 2400
_HELD_OUT_SCENES = 200
_EVALUATION_SCENES = 100


def main() -> None:
    """Make the examples in the folder named on the command line."""
    parser = argparse.ArgumentParser(description="Make examples/ from packaged data.")
    parser.add_argument("--out", type=Path, default=_EXAMPLES, help="default: examples/")
    folder: Path = parser.parse_args().out
    (folder / "models").mkdir(parents=True, exist_ok=True)
    measurements = _make_classifier(folder) | _make_detector(folder)
    for name, value in measurements.items():
        print(f"{name}: {value}")
    write_measurements(folder / "README.md", measurements)


def _make_classifier(folder: Path) -> dict[str, str]:
    ink, held_out_ink = load_handwriting()
    view, held_out_view = load_backgrounds()
    training = render_digits(ink, view, copies=14, seed=1)
    held_out = render_digits(held_out_ink, held_out_view, copies=1, seed=2)
    write_digits(folder / "calibration/digits", training.images[:_CALIBRATION_DIGITS])
    write_digits(folder / "evaluation/digits", held_out.images)
    write_labels(folder / "evaluation/digits/labels.csv", held_out.labels)

    determinism.restart(seed=1)
    model = train_classifier(training)
    export_keras(model, folder / "models/digits.keras")
    export_onnx(model, folder / "models/digits.onnx", batch="batch")
    (folder / "models/digits.tflite").write_bytes(to_float_tflite(model))
    return measure_classifier(folder, model)


def _make_detector(folder: Path) -> dict[str, str]:
    ink, held_out_ink = load_handwriting()
    view, held_out_view = load_backgrounds()
    scenes, boxes = render_scenes(ink, view, _TRAINING_SCENES, seed=3)
    held_out, truth = render_scenes(held_out_ink, held_out_view, _HELD_OUT_SCENES, seed=4)
    write_scenes(folder / "calibration/scenes", scenes[:_CALIBRATION_SCENES])
    evaluation = folder / "evaluation/scenes"
    write_scenes(evaluation, held_out[:_EVALUATION_SCENES])
    write_boxes(evaluation / "labels.json", SIZE, truth[:_EVALUATION_SCENES])

    determinism.restart(seed=2)
    model = train_detector(scenes, boxes)
    export_onnx(model, folder / "models/detector.onnx", batch=1)
    return measure_detector(folder, model, held_out, truth)


if __name__ == "__main__":
    main()
