"""Static shapes and folded constants, taken from one real inference.

What a graph computes from constants and from static shapes alone (shape arithmetic, float16 or
int8 weights that are widened) is the same for every input: the interpreter computes it once and the
values replace the operators.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType
from ai_edge_litert.schema_py_generated import TensorType

from dlpu_worker.failure import toolchain_failure
from dlpu_worker.seeded_inputs import probe_inputs
from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    Subgraph,
    Tensor,
    add_buffer,
    constant,
    operator_name,
    shape_signature,
    tensor_shape,
)
from dlpu_worker.tflite.normalize import Rewrite

_NEVER_FOLDED = {"RANDOM_UNIFORM", "RANDOM_STANDARD_NORMAL", "MULTINOMIAL"}


def has_open_shapes(model: Model) -> bool:
    """Whether some size of a tensor is only known at run time."""
    return any(-1 in shape_signature(tensor) for tensor in model.subgraphs[0].tensors)


def resized_interpreter(path: Path, shapes: list[list[int]]) -> Interpreter:
    """An interpreter that keeps every tensor, with the graph's inputs at `shapes`."""
    try:
        interpreter = Interpreter(
            model_path=str(path),
            num_threads=1,
            experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
            experimental_preserve_all_tensors=True,
        )
        for facts, shape in zip(interpreter.get_input_details(), shapes, strict=True):
            if list(facts["shape"]) != shape:
                interpreter.resize_tensor_input(facts["index"], shape)
        interpreter.allocate_tensors()
    except (RuntimeError, ValueError) as error:
        raise toolchain_failure(
            "cannot-run",
            f"LiteRT cannot run {path.name} with inputs {shapes}: {str(error)[:300]}",
            "Export the model again, with static shapes.",
        ) from error
    return interpreter


def freeze_shapes(model: Model, path: Path, shapes: list[list[int]]) -> list[Rewrite]:
    """Write the shapes of one inference into every tensor and fold what never changes."""
    subgraph = model.subgraphs[0]
    interpreter = resized_interpreter(path, shapes)
    for facts in interpreter.get_input_details():
        probe = probe_inputs(list(facts["shape"]), np.dtype(facts["dtype"]), 0)
        interpreter.set_tensor(facts["index"], probe)
    interpreter.invoke()
    changed = _write_shapes(subgraph, interpreter)
    folded = _fold(model, subgraph, interpreter)
    rewrites: list[Rewrite] = []
    if changed:
        rewrites.append({"code": "shapes-fixed", "detail": f"{changed} tensors made static"})
    if folded:
        rewrites.append({"code": "constants-folded", "detail": ", ".join(folded)})
    return rewrites


def _write_shapes(subgraph: Subgraph, interpreter: Interpreter) -> int:
    changed = 0
    shapes = {facts["index"]: facts["shape"] for facts in interpreter.get_tensor_details()}
    for index, tensor in enumerate(subgraph.tensors):
        actual = [int(size) for size in shapes.get(index, tensor_shape(tensor))]
        open_axes = tensor.shapeSignature is not None and -1 in tensor.shapeSignature
        changed += open_axes or actual != tensor_shape(tensor)
        tensor.shape = np.array(actual, np.int32)
        tensor.shapeSignature = None
    return changed


def _fold(model: Model, subgraph: Subgraph, interpreter: Interpreter) -> list[str]:
    """Replace operators on constants by their values; returns `count NAME` for each kind."""
    outputs = set(map(int, subgraph.outputs))
    fixed = {index for index, tensor in enumerate(subgraph.tensors) if _has_data(model, tensor)}
    folded: dict[str, int] = {}
    kept: list[Operator] = []
    for operator in subgraph.operators:
        name = operator_name(model, operator)
        sources = {int(source) for source in operator.inputs if source >= 0}
        foldable = name == "SHAPE" or (sources and sources <= fixed)
        if not foldable or name in _NEVER_FOLDED or outputs & set(map(int, operator.outputs)):
            kept.append(operator)
            continue
        for index in map(int, operator.outputs):
            subgraph.tensors[index].buffer = add_buffer(model, interpreter.get_tensor(index))
            if subgraph.tensors[index].type == TensorType.FLOAT32:
                subgraph.tensors[index].quantization = None
            fixed.add(index)
        folded[name] = folded.get(name, 0) + 1
    subgraph.operators = kept
    return [f"{count} {name}" for name, count in folded.items()]


def _has_data(model: Model, tensor: Tensor) -> bool:
    data = model.buffers[tensor.buffer].data
    return data is not None and len(data) > 0


def widen_weights(model: Model) -> list[Rewrite]:
    """Turn int8 weights of operators with float activations back into float32."""
    subgraph = model.subgraphs[0]
    names = []
    for operator in subgraph.operators:
        if operator_name(model, operator) in ("DEQUANTIZE", "QUANTIZE"):
            continue
        types = [subgraph.tensors[index].type for index in operator.outputs]
        if any(subgraph.tensors[int(i)].type != 0 for i in operator.inputs[:1]) or any(types):
            continue
        for index in operator.inputs[1:]:
            if index >= 0 and _widen(model, subgraph.tensors[index]):
                names.append(operator_name(model, operator))
    if not names:
        return []
    kinds = ", ".join(f"{names.count(name)} {name}" for name in dict.fromkeys(names))
    return [{"code": "weights-dequantized", "detail": f"int8 weights of {kinds} made float32"}]


def _widen(model: Model, tensor: Tensor) -> bool:
    quantization = tensor.quantization
    values = constant(model, tensor)
    if values is None or values.dtype not in (np.int8, np.uint8) or quantization is None:
        return False
    if quantization.scale is None or len(quantization.scale) == 0:
        return False
    shape = [1] * values.ndim
    if len(quantization.scale) > 1:
        shape[quantization.quantizedDimension or 0] = -1
    scale = np.asarray(quantization.scale, np.float32).reshape(shape)
    zero_point = np.asarray(quantization.zeroPoint, np.float32).reshape(shape)
    tensor.buffer = add_buffer(model, (values.astype(np.float32) - zero_point) * scale)
    tensor.type = 0
    tensor.quantization = None
    return True
