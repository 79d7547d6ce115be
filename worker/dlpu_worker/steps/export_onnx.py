"""Float NHWC `.tflite` → static ONNX with NCHW pictures, proved in ONNX Runtime.

The result has the form of `import_onnx`: names and shapes of the `.tflite`, those of the ONNX file
as the source's, permutations from ONNX axes to the `.tflite`'s.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

import onnx
import onnxslim
import tf2onnx.convert
from onnx import shape_inference

from dlpu_worker.failure import user_failure
from dlpu_worker.onnx_graph.canonical import canonicalize
from dlpu_worker.onnx_graph.files import write_onnx
from dlpu_worker.onnx_graph.pair import describe_pair, prove_pair, require_proven
from dlpu_worker.steps import Progress
from dlpu_worker.tflite.dense_inputs import flatten_dense_inputs
from dlpu_worker.tflite.flatbuffer import Model, read_model, tensor_shape, text, write_model
from dlpu_worker.tflite.option_lists import write_empty_lists

_OPSET = 13


class Params(TypedDict):
    """A normalized float model and where its ONNX goes."""

    tflitePath: str
    onnxPath: str


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Convert, slim, and prove."""
    source = Path(params["tflitePath"])
    model = read_model(source)
    progress("convert", 0, 3)
    exported = _convert(source, model)
    progress("slim", 1, 3)
    slim = onnxslim.slim(shape_inference.infer_shapes(exported))
    canonicalize(slim)
    write_onnx(slim, params["onnxPath"])
    progress("prove", 2, 3)
    proof = prove_pair(params["onnxPath"], source)
    require_proven(proof, f"the ONNX made from {source.name}")
    agreement = proof.agreement
    return {
        **describe_pair(model, slim, agreement),
        "rewrites": [],
        "maxAbsDiff": agreement.max_abs_diff,
        "maxRelativeDiff": agreement.max_relative_diff,
    }


def _convert(source: Path, model: Model) -> onnx.ModelProto:
    tensors = [model.subgraphs[0].tensors[index] for index in model.subgraphs[0].inputs]
    pictures = [text(tensor.name) for tensor in tensors if len(tensor_shape(tensor)) == 4]
    prepared = Path(source.name)  # In the step's own folder.
    flatten_dense_inputs(model)
    write_empty_lists(model)
    write_model(model, prepared)
    try:
        exported, _ = tf2onnx.convert.from_tflite(
            str(prepared), opset=_OPSET, inputs_as_nchw=pictures or None
        )
    except (Exception, SystemExit) as error:
        raise _export_failure(source, " ".join(str(error).split())[:300]) from error
    _repair_axes(exported)
    left = sorted({node.op_type for node in exported.graph.node if node.domain})
    left += sorted({n.op_type for n in exported.graph.node if n.op_type.startswith("TFL_")})
    if left:
        raise _export_failure(source, f"ONNX lacks {', '.join(left)}")
    return exported


def _repair_axes(exported: onnx.ModelProto) -> None:
    """Make a number of an axis that the `.tflite` holds in a vector of one."""
    for node in exported.graph.node:
        for attribute in node.attribute:
            if attribute.name == "axis" and len(attribute.ints) == 1:
                attribute.CopyFrom(onnx.helper.make_attribute("axis", attribute.ints[0]))


def _export_failure(source: Path, reason: str) -> Exception:
    return user_failure(
        "onnx-export",
        f"{source.name} cannot be written as ONNX: {reason}",
        "Give the model as ONNX, exported where it was trained.",
    )
