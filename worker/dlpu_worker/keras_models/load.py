"""One view on Keras 2, Keras 3 and SavedModel: named inputs, a callable, a converter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf
import tf_keras

from dlpu_worker.failure import StepFailure, user_failure
from dlpu_worker.keras_models.archive import read_archive

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
    """Load by what the file is, never by trial."""
    if path.is_dir():
        return _load_saved_model(path)
    keras_3 = read_archive(path).major_version >= 3
    library = keras if keras_3 else tf_keras
    try:
        model = library.models.load_model(path, compile=False, safe_mode=True)
    except (ValueError, TypeError, KeyError, NotImplementedError, AttributeError) as error:
        raise _unloadable(path, error) from error
    if not model.inputs or not model.outputs:
        raise user_failure(
            "unbuilt-model",
            f"{path.name} does not say what inputs it takes",
            "Build it before saving (give the first layer an Input), or export a SavedModel.",
        )
    return _keras_3_model(model) if keras_3 else _keras_2_model(model)


def _unloadable(path: Path, error: Exception) -> StepFailure:
    reason = " ".join(str(error).split())[:300]
    return user_failure(
        "custom-layer",
        f"{path.name} cannot be loaded without its own Python code: {reason}",
        "Export it where it was trained: model.export('folder') writes a SavedModel that carries"
        " everything; a Keras 3 model saved as .h5 must be saved as .keras.",
    )


def _keras_2_model(model: Any) -> LoadedModel:
    names, outputs = list(model.input_names), list(model.output_names)
    call = _named_call(model, outputs)

    def converter(specs: list[tf.TensorSpec]) -> tf.lite.TFLiteConverter:
        function = tf.function(call).get_concrete_function(*specs)
        return tf.lite.TFLiteConverter.from_concrete_functions([function], model)

    return LoadedModel(_keras_inputs(model, names), outputs, call, converter)


def _keras_3_model(model: Any) -> LoadedModel:
    names = [tensor.name for tensor in model.inputs]

    def converter(specs: list[tf.TensorSpec]) -> tf.lite.TFLiteConverter:
        # from_concrete_functions loses the weights of Keras 3 models; an export keeps them.
        model.export("exported", format="tf_saved_model", input_signature=[specs], verbose=False)
        return tf.lite.TFLiteConverter.from_saved_model("exported")

    outputs = list(model.output_names)
    call = _named_call(model, outputs)
    return LoadedModel(_keras_inputs(model, names), outputs, call, converter)


def _keras_inputs(model: Any, names: list[str]) -> list[OpenInput]:
    return [
        OpenInput(
            name,
            [-1 if size is None else int(size) for size in tensor.shape],
            tf.as_dtype(tensor.dtype),
        )
        for name, tensor in zip(names, model.inputs, strict=True)
    ]


def _named_call(model: Any, outputs: list[str]) -> Callable[..., Outputs]:
    def call(*inputs: tf.Tensor) -> Outputs:
        results = model(inputs[0] if len(inputs) == 1 else list(inputs), training=False)
        return dict(zip(outputs, tf.nest.flatten(results), strict=True))

    return call


def _load_saved_model(path: Path) -> LoadedModel:
    try:
        loaded = tf.saved_model.load(str(path))
    except (OSError, ValueError, tf.errors.OpError) as error:
        raise user_failure(
            "unreadable-saved-model",
            f"{path.name} cannot be loaded as a SavedModel: {str(error)[:300]}",
            "Give the folder that holds saved_model.pb and variables/, complete.",
        ) from error
    signature = _signature(loaded, path)
    _, keywords = signature.structured_input_signature
    inputs = [
        OpenInput(
            name,
            None if spec.shape.rank is None else [-1 if d is None else d for d in spec.shape],
            spec.dtype,
        )
        for name, spec in keywords.items()
    ]

    def call(*values: tf.Tensor) -> Outputs:
        return signature(**{i.name: value for i, value in zip(inputs, values, strict=True)})

    def converter(specs: list[tf.TensorSpec]) -> tf.lite.TFLiteConverter:
        function = tf.function(call).get_concrete_function(*specs)
        return tf.lite.TFLiteConverter.from_concrete_functions([function], loaded)

    return LoadedModel(inputs, list(signature.structured_outputs), call, converter)


def _signature(loaded: Any, path: Path) -> Any:
    names = list(loaded.signatures)
    if "serving_default" in names:
        return loaded.signatures["serving_default"]
    if len(names) == 1:
        return loaded.signatures[names[0]]
    raise user_failure(
        "several-signatures" if names else "no-signature",
        f"{path.name} has {'several signatures: ' + ', '.join(names) if names else 'no signature'}",
        "Export it with one signature named serving_default.",
    )
