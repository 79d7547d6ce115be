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

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from dlpu_worker.quantizer_recipe import Recipe
from dlpu_worker.ranges.bind import Ranges
from dlpu_worker.ranges.least_squares import fit_ranges
from dlpu_worker.rescue.choice import is_better
from dlpu_worker.rescue.layers import find_layers
from dlpu_worker.rescue.observe import Observation, observe
from dlpu_worker.rescue.recipe import Prepared, equalized, rounded
from dlpu_worker.rescue.scale_groups import find_scale_groups
from dlpu_worker.rescue.trial import (
    Trial,
    Tried,
    measure,
    measure_plain,
    open_trial,
    scale,
    score_integer,
)
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
_WEIGHTS = {"fast": ("together",), "best": ("together", "nearest")}
_SECONDS = {"fast": 4.0, "best": 20.0}
_FASTER_RUN = 6
"""How much faster an integer model runs than a float one whose tensors are all kept."""
_KEPT_DB = 25.0
"""A scaled float model that is further from the given one on held-out samples is thrown away; what
it lost up to there is in the candidate's score."""


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
    trial = open_trial(source, stores, held_out, recipe, steps)
    measured = _measure_all(trial, shares if steps else (None,), _WEIGHTS[effort], progress)
    chosen = _choose(measured)
    fitted_ranges = _with_fitted_ranges(trial, chosen, fitted)
    best = fitted_ranges if is_better(fitted_ranges.score, chosen.score) else chosen
    plain = measured[0]
    if best is not plain:
        again = observe(path, layers, joint, stores, sorted([*fitted, *held_out]))
        best = _refit(trial, best, again)
    return Found(best, plain, [*measured, fitted_ranges], len(fitted), len(held_out))


def _split(samples: int, most: int) -> tuple[list[int], list[int]]:
    """Of `most` samples, spread evenly: those to fit to, and those to choose by."""
    count = min(samples, most)
    rows = sorted(np.linspace(0, samples - 1, count).astype(int).tolist())
    every = _HELD_OUT if count >= _MANY_SAMPLES else 2
    held_out = rows[every - 1 :: every]
    return [row for row in rows if row not in held_out], held_out


def _measure_all(
    trial: Trial,
    shares: tuple[float | None, ...],
    roundings: tuple[str, ...],
    progress: Progress,
) -> list[Tried]:
    """The plain recipe, then each way to scale with each way to round."""
    count = 1 + len(shares) * len(roundings)
    progress("rescue", 0, count)
    measured = [measure_plain(trial, "0")]
    for share in shares:
        progress("rescue", len(measured), count)
        scaled = scale(trial, share, str(len(measured)))
        for weights in roundings:
            progress("rescue", len(measured), count)
            measured.append(measure(trial, weights, scaled, str(len(measured))))
    return measured


def _choose(measured: list[Tried]) -> Tried:
    """The candidate of most merit among those that are nowhere worse than the plain one."""
    plain, *others = measured
    kept = [tried for tried in others if tried.kept_db >= _KEPT_DB]
    better = [tried for tried in kept if is_better(tried.score, plain.score)]
    return max(better, key=lambda tried: tried.score.merit, default=plain)


def _with_fitted_ranges(trial: Trial, tried: Tried, rows: list[int]) -> Tried:
    """The candidate with ranges of least error on `rows`."""
    recipe = replace(tried.recipe, ranges="least-squares")
    ranges = fit_ranges(tried.prepared.path, tried.prepared.ranges, trial.stores, rows)
    prepared = replace(tried.prepared, ranges=ranges)
    found = score_integer(trial, prepared, "fitted")
    return replace(tried, recipe=recipe, prepared=prepared, score=found)


def _refit(trial: Trial, best: Tried, observation: Observation) -> Tried:
    """The same recipe, learnt from all samples now that none is needed to choose by."""
    source = replace(trial.source, observation=observation)
    share, recipe = best.recipe.equalize, trial.recipe
    if share is not None:
        source = equalized(source, recipe, share, trial.steps, Path("scaled-again.tflite"))
    prepared = rounded(source, recipe, best.recipe, Path("rounded-again.tflite"))
    return replace(best, exact=source.path, prepared=prepared)
