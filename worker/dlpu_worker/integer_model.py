"""Float `.tflite` and ranges → integer `.tflite`, before it is finalized."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from litert_quantizer import quantizer

from dlpu_worker.bias_room import make_room_for_biases
from dlpu_worker.failure import toolchain_failure
from dlpu_worker.islands.arithmetic import rewrite_arithmetic
from dlpu_worker.islands.fold import fold_islands
from dlpu_worker.quantizer_recipe import Recipe, full_integer_recipe
from dlpu_worker.ranges.bind import Ranges, bind_ranges
from dlpu_worker.ranges.divisors import require_divisors
from dlpu_worker.tflite.flatbuffer import parse_model, read_model, serialize_model
from dlpu_worker.tflite.normalize import interface_names, set_signature


def quantize_model(path: str | Path, ranges: Ranges, recipe: Recipe) -> bytes:
    """The integer file; int8 at its edges, float where no integer kernel exists."""
    source = Path(path)
    model = read_model(source)
    is_rewritten = rewrite_arithmetic(model)
    bound = bind_ranges(model, ranges)
    require_divisors(model, bound)
    has_room = make_room_for_biases(model, bound, recipe)
    float_model = serialize_model(model) if is_rewritten or has_room else source.read_bytes()
    integer = parse_model(_quantize(float_model, bound, recipe, source.name), source.name)
    # litert-quantizer forgets the signature where it puts a conversion behind an output.
    set_signature(integer, *interface_names(model))
    fold_islands(integer, bound)
    return serialize_model(integer)


def _scalars(ranges: Ranges) -> Ranges:
    """Ranges of one number as scalars, which litert-quantizer fits to constants of any rank.

    From vectors of one it makes scales of another rank than the constant's where a constant takes
    the scale of the result (0.11.0, `fix_quantization_params_rank`): the class token of a ViT that
    is joined to computed ones.
    """
    return {
        name: {end: np.reshape(v, ()) if np.size(v) == 1 else v for end, v in limits.items()}
        for name, limits in ranges.items()
    }


def _quantize(float_model: bytes, ranges: Ranges, recipe: Recipe, name: str) -> bytes:
    tool = quantizer.Quantizer(bytearray(float_model))
    tool.load_quantization_recipe(full_integer_recipe(recipe).get_quantization_recipe())
    try:
        result = tool.quantize(
            _scalars(ranges), enable_progress_report=False, enable_progress_bar=False
        ).quantized_model
    except Exception as error:
        raise toolchain_failure(
            "quantize",
            f"litert-quantizer cannot quantize {name}: {str(error)[:300]}",
            "Replace the operator named here, or keep the model in float for the CPU.",
        ) from error
    return bytes(result or b"")
