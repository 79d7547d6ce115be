"""Removes what nothing refers to any more, operator codes included.

Older runtimes refuse a file for any code that they lack, even if no operator uses it.
"""

from __future__ import annotations

from dlpu_worker.tflite.flatbuffer import Model
from dlpu_worker.tflite.unused import drop_unused


def prune(model: Model) -> None:
    """Drop unused operators, tensors, constants and operator codes of a model with one subgraph."""
    drop_unused(model)
    operators = model.subgraphs[0].operators
    used = sorted({operator.opcodeIndex for operator in operators})
    place = {old: new for new, old in enumerate(used)}
    model.operatorCodes = [model.operatorCodes[old] for old in used]
    for operator in operators:
        operator.opcodeIndex = place[operator.opcodeIndex]
