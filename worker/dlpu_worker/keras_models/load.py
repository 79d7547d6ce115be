"""One view on Keras 2, Keras 3 and SavedModel: named inputs, a callable, a converter."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf
import tf_keras
from tf_keras.src.saving.serialization_lib import SafeModeScope

from dlpu_worker.failure import StepFailure, user_failure
from dlpu_worker.keras_models.archive import check_file
from dlpu_worker.keras_models.saved_model import check_saved_model
from dlpu_worker.keras_models.words import first_words

Outputs = dict[str, tf.Tensor]


@dataclass(frozen=True)
class OpenInput:
    """An input as the model declares it; -1 is an open dimension, None an unknown rank."""

    name: str
    shape: list[int] | None
    dtype: tf.DType


@dataclass(frozen=True)
class LoadedModel:
    """A model in TensorFlow's memory."""

    inputs: list[OpenInput]
    outputs: list[str]
    call: Callable[..., Outputs]
    converter: Callable[[list[tf.TensorSpec]], tf.lite.TFLiteConverter]


def load_model(path: Path) -> LoadedModel:
    """Load by what the file is, never by trial, and only what was checked before."""
    if path.is_dir():
        return _load_saved_model(check_saved_model(path, Path()), path.name)
    checked = check_file(path, Path())  # In the step's own folder.
    keras_3 = checked.major_version >= 3
    library = keras if keras_3 else tf_keras
    try:
        with SafeModeScope(True):  # tf_keras does not hand `safe_mode` on for .h5 files.
            model = library.models.load_model(checked.path, compile=False, safe_mode=True)
    except Exception as error:
        raise _unloadable(path, error) from error
    _require_built(model, path)
    return _keras_3_model(model) if keras_3 else _keras_2_model(model)


def _unloadable(path: Path, error: Exception) -> StepFailure:
    return user_failure(
        "unloadable-keras",
        f"{path.name} cannot be loaded by Keras: {first_words(error)}",
        "Save it anew where it was trained, or export it there: model.export('folder') writes a"
        " SavedModel that carries everything.",
    )


def _require_built(model: Any, path: Path) -> None:
    try:
        built = bool(model.inputs) and bool(model.outputs)
    except (AttributeError, ValueError):  # Keras 3 raises where Keras 2 says None.
        built = False
    if not built:
        raise user_failure(
            "unbuilt-model",
            f"{path.name} does not say what inputs it takes",
            "Build it before saving (give the first layer an Input), or export a SavedModel.",
        )


def _keras_2_model(model: Any) -> LoadedModel:
    outputs = _distinct(list(model.output_names))
    call = _named_call(model, outputs, tf.nest)

    def converter(specs: list[tf.TensorSpec]) -> tf.lite.TFLiteConverter:
        function = tf.function(call).get_concrete_function(*specs)
        return tf.lite.TFLiteConverter.from_concrete_functions([function], model)

    return LoadedModel(_keras_inputs(model, list(model.input_names)), outputs, call, converter)


def _keras_3_model(model: Any) -> LoadedModel:
    outputs = _distinct([tensor._keras_history.operation.name for tensor in model.outputs])
    call = _named_call(model, outputs, keras.tree)

    def converter(specs: list[tf.TensorSpec]) -> tf.lite.TFLiteConverter:
        # from_concrete_functions loses the weights of Keras 3 models; an export keeps them.
        archive = keras.export.ExportArchive()
        archive.track(model)
        archive.add_endpoint("serve", call, input_signature=specs)
        archive.write_out("exported", verbose=False)
        return tf.lite.TFLiteConverter.from_saved_model("exported")

    names = [tensor.name for tensor in model.inputs]
    return LoadedModel(_keras_inputs(model, names), outputs, call, converter)


def _distinct(names: list[str]) -> list[str]:
    """Number the outputs of a layer that gives several, as one that is shared does."""
    return [
        f"{name}_{names[:n].count(name)}" if name in names[:n] else name
        for n, name in enumerate(names)
    ]


def _keras_inputs(model: Any, names: list[str]) -> list[OpenInput]:
    return [
        OpenInput(
            name,
            [-1 if size is None else int(size) for size in tensor.shape],
            tf.as_dtype(tensor.dtype),
        )
        for name, tensor in zip(names, model.inputs, strict=True)
    ]


def _named_call(model: Any, outputs: list[str], tree: Any) -> Callable[..., Outputs]:
    sequential = isinstance(model, (keras.Sequential, tf_keras.Sequential))

    def call(*inputs: tf.Tensor) -> Outputs:
        arranged = inputs[0] if sequential else tree.pack_sequence_as(model.input, list(inputs))
        results = model(arranged, training=False)
        return dict(zip(outputs, tree.flatten(results), strict=True))

    return call


def _load_saved_model(path: Path, file: str) -> LoadedModel:
    try:
        loaded = tf.saved_model.load(str(path))
    except Exception as error:
        raise user_failure(
            "unreadable-saved-model",
            f"{file} cannot be loaded as a SavedModel: {first_words(error)}",
            "Give the folder that holds saved_model.pb and variables/, complete.",
        ) from error
    signature = _signature(loaded, file)
    _, keywords = signature.structured_input_signature
    inputs = [
        OpenInput(
            name,
            None if spec.shape.rank is None else [-1 if d is None else d for d in spec.shape],
            spec.dtype,
        )
        for name, spec in sorted(keywords.items(), key=lambda entry: _natural(entry[0]))
    ]

    def call(*values: tf.Tensor) -> Outputs:
        return signature(**{i.name: value for i, value in zip(inputs, values, strict=True)})

    def converter(specs: list[tf.TensorSpec]) -> tf.lite.TFLiteConverter:
        function = tf.function(call).get_concrete_function(*specs)
        return tf.lite.TFLiteConverter.from_concrete_functions([function], loaded)

    outputs = sorted(signature.structured_outputs, key=_natural)
    return LoadedModel(inputs, outputs, call, converter)


def _natural(name: str) -> list[tuple[int, str]]:
    """Orders `output_2` before `output_10`; a signature itself has names without an order."""
    parts = re.split(r"(\d+)", name)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _signature(loaded: Any, file: str) -> Any:
    names = list(loaded.signatures)
    if "serving_default" in names:
        return loaded.signatures["serving_default"]
    if len(names) == 1:
        return loaded.signatures[names[0]]
    raise user_failure(
        "several-signatures" if names else "no-signature",
        f"{file} has {'several signatures: ' + ', '.join(names) if names else 'no signature'}",
        "Export it with one signature named serving_default.",
    )
