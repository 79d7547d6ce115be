"""An ONNX model and the `.tflite` that computes the same: proof and description."""

from __future__ import annotations

from pathlib import Path

import onnx
from onnx import helper

from dlpu_worker.agreement import Agreement, find_agreement
from dlpu_worker.onnx_graph.session import open_session, run_session, session_dtype
from dlpu_worker.onnx_graph.shapes import model_inputs
from dlpu_worker.seeded_inputs import probe_inputs
from dlpu_worker.tflite.flatbuffer import Model
from dlpu_worker.tflite.interpreter import invoke, open_interpreter
from dlpu_worker.tflite.normalize import interface_names, tensor_facts

_PROBES = 2


def prove_pair(onnx_path: str | Path, tflite_path: str | Path) -> Agreement:
    """Run both on seeded probes; permutations go from the ONNX axes to the `.tflite`'s."""
    session = open_session(onnx_path)
    interpreter = open_interpreter(tflite_path)
    probes = [
        [
            probe_inputs(list(value.shape), session_dtype(value), seed * 100 + index)
            for index, value in enumerate(session.get_inputs())
        ]
        for seed in range(_PROBES)
    ]
    return find_agreement(
        lambda inputs: run_session(session, inputs),
        lambda inputs: invoke(interpreter, inputs),
        probes,
        [list(map(int, facts["shape"])) for facts in interpreter.get_input_details()],
    )


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
