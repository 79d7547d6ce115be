"""Float `.tflite`, ranges and samples → the float `.tflite` that quantizes best.

Its ranges are to be found anew, by `calibrate`, in the way that the reply names.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TypedDict

from litert_quantizer.utils import calibration_utils

from dlpu_worker.quantizer_recipe import Recipe
from dlpu_worker.rescue.score import Score
from dlpu_worker.rescue.search import Effort, Found, search
from dlpu_worker.rescue.trial import Tried
from dlpu_worker.samples.store import open_stores
from dlpu_worker.steps import Progress


class Params(TypedDict):
    """A float model with its ranges and samples; what to make of it, and how hard to try.

    `exactPath` gets the winner's channels with weights that are not rounded yet.
    """

    tflitePath: str
    statsPath: str
    samplesDir: str
    recipe: Recipe
    effort: Effort
    outPath: str
    exactPath: str


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Search, and write the winner; the given model itself where nothing beats the plain recipe."""
    source = Path(params["tflitePath"])
    ranges = calibration_utils.load_calibration_results(params["statsPath"])[0]
    stores = open_stores(params["samplesDir"])
    found = search(source, ranges, stores, params["recipe"], params["effort"], progress)
    shutil.copyfile(found.best.prepared.path if found else source, params["outPath"])
    shutil.copyfile(found.best.exact if found else source, params["exactPath"])
    return _report(found)


def _report(found: Found | None) -> dict[str, object]:
    if found is None:
        return {
            "techniques": [],
            "ranges": "extremes",
            "fitted": 0,
            "heldOut": 0,
            "tried": [],
            "plain": None,
            "best": None,
        }
    return {
        "techniques": found.best.recipe.techniques,
        "ranges": found.best.recipe.ranges,
        "fitted": found.fitted,
        "heldOut": found.held_out,
        "tried": [_tried(tried) for tried in found.tried],
        "plain": _score(found.plain.score),
        "best": _score(found.best.score),
    }


def _tried(tried: Tried) -> dict[str, object]:
    return {"techniques": tried.recipe.techniques, **_score(tried.score)}


def _score(score: Score) -> dict[str, object]:
    return {
        "worstSqnrDb": score.worst_db,
        "meanSqnrDb": score.mean_db,
        "top1Agreement": score.agreement,
    }
