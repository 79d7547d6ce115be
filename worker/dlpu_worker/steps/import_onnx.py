"""ONNX of any shape → static ONNX (NCHW, for ONNX tools) and float `.tflite` (NHWC)."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path
from typing import NotRequired, TypedDict

import onnx
import onnx2tf.onnx2tf
import onnx2tf.tflite_builder  # Loaded here so that the fork server pays for it once.
import onnxslim
from onnx import shape_inference

from dlpu_worker.agreement import require_agreement
from dlpu_worker.failure import toolchain_failure
from dlpu_worker.onnx_graph.cut import cut_onnx
from dlpu_worker.onnx_graph.files import read_onnx, write_onnx
from dlpu_worker.onnx_graph.pair import describe_pair, prove_pair
from dlpu_worker.onnx_graph.read_outputs import fence_read_outputs, remove_fences
from dlpu_worker.onnx_graph.shapes import fix_input_shapes, model_inputs
from dlpu_worker.onnx_graph.softmax import expand_old_softmax
from dlpu_worker.steps import Progress
from dlpu_worker.tflite.flatbuffer import (
    Model,
    operator_name,
    read_model,
    tensor_shape,
    write_model,
)
from dlpu_worker.tflite.normalize import Rewrite, name_tensors, set_signature
from dlpu_worker.tflite.padding import repair_padding
from dlpu_worker.tflite.static_shapes import freeze_shapes, has_open_shapes

_RELATIVE_LIMIT = 1e-3


class Params(TypedDict):
    """Paths, shapes by input name in the model's own layout, and where the model is to end."""

    source: str
    inputShapes: dict[str, list[int]]
    cutAt: NotRequired[list[str]]
    tflitePath: str
    onnxPath: str


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Import, convert, and prove the conversion against the original model."""
    source = Path(params["source"])
    progress("read", 0, 4)
    original = read_onnx(source)
    rewrites = fix_input_shapes(original, params["inputShapes"], source.name)
    if names := params.get("cutAt"):
        rewrites += cut_onnx(original, names, source.name)
    progress("slim", 1, 4)
    static = _slim(original, source.name)
    write_onnx(static, params["onnxPath"])
    progress("convert", 2, 4)
    model = _convert(static, source.name)
    rewrites += _normalize(model, static)
    if has_open_shapes(model):
        unfrozen = Path("open.tflite")  # In the step's own folder.
        write_model(model, unfrozen)
        rewrites += freeze_shapes(model, unfrozen, _input_shapes(model))
    write_model(model, params["tflitePath"])
    progress("prove", 3, 4)
    unchanged = Path("original.onnx")  # In the step's own folder.
    write_onnx(original, unchanged)
    agreement = prove_pair(unchanged, params["tflitePath"])
    require_agreement(agreement, _RELATIVE_LIMIT, f"the .tflite made from {source.name}")
    return {
        **describe_pair(model, static, agreement),
        "rewrites": rewrites,
        "maxAbsDiff": agreement.max_abs_diff,
        "maxRelativeDiff": agreement.max_relative_diff,
    }


def _slim(original: onnx.ModelProto, file: str) -> onnx.ModelProto:
    try:
        inferred = shape_inference.infer_shapes(copy.deepcopy(original))
        slim = onnxslim.slim(inferred)
        expand_old_softmax(slim)
        return slim
    except Exception as error:
        raise toolchain_failure(
            "onnx-simplify",
            f"{file} cannot be simplified: {str(error)[:300]}",
            "Check it with onnx.checker, and export it again with a newer opset.",
        ) from error


def _convert(static: onnx.ModelProto, file: str) -> Model:
    fenced = copy.deepcopy(static)
    fence_read_outputs(fenced)
    with tempfile.TemporaryDirectory() as folder:
        try:
            onnx2tf.onnx2tf.convert(
                onnx_graph=fenced,
                output_folder_path=folder,
                tflite_backend="flatbuffer_direct",
                not_use_onnxsim=True,
                non_verbose=True,
                verbosity="error",
            )
        except (Exception, SystemExit) as error:
            raise toolchain_failure(
                "onnx-import",
                f"{file} cannot be converted to .tflite: {str(error)[:300]}",
                "Replace the operator named here, or export with another opset.",
            ) from error
        model = read_model(next(Path(folder).glob("*_float32.tflite")))
    _refuse_custom(model, static, file)
    remove_fences(model)
    return model


def _refuse_custom(model: Model, static: onnx.ModelProto, file: str) -> None:
    custom = {
        operator_name(model, operator)
        for subgraph in model.subgraphs
        for operator in subgraph.operators
        if operator_name(model, operator).startswith("CUSTOM:")
    }
    if not custom:
        return
    kinds = {name.removeprefix("CUSTOM:ONNX_") for name in custom}
    nodes = [
        f"{node.op_type} {node.name or node.output[0]}"
        for node in static.graph.node
        if node.op_type.upper() in kinds
    ]
    listed = ", ".join(nodes[:8]) or ", ".join(sorted(custom))
    raise toolchain_failure(
        "no-tflite-operator",
        f"{file} has operators that TensorFlow Lite lacks: {listed}",
        "Replace them in the model, or cut the model before them and run the rest on the CPU.",
    )


def _input_shapes(model: Model) -> list[list[int]]:
    subgraph = model.subgraphs[0]
    return [tensor_shape(subgraph.tensors[int(index)]) for index in subgraph.inputs]


def _normalize(model: Model, static: onnx.ModelProto) -> list[Rewrite]:
    rewrites = repair_padding(model) + name_tensors(model.subgraphs[0])
    inputs = [value.name for value in model_inputs(static)]
    outputs = [value.name for value in static.graph.output]
    subgraph = model.subgraphs[0]
    if len(inputs) != len(subgraph.inputs) or len(outputs) != len(subgraph.outputs):
        raise toolchain_failure(
            "interface-changed",
            f"the conversion turned {len(inputs)} inputs and {len(outputs)} outputs into"
            f" {len(subgraph.inputs)} and {len(subgraph.outputs)}",
            "Remove inputs and outputs that nothing uses from the model.",
        )
    set_signature(model, inputs, outputs)
    return rewrites
