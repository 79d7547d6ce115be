"""What a Keras file says about itself, read before Keras opens it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import h5py

from dlpu_worker.failure import StepFailure, user_failure

_LARGEST_CONFIG_BYTES = 64 << 20


@dataclass(frozen=True)
class KerasArchive:
    """The major version that wrote the file, and its layers."""

    major_version: int
    config: object


def read_archive(path: Path) -> KerasArchive:
    """Parse version and configuration; refuses layers that carry Python code."""
    try:
        archive = _read_zip(path) if zipfile.is_zipfile(path) else _read_h5(path)
    except (OSError, KeyError, ValueError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise user_failure(
            "unreadable-keras",
            f"{path.name} cannot be read as a Keras model: {error}",
            "Save the whole model (not its weights only) as .keras.",
        ) from error
    if any(name == "Lambda" for name in _class_names(archive.config)):
        raise user_failure(
            "lambda-layer",
            f"{path.name} has a Lambda layer, which is Python code inside the model file",
            "Replace it with built-in layers, or export a SavedModel or ONNX file.",
        )
    return archive


def _read_zip(path: Path) -> KerasArchive:
    with zipfile.ZipFile(path) as archive:
        version = json.loads(_read_member(archive, "metadata.json"))["keras_version"]
        return KerasArchive(_major(version), json.loads(_read_member(archive, "config.json")))


def _read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _LARGEST_CONFIG_BYTES:
        raise ValueError(f"{name} is larger than {_LARGEST_CONFIG_BYTES} bytes")
    return archive.read(name)


def _read_h5(path: Path) -> KerasArchive:
    with h5py.File(path, "r") as file:
        if "model_config" not in file.attrs:
            raise _weights_only(path)
        version = _text(file.attrs.get("keras_version", "2"))
        return KerasArchive(_major(version), json.loads(_text(file.attrs["model_config"])))


def _weights_only(path: Path) -> StepFailure:
    return user_failure(
        "weights-only",
        f"{path.name} holds weights without the model around them",
        "Save the whole model: model.save('model.keras').",
    )


def _major(version: str) -> int:
    return int(version.split(".")[0])


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _class_names(config: object) -> Iterator[str]:
    if isinstance(config, dict):
        if isinstance(config.get("class_name"), str):
            yield config["class_name"]
        for value in config.values():
            yield from _class_names(value)
    elif isinstance(config, list):
        for value in config:
            yield from _class_names(value)
