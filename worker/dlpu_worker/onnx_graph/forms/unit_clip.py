"""Clip to [0, 1] and [-1, 1] by RELU6.

clip(x, 0, 1) = clip(6x, 0, 6) / 6 and clip(x, -1, 1) = clip(3x + 3, 0, 6) / 3 - 1, exact but for
rounding. onnx2tf writes RELU_0_TO_1 and RELU_N1_TO_1, which some accelerators do not know.
"""

from __future__ import annotations

import onnx

from dlpu_worker.onnx_graph.forms.graph import Facts, Writer, number_attribute

_NO_LIMIT = float("inf")


def write_unit_clip(node: onnx.NodeProto, facts: Facts) -> list[onnx.NodeProto] | None:
    """The nodes that stand for a Clip to one of the two ranges; None for other nodes."""
    if node.op_type != "Clip" or not facts.is_float32(node.output[0]):
        return None
    limits = (_limit(node, facts, 1, "min"), _limit(node, facts, 2, "max"))
    writer, (value,), result = Writer(facts, node), node.input[:1], node.output[0]
    if limits == (0.0, 1.0):
        scaled = writer.add("Mul", [value, writer.scalar(6, "slope")], "scaled")
        return writer.sixth_of_relu6(scaled, result)
    if limits == (-1.0, 1.0):
        scaled = writer.add("Mul", [value, writer.scalar(3, "slope")], "scaled")
        shifted = writer.add("Add", [scaled, writer.scalar(3, "offset")], "shifted")
        part = writer.add("Mul", [writer.relu6(shifted), writer.scalar(1 / 3, "third")], "part")
        writer.finish("Sub", [part, writer.scalar(1, "one")], result)
        return writer.nodes
    return None


def _limit(node: onnx.NodeProto, facts: Facts, place: int, name: str) -> float | None:
    """A constant limit, from an input or (before opset 11) an attribute; None if computed."""
    if len(node.input) > place and node.input[place]:
        return facts.number(node.input[place])
    return number_attribute(node, name, -_NO_LIMIT if name == "min" else _NO_LIMIT)
