"""Names and order of graph inputs and outputs, carried from the float model to a converted one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.failure import toolchain_failure
from dlpu_worker.tflite.flatbuffer import Model, Subgraph, read_model, text, write_model
from dlpu_worker.tflite.io_types import IoType, convert_inputs, convert_outputs
from dlpu_worker.tflite.normalize import interface_names, set_signature


def restore_interface(
    source: Path, converted: Path, input_type: IoType = "int8", output_type: IoType = "int8"
) -> None:
    """Rewrite `converted`: names and order of `source`, int8 edges as the types asked for."""
    wanted, model = read_model(source), read_model(converted)
    subgraph = model.subgraphs[0]
    signature = model.signatureDefs[0] if model.signatureDefs else None
    names = interface_names(wanted)
    subgraph.inputs = _ordered(names[0], signature.inputs if signature else None)
    subgraph.outputs = _ordered(names[1], signature.outputs if signature else None)
    convert_inputs(model, input_type)
    convert_outputs(model, output_type)
    _rename(subgraph, subgraph.inputs, _tensor_names(wanted, wanted.subgraphs[0].inputs))
    _rename(subgraph, subgraph.outputs, _tensor_names(wanted, wanted.subgraphs[0].outputs))
    set_signature(model, *names)
    write_model(model, converted)


def _ordered(names: list[str], maps: list[schema.TensorMapT] | None) -> list[int]:
    indices = {text(entry.name): int(entry.tensorIndex) for entry in maps or []}
    if lost := [name for name in names if name not in indices]:
        raise toolchain_failure(
            "interface-lost",
            f"quantization lost the graph's {', '.join(lost)}",
            "Report the model to the dlpu project.",
        )
    return [indices[name] for name in names]


def _tensor_names(model: Model, indices: Iterable[int]) -> list[bytes]:
    return [text(model.subgraphs[0].tensors[int(index)].name).encode() for index in indices]


def _rename(subgraph: Subgraph, indices: Iterable[int], names: list[bytes]) -> None:
    chosen = dict(zip(indices, names, strict=True))
    for index, tensor in enumerate(subgraph.tensors):
        if index not in chosen and tensor.name in names:
            tensor.name = f"{text(tensor.name)}_inner".encode()
    for index, name in chosen.items():
        subgraph.tensors[index].name = name
