"""HardSigmoid by RELU6: clip(a·x + b, 0, 1) = clip(6a·x + 6b, 0, 6) / 6.

Exact but for the rounding of the constants (1.8e-7 measured). onnx2tf writes RELU_0_TO_1, which
ARTPEC-7's compiler and ARTPEC-9's driver do not know; RELU6 all do.
"""

from __future__ import annotations

import onnx

from dlpu_worker.onnx_graph.forms.graph import Facts, Writer, number_attribute

_ALPHA, _BETA = 0.2, 0.5  # Where the node states none (onnx/docs/Operators.md, HardSigmoid-6).


def write_hard_sigmoid(node: onnx.NodeProto, facts: Facts) -> list[onnx.NodeProto] | None:
    """The nodes that stand for a HardSigmoid; None for other nodes."""
    if node.op_type != "HardSigmoid" or not facts.is_float32(node.output[0]):
        return None
    alpha, beta = number_attribute(node, "alpha", _ALPHA), number_attribute(node, "beta", _BETA)
    writer = Writer(facts, node)
    inner = node.input[0]
    if abs(6 * alpha - 1) > 1e-6:  # 1/6 is not a float32 either.
        inner = writer.add("Mul", [inner, writer.scalar(6 * alpha, "slope")], "scaled")
    inner = writer.add("Add", [inner, writer.scalar(6 * beta, "offset")], "shifted")
    return writer.sixth_of_relu6(inner, node.output[0])
