"""Which operators of a quantized model still compute in float."""

from __future__ import annotations

from typing import TypedDict

from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.islands.kernels import KNOWN_TO_CONVERTER, UNKNOWN_TO_CONVERTER
from dlpu_worker.tflite.flatbuffer import Model, Tensor, operator_name, text

_FLOAT = {schema.TensorType.FLOAT32, schema.TensorType.FLOAT16, schema.TensorType.FLOAT64}
_CONVERSIONS = {"QUANTIZE", "DEQUANTIZE"}


class FloatOperator(TypedDict):
    """An operator outside integer arithmetic; `index` counts in the quantized file."""

    index: int
    operator: str
    name: str
    reason: str


def list_float_operators(model: Model) -> list[FloatOperator]:
    """Every operator with a float activation, conversions at their edges left out."""
    found: list[FloatOperator] = []
    subgraph = model.subgraphs[0]
    for index, operator in enumerate(subgraph.operators):
        kind = operator_name(model, operator)
        if kind in _CONVERSIONS:
            continue
        sources = [subgraph.tensors[int(i)] for i in operator.inputs if i >= 0]
        results = [subgraph.tensors[int(i)] for i in operator.outputs]
        if any(_is_float_activation(model, tensor) for tensor in (*sources, *results)):
            entry: FloatOperator = {
                "index": index,
                "operator": kind,
                "name": text(results[0].name) if results else "",
                "reason": _reason(kind),
            }
            found.append(entry)
    return found


def _reason(kind: str) -> str:
    if kind in KNOWN_TO_CONVERTER or kind in UNKNOWN_TO_CONVERTER:
        return "what it reads is no quantized number"
    return "no integer kernel of it can be used"


def _is_float_activation(model: Model, tensor: Tensor) -> bool:
    data = model.buffers[tensor.buffer].data
    return tensor.type in _FLOAT and (data is None or len(data) == 0)
