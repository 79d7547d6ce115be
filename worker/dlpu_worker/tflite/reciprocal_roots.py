"""Division by a square root as multiplication with RSQRT: a / √b = a · (1/√b).

Converters write layer and instance normalization as SQRT and DIV. In int8 a root that is small
next to its largest value becomes zero, and the DIV kernel aborts the process
(tensorflow/lite/kernels/div.cc, `data[i] != zero_point`; seen on MobileViT). RSQRT's kernel
saturates there instead. Accelerators know RSQRT and MUL more often than DIV, and int8 RSQRT is as
old as TensorFlow 2.5, SQRT 2.21.
"""

from __future__ import annotations

import copy

from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    Subgraph,
    operator_code,
    operator_name,
    text,
)
from dlpu_worker.tflite.normalize import Rewrite
from dlpu_worker.tflite.unused import drop_unused


def multiply_by_reciprocal_roots(model: Model) -> list[Rewrite]:
    """Rewrite, in place, every float DIV of a model of one subgraph whose divisor is a SQRT."""
    subgraph = model.subgraphs[0]
    roots = {
        int(operator.outputs[0]): operator
        for operator in subgraph.operators
        if operator_name(model, operator) == "SQRT"
    }
    reciprocals: dict[int, int] = {}
    operators, count = [], 0
    for operator in subgraph.operators:
        divisor = _root_of_division(model, operator, roots)
        if divisor is not None:
            if divisor not in reciprocals:
                operators.append(_reciprocal(model, subgraph, roots[divisor]))
                reciprocals[divisor] = int(operators[-1].outputs[0])
            _multiply(model, operator, reciprocals[divisor])
            count += 1
        operators.append(operator)
    if not count:
        return []
    subgraph.operators = operators
    drop_unused(model)
    detail = f"{count} divisions by a square root multiply with RSQRT"
    return [{"code": "reciprocal-root", "detail": detail}]


def _root_of_division(model: Model, operator: Operator, roots: dict[int, Operator]) -> int | None:
    if operator_name(model, operator) != "DIV":
        return None
    divisor = int(operator.inputs[1])
    return divisor if divisor in roots else None


def _reciprocal(model: Model, subgraph: Subgraph, root: Operator) -> Operator:
    tensor = copy.copy(subgraph.tensors[int(root.outputs[0])])
    tensor.name = f"{text(tensor.name)}_reciprocal".encode()
    subgraph.tensors.append(tensor)
    operator = schema.OperatorT()
    operator.opcodeIndex = operator_code(model, schema.BuiltinOperator.RSQRT)
    operator.inputs = [int(root.inputs[0])]
    operator.outputs = [len(subgraph.tensors) - 1]
    return operator


def _multiply(model: Model, operator: Operator, reciprocal: int) -> None:
    options = schema.MulOptionsT()
    if operator.builtinOptions is not None:
        options.fusedActivationFunction = operator.builtinOptions.fusedActivationFunction
    operator.opcodeIndex = operator_code(model, schema.BuiltinOperator.MUL)
    operator.builtinOptionsType = schema.BuiltinOptions.MulOptions
    operator.builtinOptions = options
    operator.inputs = [int(operator.inputs[0]), reciprocal]
