"""Subgraphs that the first never calls, left out: TFLite runs the first unless it is asked by name.

Compilers may refuse a file that has more. A file whose main function stands elsewhere is left as it
is: it is not for a rewrite to say which one the application means.
"""

from __future__ import annotations

from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.flatbuffer import Model, Operator, text
from dlpu_worker.tflite.normalize import SIGNATURE


def keep_first_subgraph(model: Model, _scope: Scope) -> list[str]:
    """Drop all other subgraphs and their signatures."""
    first, *others = model.subgraphs
    signatures = model.signatureDefs or []
    kept = [entry for entry in signatures if entry.subgraphIndex == 0]
    names = {text(entry.signatureKey) for entry in signatures if entry.subgraphIndex != 0}
    if SIGNATURE in names or any(map(_calls, first.operators)):
        return []
    model.subgraphs, model.signatureDefs = [first], kept
    return [f'subgraph "{text(other.name)}"' for other in others]


def _calls(operator: Operator) -> bool:
    """Whether an operator's options name a subgraph, as those of IF, WHILE and CALL do."""
    tables = (operator.builtinOptions, operator.builtinOptions2)
    names = [name for table in tables if table is not None for name in vars(table)]
    return any("subgraph" in name.lower() for name in names)
