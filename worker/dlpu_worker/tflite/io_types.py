"""Types of a quantized model's graph inputs and outputs.

Quantization always ends in int8 at the edges; uint8 and float32 are one conversion operator away,
as TensorFlow's own converter writes them.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.tflite.flatbuffer import Model, Operator, Subgraph, Tensor, operator_code, text

IoType = Literal["uint8", "int8", "float32"]

_TYPES = {"uint8": schema.TensorType.UINT8, "float32": schema.TensorType.FLOAT32}
_SIGNED_TO_UNSIGNED = 128  # Same scale, zero point moved by it.


def convert_inputs(model: Model, io_type: IoType) -> None:
    """Make every int8 graph input an `io_type` followed by QUANTIZE."""
    subgraph = model.subgraphs[0]
    for position, index in enumerate(subgraph.inputs):
        outer = _outer_tensor(subgraph, int(index), io_type)
        if outer is None:
            continue
        code = operator_code(model, schema.BuiltinOperator.QUANTIZE)
        subgraph.operators.insert(0, _conversion(code, outer, int(index), "QuantizeOptions"))
        subgraph.inputs[position] = outer


def convert_outputs(model: Model, io_type: IoType) -> None:
    """Make every int8 graph output an `io_type` after QUANTIZE or DEQUANTIZE."""
    subgraph = model.subgraphs[0]
    for position, index in enumerate(subgraph.outputs):
        outer = _outer_tensor(subgraph, int(index), io_type)
        if outer is None:
            continue
        if io_type == "float32":
            code = operator_code(model, schema.BuiltinOperator.DEQUANTIZE, version=2)
            kind = "DequantizeOptions"
        else:
            code = operator_code(model, schema.BuiltinOperator.QUANTIZE)
            kind = "QuantizeOptions"
        subgraph.operators.append(_conversion(code, int(index), outer, kind))
        subgraph.outputs[position] = outer


def _outer_tensor(subgraph: Subgraph, index: int, io_type: IoType) -> int | None:
    inner = subgraph.tensors[index]
    if io_type == "int8" or inner.type != schema.TensorType.INT8 or inner.quantization is None:
        return None
    outer: Tensor = schema.TensorT()
    outer.name = f"{text(inner.name)}_{io_type}".encode()
    outer.shape = inner.shape
    outer.type = _TYPES[io_type]
    if io_type == "uint8":
        outer.quantization = schema.QuantizationParametersT()
        outer.quantization.scale = inner.quantization.scale
        outer.quantization.zeroPoint = (
            np.asarray(inner.quantization.zeroPoint, np.int64) + _SIGNED_TO_UNSIGNED
        )
    subgraph.tensors.append(outer)
    return len(subgraph.tensors) - 1


def _conversion(code: int, source: int, result: int, options: str) -> Operator:
    operator = schema.OperatorT()
    operator.opcodeIndex = code
    operator.inputs, operator.outputs = [source], [result]
    operator.builtinOptionsType = getattr(schema.BuiltinOptions, options)
    operator.builtinOptions = getattr(schema, f"{options}T")()
    return operator
