"""A `.tflite` file as the schema's object tree, and back to bytes."""

from __future__ import annotations

from pathlib import Path

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.failure import user_failure

Model = schema.ModelT
Subgraph = schema.SubGraphT
Operator = schema.OperatorT
Tensor = schema.TensorT

_OPERATOR_NAMES = {
    code: name for name, code in vars(schema.BuiltinOperator).items() if isinstance(code, int)
}
_DTYPES: dict[int, np.dtype] = {
    schema.TensorType.FLOAT32: np.dtype(np.float32),
    schema.TensorType.FLOAT16: np.dtype(np.float16),
    schema.TensorType.FLOAT64: np.dtype(np.float64),
    schema.TensorType.INT8: np.dtype(np.int8),
    schema.TensorType.INT16: np.dtype(np.int16),
    schema.TensorType.INT32: np.dtype(np.int32),
    schema.TensorType.INT64: np.dtype(np.int64),
    schema.TensorType.UINT8: np.dtype(np.uint8),
    schema.TensorType.UINT16: np.dtype(np.uint16),
    schema.TensorType.UINT32: np.dtype(np.uint32),
    schema.TensorType.UINT64: np.dtype(np.uint64),
    schema.TensorType.BOOL: np.dtype(np.bool_),
}
_TYPE_NAMES = {
    code: name.lower() for name, code in vars(schema.TensorType).items() if isinstance(code, int)
}


def read_model(path: str | Path) -> Model:
    """Parse a file; its external buffers are moved into the tree."""
    return parse_model(Path(path).read_bytes(), Path(path).name)


def parse_model(data: bytes, name: str) -> Model:
    """Parse a file's content; `name` is what a failure calls it."""
    if data[4:8] != b"TFL3":
        raise user_failure(
            "not-tflite",
            f"{name} is not a TensorFlow Lite file: its identifier is not TFL3",
            "Check that the file is complete (Git LFS pointers must be fetched).",
        )
    try:
        model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(data, 0))
    except Exception as error:
        raise user_failure(
            "unreadable-tflite",
            f"{name} is damaged: {error}",
            "Export the model again.",
        ) from error
    _inline_buffers(model, data)
    _fill_builtin_codes(model)
    return model


def _fill_builtin_codes(model: Model) -> None:
    """Files from before TensorFlow 2.4 have the deprecated field only; quantizers read the other.

    Zero there means ADD, and every operator would be quantized like one.
    """
    for code in model.operatorCodes:
        code.builtinCode = max(code.builtinCode, code.deprecatedBuiltinCode)


def _inline_buffers(model: Model, data: bytes) -> None:
    for buffer in model.buffers:
        if (buffer.offset or 0) > 1:
            end = buffer.offset + buffer.size
            buffer.data = np.frombuffer(data[buffer.offset : end], np.uint8)
            buffer.offset = buffer.size = 0


def write_model(model: Model, path: str | Path) -> None:
    """Serialize into a file."""
    Path(path).write_bytes(serialize_model(model))


def serialize_model(model: Model) -> bytes:
    """Every buffer stands inside the flatbuffer, so that any reader finds the weights."""
    builder = flatbuffers.Builder(1 << 20)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def operator_name(model: Model, operator: Operator) -> str:
    """The schema's name (`CONV_2D`), or `CUSTOM:<code>`."""
    code = model.operatorCodes[operator.opcodeIndex]
    if code.builtinCode == schema.BuiltinOperator.CUSTOM:
        return f"CUSTOM:{text(code.customCode)}"
    return _OPERATOR_NAMES.get(code.builtinCode, f"BUILTIN_{code.builtinCode}")


def operator_code(model: Model, builtin: int, version: int = 1) -> int:
    """The index of an operator code, added when the model lacks it."""
    for index, code in enumerate(model.operatorCodes):
        if code.builtinCode == builtin and code.version == version:
            return index
    code = schema.OperatorCodeT()
    code.builtinCode = builtin
    code.deprecatedBuiltinCode = min(builtin, 127)
    code.version = version
    model.operatorCodes.append(code)
    return len(model.operatorCodes) - 1


def constant(model: Model, tensor: Tensor) -> np.ndarray | None:
    """The tensor's constant value, or None when it is computed at run time."""
    data = model.buffers[tensor.buffer].data
    dtype = _DTYPES.get(tensor.type)
    if data is None or len(data) == 0 or dtype is None:
        return None
    values = np.frombuffer(bytes(data), dtype)
    shape = tensor_shape(tensor)
    return values.reshape(shape) if values.size == np.prod(shape, dtype=int) else values


def add_buffer(model: Model, values: np.ndarray) -> int:
    """The index of a new buffer that holds `values`."""
    buffer = schema.BufferT()
    buffer.data = np.frombuffer(np.ascontiguousarray(values).tobytes(), np.uint8)
    model.buffers.append(buffer)
    return len(model.buffers) - 1


def add_constant(model: Model, subgraph: Subgraph, name: str, values: np.ndarray) -> int:
    """The index of a new constant tensor."""
    tensor = schema.TensorT()
    tensor.name = name.encode()
    tensor.shape = np.array(values.shape, np.int32)
    tensor.type = next(code for code, dtype in _DTYPES.items() if dtype == values.dtype)
    tensor.buffer = add_buffer(model, values)
    subgraph.tensors.append(tensor)
    return len(subgraph.tensors) - 1


def tensor_shape(tensor: Tensor) -> list[int]:
    """The stored shape; a scalar has none."""
    return [] if tensor.shape is None else [int(size) for size in tensor.shape]


def shape_signature(tensor: Tensor) -> list[int]:
    """The shape with -1 for every dimension that the file leaves open."""
    if tensor.shapeSignature is None or len(tensor.shapeSignature) == 0:
        return tensor_shape(tensor)
    return [int(size) for size in tensor.shapeSignature]


def dtype_name(tensor: Tensor) -> str:
    """The schema's type in lower case: `float32`, `int8`, `string`…"""
    return _TYPE_NAMES.get(tensor.type, f"type{tensor.type}")


def text(value: bytes | str | None) -> str:
    """A flatbuffer string, which may be absent."""
    return value.decode(errors="replace") if isinstance(value, bytes) else value or ""
