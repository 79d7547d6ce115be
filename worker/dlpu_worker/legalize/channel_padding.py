"""PAD of channels as a 1x1 convolution, for accelerators that pad height and width only."""

from __future__ import annotations

from dlpu_worker.legalize.graph import describe_operator, replace_operator
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.legalize.selection import can_select, select_channels
from dlpu_worker.tflite.flatbuffer import Model, constant, tensor_shape


def pad_channels_by_convolution(model: Model, scope: Scope) -> list[str]:
    """Rewrite each PAD that adds nothing but channels."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model, "PAD"):
        source, result = int(operator.inputs[0]), int(operator.outputs[0])
        amounts = constant(model, subgraph.tensors[int(operator.inputs[1])])
        if amounts is None or amounts.shape != (4, 2) or amounts[:3].any():
            continue
        before, after = map(int, amounts[3])
        if not can_select(subgraph, source, result) or before + after == 0:
            continue
        depth = tensor_shape(subgraph.tensors[source])[-1]
        choice = [*[None] * before, *range(depth), *[None] * after]
        lines.append(f"{describe_operator(model, subgraph, operator)}: {depth} to {len(choice)}")
        new = select_channels(model, subgraph, source, result, choice)
        replace_operator(subgraph, operator, [new])
    return lines
