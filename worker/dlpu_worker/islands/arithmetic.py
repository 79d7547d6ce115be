"""Operators without any integer kernel, written with ones that have it; exact in float."""

from __future__ import annotations

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    add_constant,
    constant,
    operator_code,
    operator_name,
)

_TYPE = schema.TensorType


def rewrite_arithmetic(model: Model) -> bool:
    """Products for NEG, SQUARE and POW of 2, a choice for a cast truth value; whether any."""
    rewritten = [_rewrite(model, operator) for operator in model.subgraphs[0].operators]
    return any(rewritten)


def _rewrite(model: Model, operator: Operator) -> bool:
    subgraph = model.subgraphs[0]
    results = [subgraph.tensors[int(index)].type for index in operator.outputs]
    if len(operator.inputs) == 0 or results != [_TYPE.FLOAT32]:
        return False
    kind, source = operator_name(model, operator), int(operator.inputs[0])
    if kind == "NEG":
        _make_product(model, operator, source, _number(model, -1))
    elif kind == "SQUARE" or (kind == "POW" and _is_square(model, operator)):
        _make_product(model, operator, source, source)
    elif kind == "CAST" and subgraph.tensors[source].type == _TYPE.BOOL:
        operator.opcodeIndex = operator_code(model, schema.BuiltinOperator.SELECT_V2)
        operator.inputs = [source, _number(model, 1), _number(model, 0)]
        operator.builtinOptionsType = schema.BuiltinOptions.SelectV2Options
        operator.builtinOptions = schema.SelectV2OptionsT()
    else:
        return False
    return True


def _is_square(model: Model, operator: Operator) -> bool:
    exponent = constant(model, model.subgraphs[0].tensors[operator.inputs[1]])
    return exponent is not None and bool((exponent == 2).all())


def _number(model: Model, value: float) -> int:
    subgraph = model.subgraphs[0]
    name = f"number_{len(subgraph.tensors)}"
    return add_constant(model, subgraph, name, np.array(value, np.float32))


def _make_product(model: Model, operator: Operator, source: int, factor: int) -> None:
    operator.opcodeIndex = operator_code(model, schema.BuiltinOperator.MUL)
    operator.inputs = [source, factor]
    operator.builtinOptionsType = schema.BuiltinOptions.MulOptions
    operator.builtinOptions = schema.MulOptionsT()
