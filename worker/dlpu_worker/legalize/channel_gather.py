"""GATHER of constant channels (channel shuffle) as a 1x1 convolution, which accelerators have."""

from __future__ import annotations

from dlpu_worker.legalize.graph import describe_operator, replace_operator
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.legalize.selection import can_select, select_channels
from dlpu_worker.tflite.flatbuffer import Model, constant, tensor_shape


def gather_by_convolution(model: Model, scope: Scope) -> list[str]:
    """Rewrite each GATHER of constant indices along the last of four dimensions."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model, "GATHER"):
        source, indices, result = int(operator.inputs[0]), operator.inputs[1], operator.outputs[0]
        chosen = constant(model, subgraph.tensors[int(indices)])
        options = operator.builtinOptions
        rank = len(tensor_shape(subgraph.tensors[source]))
        along_channels = options is not None and options.axis in (-1, rank - 1)
        if chosen is None or chosen.ndim != 1 or not along_channels or options.batchDims:
            continue
        if not can_select(subgraph, source, int(result)):
            continue
        depth = tensor_shape(subgraph.tensors[source])[-1]
        choice: list[int | None] = [int(index) % depth for index in chosen]
        lines.append(f"{describe_operator(model, subgraph, operator)}: {len(choice)} channels")
        new = select_channels(model, subgraph, source, int(result), choice)
        replace_operator(subgraph, operator, [new])
    return lines
