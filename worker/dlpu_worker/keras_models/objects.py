"""Which objects a Keras configuration would make, decided before Keras reads it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import keras

from dlpu_worker.failure import StepFailure, user_failure
from dlpu_worker.keras_models import allowed

_CARRIES_CODE = {
    "ClassMethod": "calls a function that the file names",
    "InstanceMethod": "calls a function that the file names",
    "Lambda": "is Python code inside the model file",
    "SlicingOpLambda": "calls a function that the file names",
    "TFOpLambda": "calls a TensorFlow function that the file names",
    "TFSMLayer": "loads another model from a path",
    "TensorFlowOpLayer": "holds any TensorFlow operator",
    "__lambda__": "is Python code inside the model file",
}
_REMEDY = (
    "Export it in your own environment, where its code is known, and give dlpu the result:"
    " model.export('folder') writes a SavedModel, tf.lite.TFLiteConverter a .tflite."
)


def require_own_objects(config: object, file: str) -> None:
    """Refuse every object that is not one of Keras' own, at any depth of the configuration."""
    for entry in _dictionaries(config):
        if "class_name" in entry:
            _require_own_object(entry, file)
        for key, value in entry.items():
            if key == "activation" or key.endswith("_activation"):
                _require_activation(value, file)


def _dictionaries(config: object) -> Iterator[dict[str, object]]:
    rest = [config]
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            yield value
            rest.extend(value.values())
        elif isinstance(value, list):
            rest.extend(value)


def _require_own_object(entry: dict[str, object], file: str) -> None:
    name, module = entry["class_name"], entry.get("module")
    registered = entry.get("registered_name")
    if name == "function":
        _require_activation(entry.get("config"), file)
        name = entry["config"]
        owned = module in (None, "builtins") or module in allowed.MODULES
    elif module in allowed.OPERATION_MODULES:
        owned = _is_operation(module, name)
    elif module == "keras.src.ops.core":
        owned = name in allowed.CORE_OPERATIONS
    else:
        owned = str(name) in allowed.CLASSES and (not module or module in allowed.MODULES)
    if not owned:
        raise _foreign_object(entry, file)
    if registered and registered != name:
        raise _foreign_object({**entry, "class_name": registered}, file)


def _is_operation(module: str, name: object) -> bool:
    found = vars(importlib.import_module(module)).get(name) if isinstance(name, str) else None
    return (
        isinstance(found, type)
        and issubclass(found, keras.Operation)
        and found.__module__ == module
    )


def _require_activation(value: object, file: str) -> None:
    if isinstance(value, str) and value not in allowed.ACTIVATIONS:
        raise user_failure(
            "custom-object",
            f"{file} has the activation {value!r}, which is not one of Keras' own",
            _REMEDY,
        )


def _foreign_object(entry: dict[str, object], file: str) -> StepFailure:
    name = str(entry["class_name"])
    of_layer = _layer_name(entry)
    if why := _CARRIES_CODE.get(name):
        kind = "lambda" if name == "__lambda__" else f"{name} layer"
        return user_failure("code-in-model", f"{file} has a {kind}{of_layer}, which {why}", _REMEDY)
    module = entry.get("module")
    origin = f" of {module}" if module else ""
    return user_failure(
        "custom-object",
        f"{file} has an object of the class {name}{origin}{of_layer}, which is not one of Keras'"
        " own that a model for a camera may have",
        _REMEDY,
    )


def _layer_name(entry: dict[str, object]) -> str:
    config = entry.get("config")
    name = config.get("name") if isinstance(config, dict) else None
    return f' "{name}"' if isinstance(name, str) else ""
