"""What is added up about one layer, sample by sample, channel by channel."""

from __future__ import annotations

import numpy as np

from dlpu_worker.layers.runs import LayerValues
from dlpu_worker.runners import TensorInfo

_KEPT_VALUES = 2048
"""Of each sample, for the range that most values lie in."""
_MOST_VALUES = (0.001, 0.999)


class LayerSums:
    """Powers by channel, the last axis, and what the errors of one tensor come from."""

    def __init__(self, info: TensorInfo) -> None:
        self.low, self.high = _limits(info)
        self.half_step = (info.scale or 0.0) / 2
        self.samples = 0
        self.cut_off = 0
        """Values that the integer range ends before."""
        self.count = 0
        self.max_abs_error = 0.0
        self._powers: np.ndarray = np.zeros((7, 1))
        self._extremes: np.ndarray = np.zeros((4, 1))
        self._kept: list[np.ndarray] = []

    def add(self, values: LayerValues) -> None:
        """Take one sample in."""
        channels = values.wanted.shape[-1] if values.wanted.ndim > 1 else 1
        wanted, actual = values.wanted.reshape(-1, channels), values.actual.reshape(-1, channels)
        stored, alone = values.stored.reshape(-1, channels), values.alone.reshape(-1, channels)
        given = values.given.reshape(-1, channels)
        low, high = self.low - self.half_step, self.high + self.half_step
        excess = wanted - np.clip(wanted, low, high)
        powers = [wanted, actual - wanted, alone - given, given - wanted, stored - wanted, excess]
        summed = np.stack([*map(_power, powers), np.einsum("ij,ij->j", wanted, actual)])
        low, high = (np.stack([f(wanted, 0), f(actual, 0)]) for f in (np.min, np.max))
        extremes = np.concatenate([-low, high])
        first = self.samples == 0
        self._powers = summed if first else self._powers + summed
        self._extremes = extremes if first else np.maximum(self._extremes, extremes)
        self.max_abs_error = max(self.max_abs_error, float(np.abs(powers[1]).max(initial=0)))
        self.cut_off += int(np.count_nonzero(excess))
        self.count += wanted.size
        self.samples += 1
        self._kept.append(wanted.reshape(-1)[:: max(wanted.size // _KEPT_VALUES, 1)].copy())

    @property
    def signal(self) -> np.ndarray:
        """Of the float model."""
        return self._powers[0]

    @property
    def accumulated(self) -> np.ndarray:
        """The error in the integer model."""
        return self._powers[1]

    @property
    def own(self) -> np.ndarray:
        """The error of the integer layer on the inputs that the float layer was given too."""
        return self._powers[2]

    @property
    def inherited(self) -> np.ndarray:
        """What rounding its inputs does to the float layer."""
        return self._powers[3]

    @property
    def rounding(self) -> np.ndarray:
        """The error of storing the float layer's result, values beyond the range included."""
        return self._powers[4]

    @property
    def clipping(self) -> np.ndarray:
        """The error of values beyond the range alone."""
        return self._powers[5]

    @property
    def cosine(self) -> float | None:
        """Between the float and the integer model's tensor."""
        signal, error, dot = (float(self._powers[i].sum()) for i in (0, 1, 6))
        length = np.sqrt(signal * max(error + 2 * dot - signal, 0))
        return dot / float(length) if length > 0 else None

    @property
    def dead(self) -> np.ndarray:
        """Channels that are constant in the float model already."""
        return self._extremes[2] == -self._extremes[0]

    @property
    def lost(self) -> np.ndarray:
        """Channels that are constant in the integer model only."""
        return (self._extremes[3] == -self._extremes[1]) & ~self.dead

    @property
    def usual(self) -> tuple[float, float]:
        """Between these lie all but two thousandths of the float model's values."""
        low, high = np.quantile(np.concatenate(self._kept), _MOST_VALUES)
        return self._visible(float(low)), self._visible(float(high))

    def _visible(self, value: float) -> float:
        """What no integer of the tensor tells from zero is zero."""
        return 0.0 if abs(value) < self.half_step else value


def _power(values: np.ndarray) -> np.ndarray:
    return np.einsum("ij,ij->j", values, values).astype(np.float64)


def _limits(info: TensorInfo) -> tuple[float, float]:
    """The range of values that the tensor can hold."""
    if info.scale is None or not np.issubdtype(info.dtype, np.integer):
        return -np.inf, np.inf
    limits, zero = np.iinfo(info.dtype), info.zero_point or 0
    return (limits.min - zero) * info.scale, (limits.max - zero) * info.scale


def decibels(signal: np.ndarray | float, error: np.ndarray | float) -> float | None:
    """Signal to error over all channels; None without a signal, an error, or a finite value."""
    powers = float(np.sum(signal)), float(np.sum(error))
    if not np.isfinite(powers).all() or min(powers) <= 0:
        return None
    return 10 * float(np.log10(powers[0] / powers[1]))
