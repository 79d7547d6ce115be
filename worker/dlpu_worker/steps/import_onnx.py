"""ONNX of any shape → static ONNX (NCHW, for ONNX tools) and float `.tflite` (NHWC)."""

from __future__ import annotations

from pathlib import Path
from typing import NotRequired, TypedDict

from dlpu_worker.onnx_graph.cut import cut_onnx
from dlpu_worker.onnx_graph.files import read_onnx, write_onnx
from dlpu_worker.onnx_graph.pair import describe_pair
from dlpu_worker.onnx_graph.shapes import fix_input_shapes, input_facts
from dlpu_worker.onnx_graph.ways import Conversion, convert_proven, simplify
from dlpu_worker.proof.sample_probes import Declared, make_probes
from dlpu_worker.steps import Progress


class Params(TypedDict):
    """Paths, shapes by input name in the model's own layout, and where the model is to end."""

    source: str
    inputShapes: dict[str, list[int]]
    cutAt: NotRequired[list[str]]
    declared: NotRequired[Declared]
    tflitePath: str
    onnxPath: str


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Import, convert, and prove the conversion against the original model."""
    source = Path(params["source"])
    progress("read", 0, 3)
    original = read_onnx(source)
    rewrites = fix_input_shapes(original, params["inputShapes"], source.name)
    if names := params.get("cutAt"):
        rewrites += cut_onnx(original, names, source.name)
    original_path = Path("original.onnx")  # In the step's own folder.
    write_onnx(original, original_path)
    progress("slim", 1, 3)
    static = simplify(original, source.name)
    write_onnx(static, params["onnxPath"])
    progress("convert", 2, 3)
    probes = make_probes(input_facts(original), params.get("declared"))
    conversion = Conversion(original, original_path, static, source.name, probes)
    converted = convert_proven(conversion, params["tflitePath"])
    agreement = converted.proof.agreement
    return {
        **describe_pair(converted.model, static, agreement),
        "rewrites": rewrites + converted.rewrites,
        "maxAbsDiff": agreement.max_abs_diff,
        "maxRelativeDiff": agreement.max_relative_diff,
    }
