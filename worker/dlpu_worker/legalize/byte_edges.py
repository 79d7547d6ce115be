"""Float at the edges of an integer graph, as bytes.

larod passes bytes on as they are. A QUANTIZE of a float input then starts from uint8 with the same
scale, and a DEQUANTIZE at the end stops at uint8; the scales become part of the contract.
"""

from __future__ import annotations

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.graph import (
    describe_operator,
    find_scale,
    is_eight_bit,
    make_operator,
    make_quantization,
    replace_operator,
)
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.edges import find_producer, find_readers, is_graph_output
from dlpu_worker.tflite.flatbuffer import Model, Subgraph, Tensor, operator_name

_UINT8, _INT8 = schema.TensorType.UINT8, schema.TensorType.INT8
_SIGNED_TO_UNSIGNED = 128  # Same scale, zero point moved by it.


def use_bytes_at_edges(model: Model, _scope: Scope) -> list[str]:
    """Rewrite float inputs that are quantized first and outputs that are dequantized last."""
    subgraph = model.subgraphs[0]
    lines = []
    for position in range(len(subgraph.inputs)):
        lines += _open(model, subgraph, position)
    for position in range(len(subgraph.outputs)):
        lines += _close(model, subgraph, position)
    return lines


def _open(model: Model, subgraph: Subgraph, position: int) -> list[str]:
    index = int(subgraph.inputs[position])
    outer, readers = subgraph.tensors[index], find_readers(subgraph, index)
    if outer.type != schema.TensorType.FLOAT32 or is_graph_output(subgraph, index):
        return []
    if len(readers) != 1 or operator_name(model, readers[0]) != "QUANTIZE":
        return []
    [reader] = readers
    inner = subgraph.tensors[int(reader.outputs[0])]
    if not is_eight_bit(inner):
        return []
    described = describe_operator(model, subgraph, reader)
    _make_byte(outer, inner)
    if inner.type == _INT8:
        new = [
            make_operator(
                model,
                subgraph,
                "QUANTIZE",
                [index],
                [int(reader.outputs[0])],
                reader.builtinOptions,
            )
        ]
    else:
        _read_instead(subgraph, int(reader.outputs[0]), index)
        new = []
    replace_operator(subgraph, reader, new)
    return [f"input of {described}: float32 to uint8"]


def _close(model: Model, subgraph: Subgraph, position: int) -> list[str]:
    index = int(subgraph.outputs[position])
    outer, producer = subgraph.tensors[index], find_producer(subgraph, index)
    if producer is None or operator_name(model, producer) != "DEQUANTIZE":
        return []
    source = int(producer.inputs[0])
    inner = subgraph.tensors[source]
    if not is_eight_bit(inner) or find_readers(subgraph, index):
        return []
    described = describe_operator(model, subgraph, producer)
    if inner.type == _UINT8 and source in map(int, subgraph.inputs):
        return []
    _make_byte(outer, inner)
    maker = find_producer(subgraph, source)
    if inner.type == _INT8 or maker is None or is_graph_output(subgraph, source):
        options = schema.QuantizeOptionsT()
        new = [make_operator(model, subgraph, "QUANTIZE", [source], [index], options)]
    else:
        maker.outputs = [index if int(i) == source else int(i) for i in maker.outputs]
        _read_instead(subgraph, source, index)
        new = []
    replace_operator(subgraph, producer, new)
    return [f"output of {described}: float32 to uint8"]


def _make_byte(outer: Tensor, inner: Tensor) -> None:
    scale, zero_point = find_scale(inner) or (1.0, 0)
    moved = zero_point + (_SIGNED_TO_UNSIGNED if inner.type == _INT8 else 0)
    outer.type = _UINT8
    outer.quantization = make_quantization(np.float32(scale), moved)


def _read_instead(subgraph: Subgraph, old: int, new: int) -> None:
    for operator in subgraph.operators:
        if old in map(int, operator.inputs):
            operator.inputs = [new if int(i) == old else int(i) for i in operator.inputs]
