"""One module a method, each with ``run(params, progress)`` returning a JSON value."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, units done, and units in all."""

METHODS = frozenset(
    {
        "import_onnx",
        "import_tflite",
        "import_keras",
        "export_images",
        "legalize",
        "export_onnx",
        "take_pixels",
        "make_samples",
        "calibrate",
        "cut",
        "neighbours",
        "quantize",
        "rescue",
        "run",
        "changed_answers",
        "compare",
        "score",
        "spread",
        "layers",
        "versions",
    }
)
