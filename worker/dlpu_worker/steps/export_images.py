"""Calibration pictures at the model's size as numbered `.jpg` files, for folder readers."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

from dlpu_worker.samples.images import UndecodableError, decode_image, fit_image
from dlpu_worker.samples.layout import Preprocess
from dlpu_worker.steps import Progress

_QUALITY = 95


class Params(TypedDict):
    """At most `limit` of `files`, in their order, go to `outDir/0001.jpg` and so on."""

    files: list[str]
    width: int
    height: int
    preprocess: Preprocess
    limit: int
    outDir: str


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Fit and store each picture that can be decoded."""
    folder = Path(params["outDir"])
    folder.mkdir(parents=True, exist_ok=True)
    names: list[str] = []
    for file in params["files"]:
        if len(names) == params["limit"]:
            break
        progress("export", len(names), min(params["limit"], len(params["files"])))
        try:
            picture = decode_image(Path(file)).convert("RGB")
            fitted = fit_image(picture, params["width"], params["height"], params["preprocess"])
        except UndecodableError:
            continue  # `make_samples` reports it.
        name = f"{len(names) + 1:04d}.jpg"
        fitted.save(folder / name, "JPEG", quality=_QUALITY, subsampling=0)
        names.append(name)
    return {"files": names}
