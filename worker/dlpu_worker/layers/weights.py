"""Ranges of a layer's weights from channel to channel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlpu_worker.rescue.layers import find_layers
from dlpu_worker.tflite.flatbuffer import Model, Operator

_NOTHING = 1e-6
"""Weights that training has driven to zero are as small beside the others."""


@dataclass(frozen=True)
class ChannelWeights:
    """The largest magnitude of each output channel's float weights."""

    largest: np.ndarray

    @property
    def top(self) -> int:
        """The channel with the largest."""
        return int(self.largest.argmax())

    @property
    def median(self) -> float:
        """Of the channels that have weights at all."""
        used = self.largest[self.largest > _NOTHING * self.largest.max(initial=0)]
        return float(np.median(used)) if used.size else 0.0

    @property
    def ratio(self) -> float:
        """How far the largest channel is above the median one; 1 where all are zero."""
        return float(self.largest.max() / self.median) if self.median > 0 else 1.0


def channel_weights(float_model: Model) -> dict[int, ChannelWeights]:
    """By the tensor that a layer makes, in the graph's order of layers."""
    return {
        layer.result: ChannelWeights(np.abs(layer.matrix).max(axis=2).reshape(-1))
        for layer in find_layers(float_model)
    }


def has_one_weight_scale(model: Model, operator: Operator) -> bool:
    """Whether all output channels of an integer layer share a scale."""
    if len(operator.inputs) < 2 or int(operator.inputs[1]) < 0:
        return False
    quantization = model.subgraphs[0].tensors[int(operator.inputs[1])].quantization
    scales = None if quantization is None else quantization.scale
    return scales is not None and len(scales) == 1
