"""An ONNX model and the `.tflite` that computes the same: proof and description."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import helper

from dlpu_worker.agreement import Agreement, find_agreement
from dlpu_worker.failure import user_failure
from dlpu_worker.onnx_graph.files import write_onnx
from dlpu_worker.onnx_graph.shapes import input_facts, model_inputs
from dlpu_worker.proof.choices import Choices, find_choices, with_scores
from dlpu_worker.proof.judge import judge
from dlpu_worker.proof.probes import Probe, seeded_probes
from dlpu_worker.proof.sensitivity import SensitiveSource
from dlpu_worker.tflite.flatbuffer import Model
from dlpu_worker.tflite.interpreter import invoke, open_interpreter
from dlpu_worker.tflite.normalize import interface_names, tensor_facts


@dataclass(frozen=True)
class Proof:
    """How both agree, and the largest difference as a share of what the source leaves open."""

    agreement: Agreement
    strain: float

    @property
    def is_proven(self) -> bool:
        """Whether both compute the same."""
        return self.strain <= 1


def prove_pair(
    onnx_path: str | Path, tflite_path: str | Path, given: list[Probe] | None = None
) -> Proof:
    """Run both on the given probes, else on seeded ones.

    Permutations go from the ONNX axes to the `.tflite`'s.
    """
    model = onnx.load(str(onnx_path))
    choices = find_choices(model)
    source = SensitiveSource(_watched(model, choices) if choices.scores else onnx_path)
    outputs = len(model.graph.output)
    interpreter = open_interpreter(tflite_path)
    probes = given or seeded_probes(input_facts(model))
    agreement = find_agreement(
        lambda inputs: source.run(inputs)[:outputs],
        lambda inputs: invoke(interpreter, inputs),
        probes,
        [list(map(int, facts["shape"])) for facts in interpreter.get_input_details()],
    )
    strains = []
    for probe in probes:
        results = invoke(interpreter, _moved(probe, agreement.input_permutations))
        back = [
            np.transpose(values, np.argsort(order))
            for values, order in zip(results, agreement.output_permutations, strict=True)
        ]
        named = dict(zip(source.outputs, source.answers(probe), strict=True))
        strains.append(judge(choices, named, back))
    return Proof(agreement, max(strains, default=0.0))


def _watched(model: onnx.ModelProto, choices: Choices) -> Path:
    path = Path("scores.onnx")  # In the step's own folder.
    write_onnx(with_scores(model, choices), path)
    return path


def require_proven(proof: Proof, what: str) -> None:
    """Raise a user failure when both do not compute the same."""
    if not proof.is_proven:
        raise user_failure("conversion-differs", *describe_difference(proof, what))


def describe_difference(proof: Proof, what: str) -> tuple[str, str]:
    """Message and remedy of a proof that failed."""
    return (
        f"{what} computes something else than its source: outputs differ by"
        f" {proof.agreement.max_relative_diff:.2g} of their largest value,"
        f" {proof.strain:.2g} times what the source's own sensitivity allows",
        "Export the model with another opset or another version of its framework, and report it.",
    )


def _moved(probe: Probe, permutations: list[list[int]]) -> Probe:
    return [np.transpose(v, order) for v, order in zip(probe, permutations, strict=True)]


def describe_pair(model: Model, source: onnx.ModelProto, agreement: Agreement) -> dict[str, object]:
    """Inputs and outputs of the `.tflite`, each with its ONNX counterpart."""
    subgraph, names = model.subgraphs[0], interface_names(model)
    sides = {
        "inputs": (names[0], subgraph.inputs, model_inputs(source), agreement.input_permutations),
        "outputs": (
            names[1],
            subgraph.outputs,
            list(source.graph.output),
            agreement.output_permutations,
        ),
    }
    return {
        side: [
            {**facts, **_source_facts(value), "permutation": permutation}
            for facts, value, permutation in zip(
                tensor_facts(subgraph, side_names, indices), values, permutations, strict=True
            )
        ]
        for side, (side_names, indices, values, permutations) in sides.items()
    }


def _source_facts(value: onnx.ValueInfoProto) -> dict[str, object]:
    tensor_type = value.type.tensor_type
    return {
        "sourceName": value.name,
        "sourceShape": [dim.dim_value for dim in tensor_type.shape.dim],
        "sourceDtype": helper.tensor_dtype_to_np_dtype(tensor_type.elem_type).name,
    }
