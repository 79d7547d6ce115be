"""PADV2 that fills with zero, as the older PAD, which more runtimes and accelerators have."""

from __future__ import annotations

from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.graph import (
    describe_operator,
    make_operator,
    replace_operator,
)
from dlpu_worker.legalize.padding import find_padding
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import Model


def use_plain_padding(model: Model, scope: Scope) -> list[str]:
    """Rewrite each PADV2 whose value is the zero point of its input."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model, "PADV2"):
        padding = find_padding(model, subgraph, operator)
        if padding is None or padding.value != padding.zero_point:
            continue
        lines.append(describe_operator(model, subgraph, operator))
        inputs, outputs = list(map(int, operator.inputs[:2])), list(map(int, operator.outputs))
        new = make_operator(model, subgraph, "PAD", inputs, outputs, schema.PadOptionsT())
        replace_operator(subgraph, operator, [new])
    return lines
