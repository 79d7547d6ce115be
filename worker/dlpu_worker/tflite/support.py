"""What a `.tflite` may not contain, found before anything executes it."""

from __future__ import annotations

from collections.abc import Iterator

from dlpu_worker.failure import StepFailure, user_failure
from dlpu_worker.tflite.flatbuffer import Model, Tensor, dtype_name, operator_name, text
from dlpu_worker.tflite.normalize import SIGNATURE, Rewrite

_CUSTOM_IN_RUNTIME = {"CUSTOM:TFLite_Detection_PostProcess"}
_STATE = {"VAR_HANDLE", "READ_VARIABLE", "ASSIGN_VARIABLE", "CALL_ONCE"}
_TABLES = {"HASHTABLE", "HASHTABLE_FIND", "HASHTABLE_IMPORT", "HASHTABLE_SIZE", "HASHTABLE_LOOKUP"}
_CONTROL = {"IF", "WHILE", "CALL"}
_QUANTIZED = {"int4", "int8", "uint8", "int16"}
_TENSOR_TYPES = {"string", "resource", "variant", "complex64", "complex128"}


def keep_main_subgraph(model: Model, file: str) -> list[Rewrite]:
    """Leave one subgraph: the only one, or the one that `serving_default` names."""
    entries = {text(s.signatureKey): int(s.subgraphIndex) for s in model.signatureDefs or []}
    if len(set(entries.values())) > 1 and SIGNATURE not in entries:
        raise user_failure(
            "several-signatures",
            f"{file} holds several functions ({', '.join(entries)}); an artifact is one function",
            "Export each one into a .tflite of its own.",
        )
    main = entries.get(SIGNATURE, next(iter(entries.values()), 0))
    if main or len(entries) > 1:
        model.subgraphs[0], model.subgraphs[main] = model.subgraphs[main], model.subgraphs[0]
        signature = next(s for s in model.signatureDefs or [] if s.subgraphIndex == main)
        signature.subgraphIndex = 0
        model.signatureDefs = [signature]
    refuse_unsupported(model, file)
    dropped = model.subgraphs[1:]
    model.subgraphs = model.subgraphs[:1]
    if not dropped:
        return []
    return [{"code": "subgraphs-dropped", "detail": f"{len(dropped)} that {SIGNATURE} never calls"}]


def refuse_unsupported(model: Model, file: str) -> None:
    """Raise a user failure for operators and tensors that no Axis target can run."""
    subgraph = model.subgraphs[0]
    if not subgraph.operators:
        raise user_failure("empty-model", f"{file} has no operators", "Export the model again.")
    for failure in _refusals(model, file):
        raise failure


def _refusals(model: Model, file: str) -> Iterator[StepFailure]:
    subgraph = model.subgraphs[0]
    names = {operator_name(model, operator) for operator in subgraph.operators}
    custom = sorted(n for n in names if n.startswith("CUSTOM:") and n not in _CUSTOM_IN_RUNTIME)
    if custom:
        yield user_failure(
            "custom-operator",
            f"{file} uses custom operators that no Axis runtime has: {', '.join(custom)}",
            "Export the model with built-in TensorFlow Lite operators only.",
        )
    if found := sorted(names & (_STATE | _TABLES)):
        yield user_failure(
            "stateful",
            f"{file} keeps state between inferences ({', '.join(found)})",
            "Export the model with frozen variables, its state as an input and an output.",
        )
    if found := sorted(names & _CONTROL):
        yield user_failure(
            "control-flow",
            f"{file} branches or loops ({', '.join(found)})",
            "Export the model with loops unrolled and one path.",
        )
    if found := sorted(_quantized_operators(model)):
        yield user_failure(
            "quantized-tflite",
            f"{file} is already quantized ({', '.join(found)})",
            "Use it as it is, or give the float model for dlpu to quantize.",
        )
    types = {dtype_name(tensor) for tensor in subgraph.tensors}
    if found := sorted(types & _TENSOR_TYPES):
        yield user_failure(
            "unsupported-type",
            f"{file} has tensors of type {', '.join(found)}",
            "Do that part of the work in the application, outside the model.",
        )


def _quantized_operators(model: Model) -> set[str]:
    """Operators with an integer result that has a scale; hybrid ones have none."""
    subgraph = model.subgraphs[0]
    found = set()
    for operator in subgraph.operators:
        results = [subgraph.tensors[int(index)] for index in operator.outputs]
        if any(_has_scale(tensor) and dtype_name(tensor) in _QUANTIZED for tensor in results):
            found.add(operator_name(model, operator))
    return found


def _has_scale(tensor: Tensor) -> bool:
    quantization = tensor.quantization
    return (
        quantization is not None and quantization.scale is not None and len(quantization.scale) > 0
    )
