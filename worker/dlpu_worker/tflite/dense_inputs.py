"""Writes out the flattening that FULLY_CONNECTED does to inputs of more than two dimensions."""

from __future__ import annotations

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    Subgraph,
    add_constant,
    operator_code,
    operator_name,
    tensor_shape,
    text,
)


def flatten_dense_inputs(model: Model) -> int:
    """Put a RESHAPE to two dimensions before each such FULLY_CONNECTED; returns how many.

    tf2onnx 1.17 does it by itself and loses the bias on the way.
    """
    subgraph = model.subgraphs[0]
    operators = []
    for operator in subgraph.operators:
        if _flattens(model, subgraph, operator):
            operators.append(_reshape_before(model, subgraph, operator))
        operators.append(operator)
    added = len(operators) - len(subgraph.operators)
    subgraph.operators = operators
    return added


def _flattens(model: Model, subgraph: Subgraph, operator: Operator) -> bool:
    if operator_name(model, operator) != "FULLY_CONNECTED" or operator.builtinOptions.keepNumDims:
        return False
    return len(tensor_shape(subgraph.tensors[operator.inputs[0]])) != 2


def _reshape_before(model: Model, subgraph: Subgraph, dense: Operator) -> Operator:
    source = subgraph.tensors[dense.inputs[0]]
    depth = tensor_shape(subgraph.tensors[dense.inputs[1]])[1]
    shape = np.array([np.prod(tensor_shape(source), dtype=int) // depth, depth], np.int32)
    name = f"{text(source.name)}/flat"
    flat = schema.TensorT()
    flat.name, flat.shape, flat.type, flat.buffer = name.encode(), shape, source.type, 0
    subgraph.tensors.append(flat)
    reshape = schema.OperatorT()
    reshape.opcodeIndex = operator_code(model, schema.BuiltinOperator.RESHAPE)
    reshape.outputs = [len(subgraph.tensors) - 1]
    reshape.inputs = [dense.inputs[0], add_constant(model, subgraph, f"{name}/shape", shape)]
    reshape.builtinOptionsType = schema.BuiltinOptions.ReshapeOptions
    reshape.builtinOptions = schema.ReshapeOptionsT()
    reshape.builtinOptions.newShape = shape
    dense.inputs = [reshape.outputs[0], *dense.inputs[1:]]
    return reshape
