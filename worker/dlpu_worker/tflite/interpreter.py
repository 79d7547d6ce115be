"""Running a `.tflite` in LiteRT."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

Kernels = Literal["fast", "builtin", "reference"]

_RESOLVERS: dict[Kernels, OpResolverType] = {
    "fast": OpResolverType.AUTO,  # XNNPACK, and built-in kernels for what it does not take.
    "builtin": OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    "reference": OpResolverType.BUILTIN_REF,
}
THREADS = 2


def open_interpreter(
    path: str | Path, kernels: Kernels = "fast", threads: int = THREADS
) -> Interpreter:
    """An interpreter with allocated tensors; some invalid files abort the process here."""
    interpreter = Interpreter(
        model_path=str(path),
        num_threads=threads,
        experimental_op_resolver_type=_RESOLVERS[kernels],
    )
    interpreter.allocate_tensors()
    return interpreter


def invoke(interpreter: Interpreter, inputs: list[np.ndarray]) -> list[np.ndarray]:
    """Outputs in the graph's order for inputs in the graph's order."""
    for facts, values in zip(interpreter.get_input_details(), inputs, strict=True):
        interpreter.set_tensor(facts["index"], values.reshape(facts["shape"]))
    interpreter.reset_all_variables()  # A recurrent cell starts every sample anew.
    interpreter.invoke()
    return [interpreter.get_tensor(facts["index"]) for facts in interpreter.get_output_details()]
