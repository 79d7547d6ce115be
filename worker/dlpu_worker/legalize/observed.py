"""A file that runs with every tensor in sight."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from dlpu_worker.legalize.graph import find_scale
from dlpu_worker.runners import Runner, runner_of
from dlpu_worker.tflite.flatbuffer import Model, read_model, tensor_shape, text
from dlpu_worker.tflite.interpreter import Kernels, open_interpreter

_Form = tuple[int, tuple[int, ...], tuple[float, int] | None]
"""Type, shape, and scale with zero point."""


@dataclass(frozen=True)
class Observed:
    """An opened file; `tensors` has index and form of each computed tensor by its unique name."""

    runner: Runner
    interpreter: Interpreter
    tensors: dict[str, tuple[int, _Form]]

    def count_different(self, other: Observed) -> int:
        """How many tensors that both files have, in the same form, hold other values."""
        different = 0
        for name, (index, form) in self.tensors.items():
            place, other_form = other.tensors.get(name, (index, None))
            if form == other_form:
                values = self.interpreter.get_tensor(index)
                different += not np.array_equal(values, other.interpreter.get_tensor(place))
        return different


def open_observed(path: Path, kernels: Kernels) -> Observed:
    """Open a file on one thread: threads that wait for each other cost more than they gain here."""
    interpreter = open_interpreter(path, kernels, threads=1, keep_all=True)
    return Observed(runner_of(interpreter, path), interpreter, _list_computed(read_model(path)))


def _list_computed(model: Model) -> dict[str, tuple[int, _Form]]:
    subgraph = model.subgraphs[0]
    counts = Counter(text(tensor.name) for tensor in subgraph.tensors)
    found = {}
    for index in (int(i) for operator in subgraph.operators for i in operator.outputs):
        tensor = subgraph.tensors[index]
        if counts[text(tensor.name)] == 1:
            form = (int(tensor.type), tuple(tensor_shape(tensor)), find_scale(tensor))
            found[text(tensor.name)] = (index, form)
    return found
