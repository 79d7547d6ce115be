"""Whether a candidate may replace the plain recipe: better as a whole, and nowhere clearly worse.

A few held-out samples say little about a single number, and one hard sample can rule a sum. So a
loss only counts beyond the standard error of the number itself: by the jackknife for noise, as in
McNemar's test for best classes.
"""

from __future__ import annotations

import numpy as np

from dlpu_worker.rescue.score import Score

_WORTHWHILE_DB = 0.2
_TOLERANCE_DB = 0.25
"""An output may lose this much where the others gain."""
_TINY = 1e-12


def is_better(candidate: Score, plain: Score) -> bool:
    """By scores on the same samples."""
    if candidate.merit < plain.merit + _WORTHWHILE_DB:
        return False
    by_sample = zip(candidate.sample_db, plain.sample_db, strict=True)
    if any(got < wanted - _TOLERANCE_DB for got, wanted in by_sample):
        return False
    noises = zip(
        (*candidate.noise, *candidate.squashed_noise),
        (*plain.noise, *plain.squashed_noise),
        strict=True,
    )
    if any(_clear_loss_db(*pair) > _TOLERANCE_DB for pair in noises):
        return False
    pairs = zip(candidate.agrees, plain.agrees, strict=True)
    return not any(_clearly_agrees_less(*pair) for pair in pairs)


def _clear_loss_db(candidate: np.ndarray, plain: np.ndarray) -> float:
    """By how much more noise there is over all samples, less its standard error."""
    loss = _ratio_db(candidate.sum(), plain.sum())
    without = _ratio_db(candidate.sum() - candidate, plain.sum() - plain)
    count = len(candidate)
    error = np.sqrt((count - 1) / count * np.square(without - without.mean()).sum())
    return float(loss - error)


def _ratio_db(noise: np.ndarray, other: np.ndarray) -> np.ndarray:
    return 10 * np.log10((np.maximum(noise, 0) + _TINY) / (np.maximum(other, 0) + _TINY))


def _clearly_agrees_less(candidate: np.ndarray, plain: np.ndarray) -> bool:
    lost, gained = int((plain & ~candidate).sum()), int((candidate & ~plain).sum())
    return lost - gained > np.sqrt(lost + gained)
