"""All forms, and applying them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import onnx

from dlpu_worker.onnx_graph.forms.graph import Facts
from dlpu_worker.onnx_graph.forms.hard_sigmoid import write_hard_sigmoid
from dlpu_worker.onnx_graph.forms.unit_clip import write_unit_clip
from dlpu_worker.tflite.normalize import Rewrite

Form = Callable[[onnx.NodeProto, Facts], list[onnx.NodeProto] | None]
FORMS: tuple[Form, ...] = (write_hard_sigmoid, write_unit_clip)


def write_plain_forms(model: onnx.ModelProto) -> list[Rewrite]:
    """Replace, in place, each node that has an older exact form."""
    facts, nodes = Facts(model), []
    replaced: Counter[str] = Counter()
    for node in model.graph.node:
        plain = next(filter(None, (form(node, facts) for form in FORMS)), None)
        if plain is not None:
            replaced[node.op_type] += 1
        nodes += plain or [node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    return [
        {"code": "plain-form", "detail": f"{count} {kind} written with RELU6"}
        for kind, count in replaced.items()
    ]
