"""Operator versions as old as the features that are used allow.

Converters write one version for all operators of a kind, or their newest one; a runtime refuses the
whole file for a version that it does not know. A version says what a file may use, it computes
nothing: outputs stay the same.
"""

from __future__ import annotations

from dlpu_worker.legalize.graph import describe_operator
from dlpu_worker.legalize.operator_versions import find_needed_version, set_version
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import Model, operator_name


def lower_versions(model: Model, scope: Scope) -> list[str]:
    """Lower the versions that the target's runtime does not know."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model):
        version = int(model.operatorCodes[operator.opcodeIndex].version)
        needed = find_needed_version(model, subgraph, operator)
        newest = scope.newest.get(operator_name(model, operator), 0)
        if needed is None or needed >= version or version <= newest:
            continue
        set_version(model, operator, needed)
        lines.append(f"{describe_operator(model, subgraph, operator)}: {version} to {needed}")
    return lines
