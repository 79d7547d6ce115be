"""The search for the recipe that loses least, on samples that no technique was fitted to.

A plain recipe that is faithful already is kept, but at the highest effort. Every fourth sample is
held out, every second one where there are few. First the ways to scale channels are compared, each
with its cheap bias correction; then the best of them get jointly rounded weights. The plain recipe
takes part, and a candidate only wins when no output and no agreement is worse than with it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from dlpu_worker.integer_model import Ranges, quantize_model
from dlpu_worker.quantizer_recipe import Recipe
from dlpu_worker.rescue.layers import find_layers
from dlpu_worker.rescue.observe import observe
from dlpu_worker.rescue.raw_scores import write_with_raw_scores
from dlpu_worker.rescue.recipe import Prepared, RescueRecipe, equalized, rounded
from dlpu_worker.rescue.score import Score, outputs_on, score
from dlpu_worker.rescue.workload import affordable_layers, affordable_samples
from dlpu_worker.steps import Progress
from dlpu_worker.tflite.flatbuffer import read_model

Effort = Literal["fast", "best"]

_HELD_OUT = 4
_MANY_SAMPLES = 60
"""With fewer, every second one is held out: a choice by ten samples would be chance."""
_FEWEST_SAMPLES = 8
_SHARES = (None, 0.0, 0.3, 1.0)
_MORE_SHARES = (None, 0.0, 0.1, 0.3, 1.0, 3.0)
_ROUNDED = 2
"""So many of the scaled models get jointly rounded weights at the default effort."""
_SECONDS = {"fast": 5.0, "best": 20.0}
_KEPT_DB = 40.0
"""A scaled float model that is further from the given one on held-out samples is thrown away."""
_TOLERANCE_DB = 0.25
"""An output may lose this much where the others gain; less is noise of the held-out samples."""
_WORTHWHILE_DB = 0.2
_FAITHFUL_DB = 20.0
"""At the default effort, a plain recipe this close is kept: a search on few samples can then lose
more answers on new pictures than it gains. ResNet8 on 200 CIFAR-10 pictures, per tensor: plain at
24 dB kept 98 % of the best classes, the search's winner at 32 dB kept 96 %."""


@dataclass(frozen=True)
class Tried:
    """A candidate and what it measured on the held-out samples."""

    recipe: RescueRecipe
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
    exact: Path
    """The winner's float model before its weights were rounded."""
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
    """Try the candidates; None where there are too few samples, or no layers, to learn from."""
    model = read_model(path)
    layers = find_layers(model)
    count = min(len(stores[0]), affordable_samples(model, layers, _SECONDS[effort]))
    if count < _FEWEST_SAMPLES or not layers:
        return None
    joint = affordable_layers(layers, _SECONDS[effort])
    rows = sorted(np.linspace(0, len(stores[0]) - 1, count).astype(int).tolist())
    every = _HELD_OUT if count >= _MANY_SAMPLES else 2
    held_out = rows[every - 1 :: every]
    fitted = [row for row in rows if row not in held_out]
    source = Prepared(path, ranges, observe(path, layers, joint, stores, fitted))
    trial = _Trial(source, stores, held_out, recipe, progress)
    for _ in trial.candidates(effort):
        pass
    best = trial.best()
    exact = trial.exact(best)
    return Found(best, trial.tried[0], trial.tried, exact, len(fitted), len(held_out))


class _Trial:
    def __init__(
        self,
        source: Prepared,
        stores: list[np.ndarray],
        held_out: list[int],
        recipe: Recipe,
        progress: Progress,
    ) -> None:
        self._source = source
        self._stores = stores
        self._held_out = held_out
        self._recipe = recipe
        self._progress = progress
        self._scaled: dict[float | None, Prepared] = {None: source}
        self._kept_db: dict[float | None, float] = {None: math.inf}
        self.tried: list[Tried] = []
        self._reference = self._outputs(source.path)

    def candidates(self, effort: Effort) -> Iterator[Tried]:
        """Measure one after the other, the promising ones further."""
        shares = _SHARES if effort == "fast" else _MORE_SHARES
        plain = self._measure(RescueRecipe())
        yield plain
        if effort == "fast" and plain.score.worst_db >= _FAITHFUL_DB:
            return
        first = [self._measure(RescueRecipe(share, correct_bias=True)) for share in shares]
        yield from first
        kept = [tried for tried in first if tried.kept_db >= _KEPT_DB]
        ranked = sorted(kept, key=lambda tried: -tried.score.merit)
        for tried in ranked[: _ROUNDED if effort == "fast" else len(ranked)]:
            yield self._measure(replace(tried.recipe, weights="together"))

    def best(self) -> Tried:
        """The candidate of most merit among those that are nowhere worse than the plain one."""
        plain = self.tried[0]
        better = [tried for tried in self.tried[1:] if _is_better(tried, plain)]
        return max(better, key=lambda tried: tried.score.merit, default=plain)

    def exact(self, tried: Tried) -> Path:
        """The float model with the candidate's channels, and weights that no grid holds yet."""
        return self._scaled[tried.recipe.equalize].path

    def _measure(self, rescue: RescueRecipe) -> Tried:
        self._progress("rescue", len(self.tried), len(_MORE_SHARES) * 2)
        scaled = self._scaled_by(rescue.equalize)
        prepared = scaled
        if rescue.correct_bias:
            prepared = rounded(scaled, self._recipe, rescue, self._file("rounded"))
        integer = self._file("integer")
        write_with_raw_scores(prepared.path, integer)
        integer.write_bytes(quantize_model(integer, prepared.ranges, self._recipe))
        measured = score(self._reference, outputs_on(integer, self._stores, self._held_out))
        self.tried.append(Tried(rescue, prepared, measured, self._kept_db[rescue.equalize]))
        return self.tried[-1]

    def _scaled_by(self, share: float | None) -> Prepared:
        if share not in self._scaled:
            target = self._file("scaled")
            scaled = equalized(self._source, self._recipe, share or 0.0, target)
            kept = score(self._reference, self._outputs(scaled.path))
            self._scaled[share], self._kept_db[share] = scaled, kept.worst_db
        return self._scaled[share]

    def _outputs(self, path: Path) -> list[np.ndarray]:
        watched = self._file("watched")
        write_with_raw_scores(path, watched)
        return outputs_on(watched, self._stores, self._held_out)

    def _file(self, kind: str) -> Path:
        return Path(f"{kind}-{len(self.tried)}.tflite")


def _is_better(tried: Tried, plain: Tried) -> bool:
    if tried.kept_db < _KEPT_DB or tried.score.merit < plain.score.merit + _WORTHWHILE_DB:
        return False
    for got, wanted in (
        *zip(tried.score.sample_db, plain.score.sample_db, strict=True),
        *zip(tried.score.sqnr_db, plain.score.sqnr_db, strict=True),
    ):
        if got < wanted - _TOLERANCE_DB:
            return False
    return (tried.score.agreement or 0) >= (plain.score.agreement or 0)
