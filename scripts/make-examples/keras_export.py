"""Writes a Keras model as `.keras` without the time of day or memory addresses in it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import keras

_ANY_DAY = (1980, 1, 1, 0, 0, 0)


def export_keras(model: keras.Model, path: Path) -> None:
    """Save without the optimizer's state, with fixed dates and ids."""
    bare = keras.Model(model.inputs, model.outputs, name=model.name)
    bare.save(path)
    make_reproducible(path)


def make_reproducible(path: Path) -> None:
    """Rewrite a `.keras` archive so that the same model is always the same bytes."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in sorted(archive.namelist())}
    metadata = json.loads(members["metadata.json"])
    metadata["date_saved"] = "1980-01-01@00:00:00"
    members["metadata.json"] = json.dumps(metadata).encode()
    members["config.json"] = _number_shared_objects(members["config.json"])
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, _ANY_DAY), data, zipfile.ZIP_DEFLATED)


def _number_shared_objects(config: bytes) -> bytes:
    """Replace memory addresses, which Keras uses to tell shared objects apart, by 1, 2, 3."""
    numbers: dict[int, int] = {}

    def renumber(value: dict[str, Any]) -> dict[str, Any]:
        address = value.get("shared_object_id")
        if address is not None:
            value["shared_object_id"] = numbers.setdefault(address, len(numbers) + 1)
        return value

    return json.dumps(json.loads(config, object_hook=renumber)).encode()
