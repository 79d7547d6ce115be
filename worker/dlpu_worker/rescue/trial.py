"""One candidate of the search: from a recipe to what it measures on the held-out samples.

Every function gives a value and leaves what it was given as it is; files go into the step's own
folder, each under the name that its caller chooses.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlpu_worker.integer_model import quantize_model
from dlpu_worker.quantizer_recipe import Recipe
from dlpu_worker.rescue.raw_scores import Squash, write_with_raw_scores
from dlpu_worker.rescue.recipe import Prepared, RescueRecipe, equalized, rounded
from dlpu_worker.rescue.score import Score, outputs_on, score


@dataclass(frozen=True)
class Trial:
    """What all candidates of one search share."""

    source: Prepared
    """The given model."""
    stores: list[np.ndarray]
    """By input: [samples, ...] as the model takes them."""
    held_out: list[int]
    """Rows of the samples that candidates are measured on."""
    recipe: Recipe
    steps: int
    """Of the descent that finds channel scales."""
    reference: list[np.ndarray]
    """By output: [held-out samples, ...] of the given model, in front of what `squashes` names."""
    squashes: list[Squash | None]


@dataclass(frozen=True)
class Scaled:
    """A float model with its channels scaled, or the given one where `share` is None."""

    share: float | None
    prepared: Prepared
    kept_db: float
    """How close it is to the given one, as SQNR in dB; infinite where it is the given one."""


@dataclass(frozen=True)
class Tried:
    """A candidate and what it measured on the held-out samples."""

    recipe: RescueRecipe
    exact: Path
    """The float model with its channels scaled, and weights that no grid holds yet."""
    prepared: Prepared
    score: Score
    kept_db: float
    """How close the float model is to the given one, as SQNR in dB."""


def open_trial(
    source: Prepared, stores: list[np.ndarray], held_out: list[int], recipe: Recipe, steps: int
) -> Trial:
    """Run the given model on the held-out samples."""
    watched = Path("reference.tflite")
    squashes = write_with_raw_scores(source.path, watched)
    reference = outputs_on(watched, stores, held_out)
    return Trial(source, stores, held_out, recipe, steps, reference, squashes)


def unscaled(trial: Trial) -> Scaled:
    """The given model as it is."""
    return Scaled(None, trial.source, math.inf)


def scale(trial: Trial, share: float | None, name: str) -> Scaled:
    """The model with channels scaled, activations' own rounding counted by `share`."""
    if share is None:
        return unscaled(trial)
    target, watched = Path(f"scaled-{name}.tflite"), Path(f"watched-{name}.tflite")
    prepared = equalized(trial.source, trial.recipe, share, trial.steps, target)
    squashes = write_with_raw_scores(prepared.path, watched)
    outputs = outputs_on(watched, trial.stores, trial.held_out)
    return Scaled(share, prepared, score(trial.reference, outputs, squashes).worst_db)


def measure(trial: Trial, weights: str, scaled: Scaled, name: str) -> Tried:
    """Round the weights of a scaled model, correct its biases, quantize and run it."""
    recipe = RescueRecipe(scaled.share, weights, correct_bias=True)
    target = Path(f"rounded-{name}.tflite")
    prepared = rounded(scaled.prepared, trial.recipe, recipe, target)
    found = score_integer(trial, prepared, name)
    return Tried(recipe, scaled.prepared.path, prepared, found, scaled.kept_db)


def measure_plain(trial: Trial, name: str) -> Tried:
    """The given model, quantized as it is."""
    found = score_integer(trial, trial.source, name)
    return Tried(RescueRecipe(), trial.source.path, trial.source, found, math.inf)


def score_integer(trial: Trial, prepared: Prepared, name: str) -> Score:
    """Quantize a float model and compare it with the given one on the held-out samples."""
    integer = Path(f"integer-{name}.tflite")
    write_with_raw_scores(prepared.path, integer)
    integer.write_bytes(quantize_model(integer, prepared.ranges, trial.recipe))
    outputs = outputs_on(integer, trial.stores, trial.held_out)
    return score(trial.reference, outputs, trial.squashes)
