"""Float `.tflite` and statistics → full-integer `.tflite`.

litert-quantizer does the arithmetic, and `islands` makes integer what it leaves in float.
litert-converter then verifies the graph, and writes operator versions and inline buffers as
TensorFlow would. The converter may abort on a graph it dislikes, so it runs in a process of its own
and the first runnable of its modes wins.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

from litert_converter import converter_api_ext, model_utils_ext
from litert_converter.mlir import ir, passmanager
from litert_quantizer.utils import calibration_utils

from dlpu_worker.failure import toolchain_failure
from dlpu_worker.integer_model import quantize_model
from dlpu_worker.islands.fold import fold_islands
from dlpu_worker.islands.kernels import UNKNOWN_TO_CONVERTER
from dlpu_worker.process.isolated import run_isolated
from dlpu_worker.quantizer_recipe import Recipe
from dlpu_worker.ranges.bind import Ranges
from dlpu_worker.ranges.finite import require_finite_ranges
from dlpu_worker.steps import Progress
from dlpu_worker.tflite.flatbuffer import read_model, write_model
from dlpu_worker.tflite.float_operators import list_float_operators
from dlpu_worker.tflite.interface import restore_interface
from dlpu_worker.tflite.interpreter import open_interpreter
from dlpu_worker.tflite.normalize import interface_names, tensor_facts


class Params(TypedDict):
    """A normalized float model, the statistics of `calibrate`, and a recipe."""

    tflitePath: str
    statsPath: str
    recipe: Recipe
    outPath: str


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Quantize, finalize, and check that the file allocates."""
    progress("quantize", 0, 2)
    source, target = Path(params["tflitePath"]), Path(params["outPath"])
    quantized = Path("quantized.tflite")
    ranges = calibration_utils.load_calibration_results(params["statsPath"])[0]
    require_finite_ranges(ranges)
    quantized.write_bytes(quantize_model(source, ranges, params["recipe"]))
    progress("finalize", 1, 2)
    finalizer, reasons = _finalize(source, quantized, target, params["recipe"], ranges)
    model = read_model(target)
    subgraph = model.subgraphs[0]
    names = interface_names(model)
    return {
        "inputs": tensor_facts(subgraph, names[0], subgraph.inputs),
        "outputs": tensor_facts(subgraph, names[1], subgraph.outputs),
        "floatOperators": list_float_operators(model),
        "finalizer": finalizer,
        "notes": reasons,
    }


def _finalize(
    source: Path, quantized: Path, target: Path, recipe: Recipe, ranges: Ranges
) -> tuple[str, list[str]]:
    """Write the best file that allocates; returns which mode made it and why others did not."""
    reasons: list[str] = []
    for mode in ("STATIC", "NONE", None):
        candidate = Path(f"finalized-{mode}.tflite")

        def act(mode: str | None = mode, candidate: Path = candidate) -> None:
            if mode is None:
                candidate.write_bytes(quantized.read_bytes())
            else:
                candidate.write_bytes(_convert(quantized.read_bytes(), mode))
            _fold_the_rest(candidate, ranges)
            restore_interface(source, candidate, recipe["input"], recipe["output"])
            open_interpreter(candidate)

        reason = run_isolated(act)
        if reason is None:
            target.write_bytes(candidate.read_bytes())
            return (f"litert-converter {mode}" if mode else "none"), reasons
        reasons.append(f"{mode or 'as quantized'}: {_last_words(reason)}")
    raise toolchain_failure(
        "finalize",
        f"no quantized form of {source.name} can be loaded",
        "Replace the operator named in the detail, or keep the model in float for the CPU.",
        "\n".join(reasons),
    )


def _fold_the_rest(path: Path, ranges: Ranges) -> None:
    model = read_model(path)
    fold_islands(model, ranges, UNKNOWN_TO_CONVERTER)
    write_model(model, path)


def _last_words(reason: str) -> str:
    return " ".join(reason.splitlines()[-2:])[-400:]


def _convert(data: bytes, mode: str) -> bytes:
    context = ir.Context()
    converter_api_ext.prepare_mlir_context(context)
    with context, ir.Location.unknown():
        module = model_utils_ext.flatbuffer_to_mlir(data, context)
        config = converter_api_ext.ConvertToTFLConfig()
        config.qdq_conversion_mode = mode
        passes = passmanager.PassManager("builtin.module")
        converter_api_ext.run_convert_to_tfl_passes(module, passes, config)
        return converter_api_ext.export_flatbuffer_to_bytes(module.operation)
