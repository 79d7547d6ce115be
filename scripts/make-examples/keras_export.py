"""Writes a Keras model as `.keras` without the time of day in it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import keras

_ANY_DAY = (1980, 1, 1, 0, 0, 0)


def export_keras(model: keras.Model, path: Path) -> None:
    """Save without optimizer state, then rewrite the archive with fixed dates."""
    bare = keras.Model(model.inputs, model.outputs, name=model.name)
    bare.save(path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in sorted(archive.namelist())}
    metadata = json.loads(members["metadata.json"])
    metadata["date_saved"] = "1980-01-01@00:00:00"
    members["metadata.json"] = json.dumps(metadata).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, _ANY_DAY), data, zipfile.ZIP_DEFLATED)
