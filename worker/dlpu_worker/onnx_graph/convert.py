"""Static ONNX → float `.tflite` by onnx2tf, named and repaired so that quantizers take it."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path

import onnx
import onnx2tf.onnx2tf
import onnx2tf.tflite_builder  # Loaded here so that the fork server pays for it once.

from dlpu_worker.failure import user_failure
from dlpu_worker.onnx_graph.axis_order import inputs_kept
from dlpu_worker.onnx_graph.read_outputs import fence_read_outputs, remove_fences
from dlpu_worker.onnx_graph.shapes import model_inputs
from dlpu_worker.tflite.flatbuffer import (
    Model,
    operator_name,
    read_model,
    tensor_shape,
    write_model,
)
from dlpu_worker.tflite.normalize import Rewrite, name_tensors, set_signature
from dlpu_worker.tflite.padding import repair_padding
from dlpu_worker.tflite.reciprocal_roots import multiply_by_reciprocal_roots
from dlpu_worker.tflite.static_shapes import freeze_shapes, has_open_shapes


def convert_onnx(
    static: onnx.ModelProto, options: dict[str, bool], file: str
) -> tuple[Model, list[Rewrite]]:
    """The converted model with static shapes, and what was repaired.

    Raises a user failure where the converter gives up or TensorFlow Lite lacks an operator.
    """
    model = _convert(static, options, file)
    rewrites = _normalize(model, static)
    if has_open_shapes(model):
        unfrozen = Path("open.tflite")  # In the step's own folder.
        write_model(model, unfrozen)
        rewrites += freeze_shapes(model, unfrozen, _input_shapes(model))
    return model, rewrites


def _convert(static: onnx.ModelProto, options: dict[str, bool], file: str) -> Model:
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
                keep_shape_absolutely_input_names=inputs_kept(static),
                **options,
            )
        except (Exception, SystemExit) as error:
            raise user_failure(
                "onnx-import",
                f"{file} cannot be converted to .tflite: {' '.join(str(error).split())[:300]}",
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
    raise user_failure(
        "no-tflite-operator",
        f"{file} has operators that TensorFlow Lite lacks: {listed}",
        "Replace them in the model, or cut the model before them and run the rest on the CPU.",
    )


def _input_shapes(model: Model) -> list[list[int]]:
    subgraph = model.subgraphs[0]
    return [tensor_shape(subgraph.tensors[int(index)]) for index in subgraph.inputs]


def _normalize(model: Model, static: onnx.ModelProto) -> list[Rewrite]:
    rewrites = repair_padding(model) + multiply_by_reciprocal_roots(model)
    rewrites += name_tensors(model.subgraphs[0])
    inputs = [value.name for value in model_inputs(static)]
    outputs = [value.name for value in static.graph.output]
    subgraph = model.subgraphs[0]
    if len(inputs) != len(subgraph.inputs) or len(outputs) != len(subgraph.outputs):
        raise user_failure(
            "interface-changed",
            f"the conversion turned {len(inputs)} inputs and {len(outputs)} outputs into"
            f" {len(subgraph.inputs)} and {len(subgraph.outputs)}",
            "Remove inputs and outputs that nothing uses from the model.",
        )
    set_signature(model, inputs, outputs)
    return rewrites
