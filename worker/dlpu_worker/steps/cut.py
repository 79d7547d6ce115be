"""Float `.tflite` → the same one, ending at tensors of the user's choice."""

from __future__ import annotations

from typing import TypedDict

from dlpu_worker.failure import user_failure
from dlpu_worker.steps import Progress
from dlpu_worker.tflite.channel_slice import parse_slice, slice_layer
from dlpu_worker.tflite.flatbuffer import Model, Subgraph, read_model, text, write_model
from dlpu_worker.tflite.interpreter import open_interpreter
from dlpu_worker.tflite.normalize import interface_names, set_signature, tensor_facts
from dlpu_worker.tflite.unused import drop_unused


class Params(TypedDict):
    """`cutAt` names tensors that operators compute, or some of their channels (`head[0:4]`).

    They become the outputs, in this order.
    """

    tflitePath: str
    cutAt: list[str]
    outPath: str


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Write the shortened model, and say how many operators it has fewer."""
    progress("cut", 0, 1)
    model = read_model(params["tflitePath"])
    subgraph, names = model.subgraphs[0], params["cutAt"]
    before = len(subgraph.operators)
    subgraph.outputs = [_end_at(model, name) for name in names]
    set_signature(model, interface_names(model)[0], names)
    drop_unused(model)
    _require_inputs(subgraph, names)
    write_model(model, params["outPath"])
    open_interpreter(params["outPath"])
    return {
        "outputs": tensor_facts(subgraph, names, subgraph.outputs),
        "removed": before - len(subgraph.operators),
    }


def _end_at(model: Model, name: str) -> int:
    whole, part = _find_tensor(model.subgraphs[0], name), parse_slice(name)
    if whole is None and part is not None:
        sliced = _find_tensor(model.subgraphs[0], part[0])
        if sliced is not None:
            return slice_layer(model, sliced, part[1], part[2], name)
    if whole is not None:
        return whole
    raise user_failure(
        "unknown-tensor",
        f"the model computes no tensor named {name}",
        "Use the names of the model's own tensors.",
    )


def _find_tensor(subgraph: Subgraph, name: str) -> int | None:
    for operator in subgraph.operators:
        for index in operator.outputs:
            if text(subgraph.tensors[int(index)].name) == name:
                return int(index)
    return None


def _require_inputs(subgraph: Subgraph, names: list[str]) -> None:
    read = {int(index) for operator in subgraph.operators for index in operator.inputs}
    unused = [text(subgraph.tensors[int(i)].name) for i in subgraph.inputs if int(i) not in read]
    if unused:
        raise user_failure(
            "unused-input",
            f"{', '.join(names)} do not depend on the input {', '.join(unused)}",
            "Add a tensor that does to `cut`.",
        )
