"""Making every input shape of an ONNX model static."""

from __future__ import annotations

import onnx
from onnx import helper

from dlpu_worker.failure import user_failure
from dlpu_worker.input_shapes import resolve_shape
from dlpu_worker.samples.store import InputFacts
from dlpu_worker.tflite.normalize import Rewrite


def fix_input_shapes(
    model: onnx.ModelProto, given: dict[str, list[int]], file: str
) -> list[Rewrite]:
    """Write static dimensions into the inputs and drop every shape derived from the old ones."""
    inputs = model_inputs(model)
    unknown = set(given) - {value.name for value in inputs}
    if unknown:
        raise user_failure(
            "unknown-input",
            f"{file} has no input named {', '.join(sorted(unknown))}",
            f"Use the model's own names: {', '.join(value.name for value in inputs)}.",
        )
    rewrites: list[Rewrite] = []
    for value in inputs:
        open_shape = _declared_shape(value)
        shape = resolve_shape(value.name, open_shape, given.get(value.name), file)
        if shape != open_shape:
            rewrites.append({"code": "shape-fixed", "detail": f"{value.name}: {shape}"})
        _set_shape(value, shape)
    if rewrites:
        del model.graph.value_info[:]
        for value in model.graph.output:
            value.type.tensor_type.ClearField("shape")
    return rewrites


def model_inputs(model: onnx.ModelProto) -> list[onnx.ValueInfoProto]:
    """Graph inputs without the initializers that old files list among them."""
    initializers = {tensor.name for tensor in model.graph.initializer}
    return [value for value in model.graph.input if value.name not in initializers]


def input_facts(model: onnx.ModelProto) -> list[InputFacts]:
    """Name, shape and type of each input; dimensions must be static."""
    return [
        {
            "name": value.name,
            "shape": [dim.dim_value for dim in value.type.tensor_type.shape.dim],
            "dtype": helper.tensor_dtype_to_np_dtype(value.type.tensor_type.elem_type).name,
        }
        for value in model_inputs(model)
    ]


def _declared_shape(value: onnx.ValueInfoProto) -> list[int] | None:
    if value.type.WhichOneof("value") != "tensor_type":
        raise user_failure(
            "unsupported-input",
            f"input {value.name} is not a tensor",
            "Export the model with tensor inputs only.",
        )
    tensor_type = value.type.tensor_type
    if not tensor_type.HasField("shape"):
        return None
    return [dim.dim_value if dim.dim_value > 0 else -1 for dim in tensor_type.shape.dim]


def _set_shape(value: onnx.ValueInfoProto, shape: list[int]) -> None:
    dims = value.type.tensor_type.shape
    value.type.tensor_type.shape.SetInParent()
    del dims.dim[:]
    for size in shape:
        dims.dim.add().dim_value = size
