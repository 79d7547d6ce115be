"""Which layers lose much by themselves, and what in them does.

The error of a layer alone has parts that add up: what its result's range cuts off, what storing the
result rounds away, and the rest, which comes from its weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dlpu_worker.layers.measure import MeasuredLayer
from dlpu_worker.layers.sums import decibels

Cause = Literal[
    "saturation",
    "activation range",
    "weight range",
    "weight rounding",
    "input range",
]

_MUCH_DB = 30.0
"""Below it more than a thousandth of the signal's power is lost in one layer; those of models that
quantize well are above (measured: 33 dB and more in four of them)."""
_LOST_CHANNELS_DB = 15.0
"""Mean over the channels, each its own signal: loud ones hide the others in a sum over all."""
_UNEVEN = 8.0
"""The largest channel's weights to the median one's: three of eight bits."""
_INPUT_DB = 25.0
_GAIN = 2.0
"""Errors this much smaller with a scale a channel show that the range between channels costs."""


@dataclass(frozen=True)
class Accused:
    """A layer that loses much; `loss_db` orders them, the smallest first."""

    layer: MeasuredLayer
    cause: Cause
    loss_db: float


def worst_layers(layers: list[MeasuredLayer], count: int) -> list[Accused]:
    """At most `count`, the worst first; none in a model whose layers all keep their signal."""
    accused = [found for layer in layers if (found := _accuse(layer))]
    named = {found.layer.index for found in accused}
    for layer in layers:
        if layer.index not in named and not named.intersection(layer.sources):
            accused.extend(_accuse_inputs(layer))
    return sorted(accused, key=lambda found: found.loss_db)[:count]


def _accuse(layer: MeasuredLayer) -> Accused | None:
    own_db = decibels(layer.sums.signal, layer.sums.own)
    if own_db is not None and own_db < _MUCH_DB:
        return Accused(layer, _cause(layer), own_db)
    if layer.weights and layer.one_weight_scale and layer.weights.ratio >= _UNEVEN:
        by_channel = _mean_over_channels(layer.sums.signal, _from_weights(layer))
        if by_channel is not None and by_channel < _LOST_CHANNELS_DB:
            return Accused(layer, "weight range", by_channel)
    return None


def _cause(layer: MeasuredLayer) -> Cause:
    sums = layer.sums
    own, clipped = float(sums.own.sum()), float(sums.clipping.sum())
    if clipped > own / 2:
        return "saturation"
    if layer.weights is None or float(sums.rounding.sum()) > own / 2:
        return "activation range"
    return "weight range" if layer.one_weight_scale and _gains(layer) else "weight rounding"


def _gains(layer: MeasuredLayer) -> bool:
    """Whether a scale a channel would shrink the error of the weights, which grows with it."""
    if layer.weights is None:
        return False
    error, largest = _from_weights(layer), layer.weights.largest
    if len(largest) != len(error):
        return False
    shrunk = error * np.square(largest / largest.max())
    return float(error.sum()) > _GAIN * float(shrunk.sum())


def _from_weights(layer: MeasuredLayer) -> np.ndarray:
    return np.maximum(layer.sums.own - layer.sums.rounding, 0)


def _mean_over_channels(signal: np.ndarray, error: np.ndarray) -> float | None:
    alive = signal > 0
    if not alive.any():
        return None
    share = float(np.mean(np.minimum(error[alive] / signal[alive], 1)))
    return decibels(1.0, share)


def _accuse_inputs(layer: MeasuredLayer) -> list[Accused]:
    """A layer that needs quiet channels of an input which the input's one scale rounds away."""
    inherited = decibels(layer.sums.signal, layer.sums.inherited)
    if inherited is None or inherited >= _INPUT_DB:
        return []
    return [Accused(layer, "input range", inherited)]
