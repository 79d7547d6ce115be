"""How close an integer model's outputs are to the float model's, in the few numbers that decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from dlpu_worker.fidelity.metrics import holds_class_scores, top_1
from dlpu_worker.ranges.discernible import SIGMOID
from dlpu_worker.rescue.raw_scores import Squash, squashed
from dlpu_worker.runners import open_runner

_EXACT_DB = 100.0
_TINY = 1e-12


@dataclass
class Score:
    """By output that carries a signal; noise is the squared error of each sample."""

    sqnr_db: list[float] = field(default_factory=list)
    """Over all samples."""
    sample_db: list[float] = field(default_factory=list)
    """The mean of each sample's."""
    noise: list[np.ndarray] = field(default_factory=list)
    squashed_noise: list[np.ndarray] = field(default_factory=list)
    """Behind the sigmoid or softmax that was cut off, of outputs that have one."""
    agrees: list[np.ndarray] = field(default_factory=list)
    """Whether a sample has the same best class, of outputs that hold classes."""

    @property
    def agreement(self) -> float | None:
        """The share of samples with the same best class."""
        return min((float(agrees.mean()) for agrees in self.agrees), default=None)

    @property
    def worst_db(self) -> float:
        """Of all outputs."""
        return min(self.sqnr_db, default=_EXACT_DB)

    @property
    def mean_db(self) -> float:
        """Over all outputs."""
        return float(np.mean(self.sqnr_db)) if self.sqnr_db else _EXACT_DB

    @property
    def merit(self) -> float:
        """What candidates are ordered by: the worst output weighs as much as all others.

        Both ways of averaging take part, because one hard sample can rule the SQNR over all.
        """
        values = (self.worst_db, self.mean_db, *_worst_and_mean(self.sample_db))
        return float(np.mean(values))


def _worst_and_mean(values: list[float]) -> tuple[float, float]:
    return (min(values), float(np.mean(values))) if values else (_EXACT_DB, _EXACT_DB)


def outputs_on(path: Path, stores: list[np.ndarray], rows: list[int]) -> list[np.ndarray]:
    """The float values of all outputs, samples first."""
    runner = open_runner(path, "fast", None)
    runs = [runner.run([store[row] for store in stores]) for row in rows]
    return [np.stack(values) for values in zip(*runs, strict=True)]


def score(
    reference: list[np.ndarray], actual: list[np.ndarray], squashes: list[Squash | None]
) -> Score:
    """Compare outputs in the graph's order; one that never changes in float says nothing.

    Raw scores count as far as a sigmoid can tell them apart.
    """
    found = Score()
    for exact, rounded, squash in zip(reference, actual, squashes, strict=True):
        is_logit = squash == "LOGISTIC"
        wanted, got = map(SIGMOID.clip, (exact, rounded)) if is_logit else (exact, rounded)
        if (wanted == wanted[0]).all():
            continue
        signal, noise = _powers(wanted), _powers(wanted - got)
        found.sqnr_db.append(_decibels(signal.sum(), noise.sum()))
        pairs = zip(signal, noise, strict=True)
        found.sample_db.append(float(np.mean([_decibels(*pair) for pair in pairs])))
        found.noise.append(noise)
        if squash is not None:
            error = squashed(wanted, squash) - _on_byte_grid(squashed(got, squash))
            found.squashed_noise.append(_powers(error))
        if holds_class_scores(wanted.shape[1:]):
            found.agrees.append(top_1(wanted, len(wanted)) == top_1(got, len(got)))
    return found


def _on_byte_grid(values: np.ndarray) -> np.ndarray:
    """As integer sigmoid and softmax give them out."""
    return np.rint(values * 256) / 256


def _powers(values: np.ndarray) -> np.ndarray:
    return np.square(values.reshape(len(values), -1).astype(np.float64)).sum(axis=1)


def _decibels(signal: float, error: float) -> float:
    if not np.isfinite(error):
        return -_EXACT_DB
    return float(np.clip(10 * np.log10((signal + _TINY) / (error + _TINY)), -_EXACT_DB, _EXACT_DB))
