"""Operators whose integer form is newer than the runtime, in float between two conversions.

EXP for example is as old as TensorFlow Lite in float, and has an int8 form since 2.12. Such an
operator is not taken by an accelerator of that age in either form; in float it at least leaves the
rest of the file to it.
"""

from __future__ import annotations

from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.graph import (
    add_tensor,
    describe_operator,
    is_eight_bit,
    make_operator,
    replace_operator,
)
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import Model, operator_name

_UNARY = {"ABS", "COS", "EXP", "LOG", "RSQRT", "SIN", "SQRT"}


def use_float_form(model: Model, scope: Scope) -> list[str]:
    """Put DEQUANTIZE and QUANTIZE around operators whose integer form the runtime does not know."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model):
        name = operator_name(model, operator)
        version = int(model.operatorCodes[operator.opcodeIndex].version)
        if name not in _UNARY or version <= scope.newest.get(name, version):
            continue
        source, result = int(operator.inputs[0]), int(operator.outputs[0])
        if not all(is_eight_bit(subgraph.tensors[index]) for index in (source, result)):
            continue
        lines.append(describe_operator(model, subgraph, operator))
        inner = [add_tensor(subgraph, index, "float") for index in (source, result)]
        for index in inner:
            subgraph.tensors[index].type = schema.TensorType.FLOAT32
            subgraph.tensors[index].quantization = None
        widening, rounding = schema.DequantizeOptionsT(), schema.QuantizeOptionsT()
        before = make_operator(model, subgraph, "DEQUANTIZE", [source], inner[:1], widening)
        middle = make_operator(model, subgraph, name, inner[:1], inner[1:])
        middle.builtinOptionsType = operator.builtinOptionsType
        middle.builtinOptions = operator.builtinOptions
        after = make_operator(model, subgraph, "QUANTIZE", inner[1:], [result], rounding)
        replace_operator(subgraph, operator, [before, middle, after])
    return lines
