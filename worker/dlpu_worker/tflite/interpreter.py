"""Running a `.tflite` in LiteRT."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

if TYPE_CHECKING:
    from ai_edge_litert.interpreter import TensorDetails

Kernels = Literal["fast", "builtin", "reference"]

_RESOLVERS: dict[Kernels, OpResolverType] = {
    "fast": OpResolverType.AUTO,  # XNNPACK, and built-in kernels for what it does not take.
    "builtin": OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    "reference": OpResolverType.BUILTIN_REF,
}
THREADS = 2


def open_interpreter(
    path: str | Path, kernels: Kernels = "fast", threads: int = THREADS, keep_all: bool = False
) -> Interpreter:
    """An interpreter with allocated tensors; some invalid files abort the process here.

    `keep_all` keeps what is computed on the way readable after a run.
    """
    interpreter = Interpreter(
        model_path=str(path),
        num_threads=threads,
        experimental_preserve_all_tensors=keep_all,
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


def float_activations(interpreter: Interpreter) -> list[TensorDetails]:
    """LiteRT's facts of the float tensors that go in or are computed."""
    computed = {int(facts["index"]) for facts in interpreter.get_input_details()}
    for operator in interpreter._get_ops_details():
        computed.update(int(index) for index in operator["outputs"])
    return [
        facts
        for facts in interpreter.get_tensor_details()
        if facts["index"] in computed and facts["dtype"] == np.float32
    ]
