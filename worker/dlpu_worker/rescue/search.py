"""The search for the recipe that loses least, on samples that no technique was fitted to.

Every fourth sample is held out, every second one where there are few. The ways to scale channels
are compared, each with jointly rounded weights and its bias correction; at the highest effort there
are more of them, each also without joint rounding. The plain recipe takes part, and a candidate
only wins when it is nowhere clearly worse (see `choice`). The winner is then learnt from all
samples: they have done their part in choosing.

A plain recipe that is faithful already is searched too. ResNet8 on CIFAR-10 once seemed to lose by
that, 4 answers of 200; over 12 random splits of 190 pictures, which share pictures, the search as
it was then kept 97.5 % of the float model's answers where the plain recipe kept 95.6 % (81
regained, 36 lost; both granularities).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from dlpu_worker.integer_model import quantize_model
from dlpu_worker.quantizer_recipe import Recipe
from dlpu_worker.ranges.bind import Ranges
from dlpu_worker.ranges.least_squares import fit_ranges
from dlpu_worker.rescue.choice import is_better
from dlpu_worker.rescue.layers import find_layers
from dlpu_worker.rescue.observe import Observation, observe
from dlpu_worker.rescue.raw_scores import Squash, write_with_raw_scores
from dlpu_worker.rescue.recipe import Prepared, RescueRecipe, equalized, rounded
from dlpu_worker.rescue.scale_groups import find_scale_groups
from dlpu_worker.rescue.score import Score, outputs_on, score
from dlpu_worker.rescue.workload import (
    affordable_candidates,
    affordable_descent,
    affordable_layers,
    affordable_samples,
    sample_seconds,
)
from dlpu_worker.steps import Progress
from dlpu_worker.tflite.flatbuffer import read_model

Effort = Literal["fast", "best"]

_HELD_OUT = 4
_MANY_SAMPLES = 60
"""With fewer, every second one is held out: a choice by ten samples would be chance."""
_FEWEST_SAMPLES = 8
_SHARES = {"fast": (0.3, None, 1.0), "best": (0.3, None, 1.0, 0.0, 0.1, 3.0)}
"""How much an activation's own rounding counts where channels are scaled; None: they are not. The
most promising first: a large model cannot afford all."""
_SECONDS = {"fast": 4.0, "best": 20.0}
_FASTER_RUN = 6
"""How much faster an integer model runs than a float one whose tensors are all kept."""
_KEPT_DB = 25.0
"""A scaled float model that is further from the given one on held-out samples is thrown away; what
it lost up to there is in the candidate's score."""


@dataclass(frozen=True)
class Tried:
    """A candidate and what it measured on the held-out samples."""

    recipe: RescueRecipe
    exact: Path
    """The float model with its channels scaled, and weights that no grid holds yet."""
    prepared: Prepared
    score: Score
    kept_db: float
    """How close the float model is to the given one."""


@dataclass(frozen=True)
class Found:
    """The winner, the plain recipe it is measured against, and all that was tried."""

    best: Tried
    plain: Tried
    tried: list[Tried]
    fitted: int
    held_out: int


def search(
    path: Path,
    ranges: Ranges,
    stores: list[np.ndarray],
    recipe: Recipe,
    effort: Effort,
    progress: Progress,
) -> Found | None:
    """Try the candidates; None without enough samples or layers, or for a model too large."""
    model, seconds = read_model(path), _SECONDS[effort]
    layers = find_layers(model)
    if not layers:
        return None
    each = sample_seconds(model, layers)
    fitted, held_out = _split(len(stores[0]), affordable_samples(each, seconds))
    running = len(held_out) * each / _FASTER_RUN
    shares = _SHARES[effort][: affordable_candidates(layers, running, seconds)]
    if len(fitted) + len(held_out) < _FEWEST_SAMPLES or not shares:
        return None
    joint = affordable_layers(layers, seconds, len(shares))
    observation = observe(path, layers, joint, stores, fitted)
    others = observe(path, [], set(), stores, held_out).channels
    reach = {index: seen.widened(others[index]) for index, seen in observation.channels.items()}
    scalable = not find_scale_groups(model, layers).fixed.all()
    steps = affordable_descent(layers, seconds, len(shares)) if scalable else 0
    source = Prepared(path, ranges, observation, reach)
    trial = _Trial(source, stores, held_out, recipe, steps)
    trial.run(_candidates(effort, shares if steps else (None,)), progress)
    best = trial.with_fitted_ranges(trial.best(), fitted)
    if best is not trial.tried[0]:
        again = observe(path, layers, joint, stores, sorted([*fitted, *held_out]))
        best = trial.refitted(best, again)
    return Found(best, trial.tried[0], trial.tried, len(fitted), len(held_out))


def _split(samples: int, most: int) -> tuple[list[int], list[int]]:
    """Of `most` samples, spread evenly: those to fit to, and those to choose by."""
    count = min(samples, most)
    rows = sorted(np.linspace(0, samples - 1, count).astype(int).tolist())
    every = _HELD_OUT if count >= _MANY_SAMPLES else 2
    held_out = rows[every - 1 :: every]
    return [row for row in rows if row not in held_out], held_out


def _candidates(effort: Effort, shares: tuple[float | None, ...]) -> list[RescueRecipe]:
    return [
        RescueRecipe(share, weights, correct_bias=True)
        for share in shares
        for weights in (("together",) if effort == "fast" else ("together", "nearest"))
    ]


class _Trial:
    def __init__(
        self,
        source: Prepared,
        stores: list[np.ndarray],
        held_out: list[int],
        recipe: Recipe,
        steps: int,
    ) -> None:
        self._source = source
        self._stores = stores
        self._held_out = held_out
        self._recipe = recipe
        self._steps = steps
        self._scaled: tuple[float | None, Prepared, float] = (None, source, math.inf)
        """The last share, its model, and how close that is to the given one."""
        self.tried: list[Tried] = []
        self._squashes: list[Squash | None] = []
        self._reference = self._outputs(source.path)

    def run(self, candidates: list[RescueRecipe], progress: Progress) -> None:
        """Measure the plain recipe, then one candidate after the other."""
        for number, recipe in enumerate([RescueRecipe(), *candidates]):
            progress("rescue", number, len(candidates) + 1)
            self._measure(recipe)

    def best(self) -> Tried:
        """The candidate of most merit among those that are nowhere worse than the plain one."""
        plain = self.tried[0]
        kept = [tried for tried in self.tried[1:] if tried.kept_db >= _KEPT_DB]
        better = [tried for tried in kept if is_better(tried.score, plain.score)]
        return max(better, key=lambda tried: tried.score.merit, default=plain)

    def with_fitted_ranges(self, best: Tried, rows: list[int]) -> Tried:
        """The candidate with ranges of least error on `rows`, where that is better still."""
        recipe = replace(best.recipe, ranges="least-squares")
        ranges = fit_ranges(best.prepared.path, best.prepared.ranges, self._stores, rows)
        prepared = replace(best.prepared, ranges=ranges)
        fitted = replace(best, recipe=recipe, prepared=prepared, score=self._score(prepared))
        self.tried.append(fitted)
        return fitted if is_better(fitted.score, best.score) else best

    def refitted(self, best: Tried, observation: Observation) -> Tried:
        """The same recipe, learnt from all samples now that none is needed to choose by."""
        source = replace(self._source, observation=observation)
        if best.recipe.equalize is not None:
            target = self._file("scaled-again")
            source = equalized(source, self._recipe, best.recipe.equalize, self._steps, target)
        target = self._file("rounded-again")
        prepared = rounded(source, self._recipe, best.recipe, target)
        return replace(best, exact=source.path, prepared=prepared)

    def _measure(self, rescue: RescueRecipe) -> None:
        prepared, kept_db = self._scaled_by(rescue.equalize)
        exact = prepared.path
        if rescue.correct_bias:
            prepared = rounded(prepared, self._recipe, rescue, self._file("rounded"))
        self.tried.append(Tried(rescue, exact, prepared, self._score(prepared), kept_db))

    def _score(self, prepared: Prepared) -> Score:
        integer = self._file("integer")
        write_with_raw_scores(prepared.path, integer)
        integer.write_bytes(quantize_model(integer, prepared.ranges, self._recipe))
        outputs = outputs_on(integer, self._stores, self._held_out)
        return score(self._reference, outputs, self._squashes)

    def _scaled_by(self, share: float | None) -> tuple[Prepared, float]:
        if share is None:
            return self._source, math.inf
        if share != self._scaled[0]:
            target = self._file("scaled")
            scaled = equalized(self._source, self._recipe, share, self._steps, target)
            kept = score(self._reference, self._outputs(scaled.path), self._squashes)
            self._scaled = (share, scaled, kept.worst_db)
        return self._scaled[1:]

    def _outputs(self, path: Path) -> list[np.ndarray]:
        watched = self._file("watched")
        self._squashes = write_with_raw_scores(path, watched)
        return outputs_on(watched, self._stores, self._held_out)

    def _file(self, kind: str) -> Path:
        return Path(f"{kind}-{len(self.tried)}.tflite")
