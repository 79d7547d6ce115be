"""Keras files as data: the format decided once, everything read, and only that handed to Keras."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import h5py

from dlpu_worker.failure import StepFailure, user_failure
from dlpu_worker.keras_models.hdf5 import require_self_contained
from dlpu_worker.keras_models.objects import require_own_objects
from dlpu_worker.keras_models.words import first_words

_HDF5_START = b"\x89HDF\r\n\x1a\n"
_ZIP_START = b"PK\x03\x04"
_LARGEST_CONFIG_BYTES = 64 << 20
_LARGEST_WEIGHTS_BYTES = 4 << 30
_CONFIG, _METADATA, _WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
_UNREADABLE: tuple[type[Exception], ...] = (OSError, KeyError, ValueError, TypeError)
_UNREADABLE += (AttributeError, RecursionError)
_UNREADABLE += (NotImplementedError, RuntimeError, EOFError, zipfile.BadZipFile)


@dataclass(frozen=True)
class CheckedModel:
    """A copy that holds nothing but what was checked, and the major version that wrote it."""

    path: Path
    major_version: int


def check_file(source: Path, folder: Path) -> CheckedModel:
    """Write the checked form of a `.keras` or `.h5` file into `folder`.

    The leading bytes alone decide what the file is. Raises a user's failure for what is damaged,
    reaches out of the file, or would run code.
    """
    try:
        with source.open("rb") as file:
            start = file.read(len(_HDF5_START))
        if start == _HDF5_START:
            return _check_h5(source, folder)
        if start.startswith(_ZIP_START):
            return _check_zip(source, folder)
    except _UNREADABLE as error:
        raise _unreadable(source, first_words(error)) from error
    raise _unreadable(source, "it starts neither as HDF5 nor as a zip archive")


def _unreadable(source: Path, reason: str) -> StepFailure:
    return user_failure(
        "unreadable-keras",
        f"{source.name} cannot be read as a Keras model: {reason}",
        "Save the whole model (not its weights only) as .keras.",
    )


def _check_h5(source: Path, folder: Path) -> CheckedModel:
    copy = folder / "model.h5"
    shutil.copyfile(source, copy)
    with h5py.File(copy, "r") as file:
        require_self_contained(file, source.name)
        if "model_config" not in file.attrs:
            raise _weights_only(source)
        version = _major(_text(file.attrs.get("keras_version", "2")))
        require_own_objects(json.loads(_text(file.attrs["model_config"])), source.name)
    return CheckedModel(copy, version)


def _check_zip(source: Path, folder: Path) -> CheckedModel:
    copy, weights = folder / "model.keras", folder / _WEIGHTS
    with zipfile.ZipFile(source) as archive:
        _require_members(archive, source.name)
        metadata = json.loads(_read_member(archive, _METADATA))
        config = json.loads(_read_member(archive, _CONFIG))
        _extract(archive, _WEIGHTS, weights)
    without_training = _without_training(config)
    require_own_objects(without_training, source.name)
    with h5py.File(weights, "r") as file:
        require_self_contained(file, f"{_WEIGHTS} in {source.name}")
    with zipfile.ZipFile(copy, "w") as archive:
        archive.writestr(_METADATA, json.dumps(metadata))
        archive.writestr(_CONFIG, json.dumps(without_training))
        archive.write(weights, _WEIGHTS)
    weights.unlink()
    return CheckedModel(copy, _major(metadata["keras_version"]))


def _require_members(archive: zipfile.ZipFile, file: str) -> None:
    names = archive.namelist()
    odd = sorted(set(names) - {_CONFIG, _METADATA, _WEIGHTS, "assets/"})
    if odd or len(names) != len(set(names)):
        raise user_failure(
            "odd-keras-archive",
            f"{file} holds {f'{odd[0]!r}' if odd else 'a member twice'}, which is no part of a"
            " model for a camera",
            "Save it anew where it was trained: model.save('model.keras').",
        )


def _read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        data = member.read(_LARGEST_CONFIG_BYTES + 1)
    if len(data) > _LARGEST_CONFIG_BYTES:
        raise ValueError(f"{name} is larger than {_LARGEST_CONFIG_BYTES} bytes")
    return data


def _extract(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    info = archive.getinfo(name)
    if info.file_size > _LARGEST_WEIGHTS_BYTES:
        raise ValueError(f"{name} is larger than {_LARGEST_WEIGHTS_BYTES} bytes")
    with archive.open(name) as member, target.open("wb") as file:
        shutil.copyfileobj(member, file)  # zipfile ends at the size that the entry states.


def _without_training(config: object) -> object:
    """Leave out how a model was compiled: its optimizer, losses and metrics play no part."""
    if isinstance(config, dict):
        return {k: _without_training(v) for k, v in config.items() if k != "compile_config"}
    return [_without_training(v) for v in config] if isinstance(config, list) else config


def _weights_only(source: Path) -> StepFailure:
    return user_failure(
        "weights-only",
        f"{source.name} holds weights without the model around them",
        "Save the whole model: model.save('model.keras').",
    )


def _major(version: str) -> int:
    return int(version.split(".")[0])


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
