"""Float `.tflite` and ranges → integer `.tflite`, as litert-quantizer leaves it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from litert_quantizer import quantizer

from dlpu_worker.failure import toolchain_failure
from dlpu_worker.quantizer_recipe import Recipe, full_integer_recipe

Ranges = dict[str, dict[str, np.ndarray]]
"""By tensor name: `min` and `max`."""


def quantize_model(path: str | Path, ranges: Ranges, recipe: Recipe) -> bytes:
    """The integer file; int8 at its edges, float where the quantizer has no kernel."""
    tool = quantizer.Quantizer(str(path))
    tool.load_quantization_recipe(full_integer_recipe(recipe).get_quantization_recipe())
    try:
        result = tool.quantize(
            ranges, enable_progress_report=False, enable_progress_bar=False
        ).quantized_model
    except Exception as error:
        raise toolchain_failure(
            "quantize",
            f"litert-quantizer cannot quantize {Path(path).name}: {str(error)[:300]}",
            "Replace the operator named here, or keep the model in float for the CPU.",
        ) from error
    return bytes(result or b"")
