"""Keras `.h5`, `.keras` and SavedModel → float `.tflite`, proved against the framework itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypedDict

import numpy as np
import tensorflow as tf
from ai_edge_litert.schema_py_generated import TensorMapT

from dlpu_worker.agreement import Agreement, find_agreement, require_agreement
from dlpu_worker.failure import StepFailure, toolchain_failure, user_failure
from dlpu_worker.input_shapes import resolve_shape
from dlpu_worker.keras_models.load import LoadedModel, load_model
from dlpu_worker.keras_models.words import first_words
from dlpu_worker.seeded_inputs import probe_inputs
from dlpu_worker.steps import Progress, import_tflite
from dlpu_worker.tflite.flatbuffer import operator_name, read_model, text, write_model
from dlpu_worker.tflite.interpreter import invoke, open_interpreter

_RELATIVE_LIMIT = 1e-4
_PROBES = 2
_NOT_IN_TFLITE = re.compile(r"'tf\.(\w+)' op is neither a custom op nor a flex op")
_VARIABLES = {"VAR_HANDLE", "READ_VARIABLE", "ASSIGN_VARIABLE"}


class Params(TypedDict):
    """Paths, and shapes by input name."""

    source: str
    inputShapes: dict[str, list[int]]
    tflitePath: str


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Load, convert with static shapes, normalize, and prove."""
    source = Path(params["source"])
    progress("load", 0, 4)
    model = load_model(source)
    specs = _static_specs(model, params["inputShapes"], source.name)
    progress("convert", 1, 4)
    raw = Path(f"{source.stem}.tflite")  # In the step's own folder.
    raw.write_bytes(_convert(model, specs, source.name))
    _require_weights(raw, source.name)
    _order_interface(raw, [spec.name for spec in specs], model.outputs)
    progress("normalize", 2, 4)
    imported = import_tflite.run(
        {"source": str(raw), "inputShapes": {}, "tflitePath": params["tflitePath"]},
        lambda *_: None,
    )
    progress("prove", 3, 4)
    agreement = _prove(model, specs, imported, params["tflitePath"])
    require_agreement(agreement, _RELATIVE_LIMIT, f"the .tflite made from {source.name}")
    return {
        **imported,
        "maxAbsDiff": agreement.max_abs_diff,
        "maxRelativeDiff": agreement.max_relative_diff,
    }


def _static_specs(
    model: LoadedModel, given: dict[str, list[int]], file: str
) -> list[tf.TensorSpec]:
    names = [entry.name for entry in model.inputs]
    if unknown := sorted(set(given) - set(names)):
        raise user_failure(
            "unknown-input",
            f"{file} has no input named {', '.join(unknown)}",
            f"Use the model's own names: {', '.join(names)}.",
        )
    return [
        tf.TensorSpec(
            resolve_shape(entry.name, entry.shape, given.get(entry.name), file),
            entry.dtype,
            entry.name,
        )
        for entry in model.inputs
    ]


def _convert(model: LoadedModel, specs: list[tf.TensorSpec], file: str) -> bytes:
    try:
        return model.converter(specs).convert()
    except Exception as error:
        raise _conversion_failure(error, file) from error


def _conversion_failure(error: Exception, file: str) -> StepFailure:
    """The model's fault where the converter names operators, else the converter's."""
    detail = str(error)[-8000:]
    if found := sorted(set(_NOT_IN_TFLITE.findall(str(error)))):
        return user_failure(
            "no-tflite-operator",
            f"{file} has operators that TensorFlow Lite lacks: {', '.join(found)}",
            "Replace them in the model, or cut the model before them and run the rest on the CPU.",
            detail,
        )
    return toolchain_failure(
        "keras-convert",
        f"TensorFlow cannot convert {file}: {first_words(error)}",
        "Read the detail; a SavedModel of the same model, exported where it was trained, may work.",
        detail,
    )


def _require_weights(path: Path, file: str) -> None:
    model = read_model(path)
    found = {
        operator_name(model, operator)
        for subgraph in model.subgraphs
        for operator in subgraph.operators
    } & _VARIABLES
    if found:
        raise toolchain_failure(
            "weights-lost",
            f"the conversion of {file} left its weights out ({', '.join(sorted(found))})",
            "Export it as a SavedModel with frozen variables.",
        )


def _order_interface(path: Path, inputs: list[str], outputs: list[str]) -> None:
    """Bring inputs and outputs, which the converter sorts its own way, into the model's order."""
    model = read_model(path)
    [signature] = model.signatureDefs or []
    subgraph = model.subgraphs[0]
    signature.inputs = _in_order(signature.inputs, inputs)
    signature.outputs = _in_order(signature.outputs, outputs)
    subgraph.inputs = np.array([entry.tensorIndex for entry in signature.inputs], np.int32)
    subgraph.outputs = np.array([entry.tensorIndex for entry in signature.outputs], np.int32)
    write_model(model, path)


def _in_order(entries: list[TensorMapT], names: list[str]) -> list[TensorMapT]:
    return sorted(entries, key=lambda entry: names.index(text(entry.name)))


def _prove(
    model: LoadedModel, specs: list[tf.TensorSpec], imported: import_tflite.Imported, path: str
) -> Agreement:
    interpreter = open_interpreter(path)
    positions = [_position(specs, entry["name"], n) for n, entry in enumerate(imported["inputs"])]
    names = [entry["name"] for entry in imported["outputs"]]
    probes = [
        [
            probe_inputs(entry["shape"], np.dtype(entry["dtype"]), seed * 100 + index)
            for index, entry in enumerate(imported["inputs"])
        ]
        for seed in range(_PROBES)
    ]

    def run_framework(inputs: list[np.ndarray]) -> list[np.ndarray]:
        ordered = [tf.constant(inputs[positions.index(n)]) for n in range(len(specs))]
        outputs = model.call(*ordered)
        return [outputs[name].numpy() for name in names]

    shapes = [entry["shape"] for entry in imported["inputs"]]
    return find_agreement(
        run_framework, lambda inputs: invoke(interpreter, inputs), probes, shapes, reorder=False
    )


def _position(specs: list[tf.TensorSpec], name: str, fallback: int) -> int:
    return next((n for n, spec in enumerate(specs) if spec.name == name), fallback)
