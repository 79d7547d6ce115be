"""Small edits of a graph that several rewrites share."""

from __future__ import annotations

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.operator_versions import find_needed_version, set_version
from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    Subgraph,
    Tensor,
    add_constant,
    operator_code,
    operator_name,
    tensor_shape,
    text,
)

EIGHT_BIT = {schema.TensorType.INT8: np.int8, schema.TensorType.UINT8: np.uint8}


def find_scale(tensor: Tensor) -> tuple[float, int] | None:
    """Scale and zero point of a tensor with one of each; the scale in single precision."""
    quantization = tensor.quantization
    if quantization is None or quantization.scale is None or len(quantization.scale) != 1:
        return None
    zero_points = quantization.zeroPoint
    zero = 0 if zero_points is None or len(zero_points) == 0 else int(zero_points[0])
    return float(np.float32(quantization.scale[0])), zero


def is_eight_bit(tensor: Tensor) -> bool:
    """Whether a tensor holds 8-bit integers with one scale."""
    return tensor.type in EIGHT_BIT and find_scale(tensor) is not None


def make_quantization(
    scale: float | np.floating | np.ndarray, zero_point: int | np.ndarray = 0, axis: int = 0
) -> schema.QuantizationParametersT:
    """Quantization parameters, one a tensor or one a slice along `axis`."""
    result = schema.QuantizationParametersT()
    result.scale = np.atleast_1d(np.asarray(scale, np.float32))
    zero_points = np.broadcast_to(
        np.atleast_1d(np.asarray(zero_point, np.int64)), result.scale.shape
    )
    result.zeroPoint = zero_points.copy()
    result.quantizedDimension = axis
    return result


def add_tensor(subgraph: Subgraph, like: int, suffix: str, shape: list[int] | None = None) -> int:
    """A new computed tensor of the type and quantization of another."""
    source = subgraph.tensors[like]
    tensor = schema.TensorT()
    tensor.name = f"{text(source.name)}/{suffix}".encode()
    tensor.shape = np.array(tensor_shape(source) if shape is None else shape, np.int32)
    tensor.type, tensor.buffer = source.type, 0
    tensor.quantization = source.quantization
    subgraph.tensors.append(tensor)
    return len(subgraph.tensors) - 1


def add_quantized_constant(
    model: Model,
    subgraph: Subgraph,
    name: str,
    values: np.ndarray,
    quantization: schema.QuantizationParametersT | None,
) -> int:
    """A new constant with scales."""
    index = add_constant(model, subgraph, name, values)
    subgraph.tensors[index].quantization = quantization
    return index


def make_operator(
    model: Model,
    subgraph: Subgraph,
    kind: str,
    inputs: list[int],
    outputs: list[int],
    options: object | None = None,
) -> Operator:
    """An operator of the oldest version that does what its tensors and options ask for.

    `options` is the schema's object of the operator's own options, such as `Conv2DOptionsT()`.
    """
    operator = schema.OperatorT()
    operator.opcodeIndex = operator_code(model, getattr(schema.BuiltinOperator, kind))
    operator.inputs, operator.outputs = list(inputs), list(outputs)
    if options is not None:
        name = type(options).__name__.removesuffix("T")
        operator.builtinOptionsType = getattr(schema.BuiltinOptions, name)
        operator.builtinOptions = options
    set_version(model, operator, find_needed_version(model, subgraph, operator) or 1)
    return operator


def make_reshape(model: Model, subgraph: Subgraph, source: int, result: int) -> Operator:
    """A RESHAPE from one tensor to the shape of another."""
    shape = np.array(tensor_shape(subgraph.tensors[result]), np.int32)
    options = schema.ReshapeOptionsT()
    options.newShape = shape
    name = f"{text(subgraph.tensors[result].name)}/shape"
    constant = add_constant(model, subgraph, name, shape)
    return make_operator(model, subgraph, "RESHAPE", [source, constant], [result], options)


def add_padding(
    model: Model, subgraph: Subgraph, source: int, size: list[int], operators: list[Operator]
) -> int:
    """A picture with zeros behind its rows and columns up to a size; PAD is appended if needed."""
    batch, height, width, channels = tensor_shape(subgraph.tensors[source])
    if size == [height, width]:
        return source
    result = add_tensor(subgraph, source, "padded", [batch, *size, channels])
    amounts = np.array([[0, 0], [0, size[0] - height], [0, size[1] - width], [0, 0]], np.int32)
    name = f"{text(subgraph.tensors[result].name)}/amounts"
    inputs = [source, add_constant(model, subgraph, name, amounts)]
    operators.append(make_operator(model, subgraph, "PAD", inputs, [result], schema.PadOptionsT()))
    return result


def replace_operator(subgraph: Subgraph, old: Operator, new: list[Operator]) -> None:
    """Put operators in the place of one."""
    position = next(i for i, op in enumerate(subgraph.operators) if op is old)
    subgraph.operators[position : position + 1] = new


def describe_operator(model: Model, subgraph: Subgraph, operator: Operator) -> str:
    """`CONV_2D "name of its first output"`."""
    output = text(subgraph.tensors[operator.outputs[0]].name) if len(operator.outputs) else ""
    return f'{operator_name(model, operator)} "{output}"'
