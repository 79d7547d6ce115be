"""How far an output's values scatter over the samples, each about its own mean."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Scatter:
    """Sums of one pass over samples of equal size; of values less those of the first sample."""

    first: np.ndarray = field(default_factory=lambda: np.zeros(0))
    total: np.ndarray = field(default_factory=lambda: np.zeros(0))
    squares: float = 0.0
    samples: int = 0

    def add(self, values: np.ndarray) -> None:
        """Take one sample in, a vector; values that are not finite count as the first sample's."""
        wide = values.astype(np.float64)
        if self.samples == 0:
            self.first, self.total = np.nan_to_num(wide), np.zeros(wide.shape)
        moved = np.where(np.isfinite(wide), wide - self.first, 0)
        self.total += moved
        self.squares += float(moved @ moved)
        self.samples += 1

    def energy(self) -> float:
        """Sum over samples and values of the squared distance to that value's mean."""
        if self.samples == 0:
            return 0.0
        return max(self.squares - float(self.total @ self.total) / self.samples, 0.0)


def error_to_scatter(noise: float, scatter: Scatter) -> float | None:
    """Root of the error's share of the scatter: 0 is exact, 1 no better than the means.

    None where the reference does not move, or moves by rounding only.
    """
    energy = scatter.energy()
    size = float(scatter.first @ scatter.first) * scatter.samples
    if scatter.samples < 2 or energy <= 1e-12 * max(size, 1e-30):
        return None
    return float(np.sqrt(noise / energy))
