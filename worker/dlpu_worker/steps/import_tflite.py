"""Any float `.tflite` → static, named, self-contained float32 `.tflite`."""

from __future__ import annotations

from pathlib import Path
from typing import NotRequired, TypedDict

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from dlpu_worker.agreement import Agreement, find_agreement, require_agreement
from dlpu_worker.failure import user_failure
from dlpu_worker.input_shapes import resolve_shape
from dlpu_worker.proof.probes import Probe, seeded_probes
from dlpu_worker.samples.layout import Preprocess
from dlpu_worker.samples.store import InputFacts
from dlpu_worker.steps import Progress
from dlpu_worker.tflite.flatbuffer import (
    Model,
    read_model,
    shape_signature,
    write_model,
)
from dlpu_worker.tflite.interpreter import invoke, open_interpreter
from dlpu_worker.tflite.normalize import (
    Rewrite,
    TensorFacts,
    interface_names,
    name_tensors,
    set_signature,
    tensor_facts,
)
from dlpu_worker.tflite.padding import repair_padding
from dlpu_worker.tflite.runnable import require_runnable
from dlpu_worker.tflite.static_shapes import freeze_shapes, resized_interpreter, widen_weights
from dlpu_worker.tflite.support import keep_main_subgraph

_RELATIVE_LIMIT = 1e-3
_HYBRID_LIMIT = 0.1  # Hybrid kernels quantize activations too; float ones do not.


class Params(TypedDict):
    """Paths, and shapes by input name."""

    source: str
    inputShapes: dict[str, list[int]]
    tflitePath: str
    preprocess: NotRequired[Preprocess]


class ImportedTensor(TensorFacts):
    """An input or output, and what it is in the source; axes are in the source's order."""

    sourceName: str
    sourceShape: list[int]
    sourceDtype: str
    permutation: list[int]


class Interface(TypedDict):
    """All inputs and outputs."""

    inputs: list[ImportedTensor]
    outputs: list[ImportedTensor]


class Imported(Interface):
    """The float file's interface, how it was changed, and how far it is from its source."""

    rewrites: list[Rewrite]
    maxAbsDiff: float
    maxRelativeDiff: float


def run(params: Params, progress: Progress) -> Imported:
    """Import, rewrite, and prove the rewrites against the original file."""
    source, target = Path(params["source"]), Path(params["tflitePath"])
    progress("read", 0, 3)
    model = read_model(source)
    rewrites = keep_main_subgraph(model, source.name)
    declared = [shape_signature(model.subgraphs[0].tensors[i]) for i in model.subgraphs[0].inputs]
    names, output_names = interface_names(model)
    shapes = _static_shapes(names, declared, params["inputShapes"], source.name)
    rewrites += name_tensors(model.subgraphs[0])
    set_signature(model, names, output_names)
    unchanged = Path(source.name)  # In the step's own folder; LiteRT maps it while it runs.
    write_model(model, unchanged)
    require_runnable(unchanged, shapes)
    progress("rewrite", 1, 3)
    rewrites += freeze_shapes(model, unchanged, shapes)
    hybrid = widen_weights(model)
    rewrites += hybrid + repair_padding(model)
    write_model(model, target)
    progress("prove", 2, 3)
    reference = resized_interpreter(unchanged, shapes)
    agreement = _prove(reference, target, _probes(reference, names, params.get("preprocess")))
    limit = _HYBRID_LIMIT if hybrid else _RELATIVE_LIMIT
    require_agreement(agreement, limit, f"the float .tflite made from {source.name}")
    return {
        **_interface(model, names, output_names, declared),
        "rewrites": rewrites,
        "maxAbsDiff": agreement.max_abs_diff,
        "maxRelativeDiff": agreement.max_relative_diff,
    }


def _static_shapes(
    names: list[str], declared: list[list[int]], given: dict[str, list[int]], file: str
) -> list[list[int]]:
    if unknown := sorted(set(given) - set(names)):
        raise user_failure(
            "unknown-input",
            f"{file} has no input named {', '.join(unknown)}",
            f"Use the model's own names: {', '.join(names)}.",
        )
    return [
        resolve_shape(name, shape, given.get(name), file)
        for name, shape in zip(names, declared, strict=True)
    ]


def _probes(reference: Interpreter, names: list[str], preprocess: Preprocess | None) -> list[Probe]:
    inputs: list[InputFacts] = [
        {
            "name": name,
            "shape": [int(size) for size in facts["shape"]],
            "dtype": np.dtype(facts["dtype"]).name,
        }
        for name, facts in zip(names, reference.get_input_details(), strict=True)
    ]
    return seeded_probes(inputs, preprocess)


def _prove(reference: Interpreter, target: Path, probes: list[Probe]) -> Agreement:
    candidate = open_interpreter(target)
    return find_agreement(
        lambda inputs: invoke(reference, inputs),
        lambda inputs: invoke(candidate, inputs),
        probes,
        [list(value.shape) for value in probes[0]],
        reorder=False,
    )


def _interface(
    model: Model, names: list[str], output_names: list[str], declared: list[list[int]]
) -> Interface:
    subgraph = model.subgraphs[0]
    inputs = tensor_facts(subgraph, names, subgraph.inputs)
    outputs = tensor_facts(subgraph, output_names, subgraph.outputs)
    return {
        "inputs": [
            _same_layout(facts, shape) for facts, shape in zip(inputs, declared, strict=True)
        ],
        "outputs": [_same_layout(facts, facts["shape"]) for facts in outputs],
    }


def _same_layout(facts: TensorFacts, source_shape: list[int]) -> ImportedTensor:
    return {
        **facts,
        "sourceName": facts["name"],
        "sourceShape": source_shape,
        "sourceDtype": facts["dtype"],
        "permutation": list(range(len(facts["shape"]))),
    }
