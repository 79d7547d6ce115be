"""Labelled pictures that two classifiers see as different classes, small enough for a report."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import TypedDict

import numpy as np
from PIL import Image

from dlpu_worker.fidelity.metrics import find_class_scores, top_1
from dlpu_worker.samples.images import UndecodableError, decode_image
from dlpu_worker.samples.store import open_stores
from dlpu_worker.steps import Progress

_MOST = 4
_SIDE = 40
_JPEG_QUALITY = 60
"""About one kilobyte a picture."""


class Params(TypedDict):
    """Folders that `run` wrote; labels and pictures in the samples' order."""

    referenceDir: str
    candidateDir: str
    outputs: list[int] | None
    labels: list[int]
    pictures: list[str]


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Show the first few: answers that were right and are wrong now before the others."""
    progress("changed answers", 0, 1)
    references, candidates = (
        open_stores(params[name], params["outputs"]) for name in ("referenceDir", "candidateDir")
    )
    index = find_class_scores(references)
    if index is None:
        return {"changed": []}
    count = min(len(references[index]), len(candidates[index]), len(params["labels"]))
    wanted = np.asarray(params["labels"][:count])
    first, second = top_1(references[index], count), top_1(candidates[index], count)
    rows = np.flatnonzero(first != second)
    order = np.argsort(
        np.where(first == wanted, 0, np.where(second == wanted, 1, 2))[rows], kind="stable"
    )
    return {
        "changed": [
            {
                "picture": Path(params["pictures"][row]).name,
                "label": int(wanted[row]),
                "reference": int(first[row]),
                "candidate": int(second[row]),
                "jpegBase64": _thumbnail(Path(params["pictures"][row])),
            }
            for row in rows[order][:_MOST]
        ]
    }


def _thumbnail(path: Path) -> str | None:
    try:
        picture = decode_image(path)
    except UndecodableError:
        return None
    picture.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=_JPEG_QUALITY)
    return base64.b64encode(stream.getvalue()).decode("ascii")
