"""What a rewrite is: a change of the graph, where it may work, and how equal its result must be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dlpu_worker.tflite.flatbuffer import Model, Operator, operator_name

Bound = Literal["identical", "rounding"]
"""`identical`: every output value is the same. `rounding`: sums round in another order; see
`proof`.
"""


@dataclass(frozen=True)
class Scope:
    """What a target asks of a rewrite.

    `operators` are positions that may be changed, None for all of them; `newest` the newest version
    of each operator that the target's runtime knows; `kernels` the sizes of square kernels that its
    accelerator takes.
    """

    operators: frozenset[int] | None
    newest: dict[str, int]
    kernels: list[int]

    def select(self, model: Model, *kinds: str) -> list[Operator]:
        """The operators that may be changed, of these kinds or of any, in the graph's order."""
        chosen = self.operators
        return [
            operator
            for index, operator in enumerate(model.subgraphs[0].operators)
            if (chosen is None or index in chosen)
            and (not kinds or operator_name(model, operator) in kinds)
        ]


@dataclass(frozen=True)
class Rewrite:
    """`apply` edits a model in place and says, a line an operator, what it changed.

    The model has one subgraph, except for a rewrite that `takes_several`.
    """

    apply: Callable[[Model, Scope], list[str]]
    bound: Bound = "identical"
    takes_several: bool = False
