"""Range-aware equalization: channel scales that balance every source of quantization noise at once.

Cross-layer equalization (Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias
Correction", 2019) scales a channel so that the weights before and after it have equal ranges. Here
the same freedom is spent on the expected noise itself: each weight tensor has a step set by its
largest scaled weight, each activation one set by its widest scaled channel, and a channel counts by
how much the layers that read it amplify it. That sum is convex in the logarithms of the scales
(posynomials and maxima of them), so plain gradient descent finds its minimum. A channel that a
ReLU6 makes is amplified only as far as its observed maximum stays below 6, and not at all where it
reaches 6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlpu_worker.quantizer_recipe import Granularity
from dlpu_worker.rescue.layers import Layer
from dlpu_worker.rescue.observe import Observation
from dlpu_worker.rescue.scale_groups import ScaleGroups

_POWER = 12
"""A norm of this power stands for the maximum: smooth, and at most a few percent above it."""
_WEIGHT_LEVELS = 127
_ACTIVATION_LEVELS = 255
_TRAVEL = 9.0
"""How far all steps together could move a scale's logarithm at full rate."""
_LIMIT = np.log(1e3)
_RELU6 = 6.0
_RELU6_MARGIN = 2.0
"""Room between a scaled channel's observed maximum and the clip, for inputs not yet seen."""
_RELU6_LEAST = 2.0
"""A channel that hardly fired is taken to reach this: on another picture it may."""
_TINY = 1e-12


def equalizing_scales(
    layers: list[Layer],
    groups: ScaleGroups,
    observation: Observation,
    granularity: Granularity,
    activation_share: float,
    steps: int,
) -> np.ndarray:
    """The scale of each group after `steps` of descent; 1 for all when nothing may be scaled."""
    low, high = _bounds(groups, observation)
    sensitivity = _sensitivity(layers, groups, observation)
    terms: list[_WeightNoise | _ActivationNoise] = [
        _WeightNoise.of(layer, groups, observation, sensitivity, granularity) for layer in layers
    ]
    if activation_share:
        terms += [
            _ActivationNoise.of(index, groups, observation, sensitivity, activation_share)
            for index in groups.requantized
        ]
    logs = np.zeros(len(groups.fixed))
    momentum, energy = np.zeros_like(logs), np.zeros_like(logs)
    for step in range(1, steps + 1):
        gradient = np.zeros_like(logs)
        for term in terms:
            term.add_gradient(logs, gradient)
        gradient /= np.abs(gradient).max() + _TINY
        momentum = 0.9 * momentum + 0.1 * gradient
        energy = 0.99 * energy + 0.01 * gradient**2
        move = momentum / (1 - 0.9**step) / (np.sqrt(energy / (1 - 0.99**step)) + 1e-4)
        decay = 1 if step < steps // 2 else 2 * (1 - step / (steps + 1))
        logs = np.clip(logs - _TRAVEL / steps * decay * move, low, high)
    return np.exp(logs)


def equalize(
    layers: list[Layer], groups: ScaleGroups, observation: Observation, scales: np.ndarray
) -> None:
    """Scale the layers' weights and biases, and what was observed of the tensors around them."""
    for layer in layers:
        before, after = _scales_around(layer, groups, scales)
        layer.cube[...] *= before[:, None, None, :] / after[:, :, None, None]
        layer.bias = layer.bias / after.reshape(-1)
        moments = observation.windows[layer.result]
        divisor = np.tile(before, (1, layer.window[0] * layer.window[1]))
        moments.mean = moments.mean / divisor
        if moments.square is not None:
            moments.square = moments.square / (divisor[:, :, None] * divisor[:, None, :])
    for index, of in groups.of.items():
        if index in observation.channels:
            observation.channels[index].divide(scales[of])


def _scales_around(
    layer: Layer, groups: ScaleGroups, scales: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Of the layer's inputs [groups, inputs] and outputs [groups, outputs]."""
    count, outputs, _ = layer.matrix.shape
    before = scales[groups.of[layer.source]].reshape(count, -1)
    after = scales[groups.of[layer.result]].reshape(count, outputs)
    return before, after


def _bounds(groups: ScaleGroups, observation: Observation) -> tuple[np.ndarray, np.ndarray]:
    """Smallest and largest logarithm of each group's scale."""
    low, high = np.full(len(groups.fixed), -_LIMIT), np.full(len(groups.fixed), _LIMIT)
    for index in groups.clipped_at_6:
        of = groups.of[index]
        largest = np.maximum(observation.channels[index].high * _RELU6_MARGIN, _RELU6_LEAST)
        reaches = largest >= _RELU6
        np.maximum.at(low, of, np.where(reaches, 0, np.log(largest / _RELU6)))
        np.minimum.at(high, of, np.where(reaches, 0, _LIMIT))
    low[groups.fixed] = high[groups.fixed] = 0
    return low, np.maximum(low, high)


def _sensitivity(layers: list[Layer], groups: ScaleGroups, observation: Observation) -> np.ndarray:
    """By group: the noise-to-signal ratio that noise of variance 1 in it gives its readers."""
    found = np.zeros(len(groups.fixed))
    for layer in layers:
        signal = observation.channels[layer.result].variance.sum()
        if signal > _TINY:
            amplified = (layer.cube**2).sum(axis=(1, 2)).reshape(-1)
            np.add.at(found, groups.of[layer.source], amplified / signal)
    unread = found == 0
    for index in groups.requantized:
        of, signal = groups.of[index], observation.channels[index].variance.sum()
        if signal > _TINY:
            found[of[unread[of]]] = 1 / signal
    return found


@dataclass
class _WeightNoise:
    """Noise that rounded weights add to a layer's output; arrays [groups, outputs, inputs]."""

    inputs: np.ndarray
    outputs: np.ndarray
    largest: np.ndarray
    """Largest weight between an input and an output, to the power of the norm."""
    power: np.ndarray
    weight: np.ndarray
    per_channel: bool

    @staticmethod
    def of(
        layer: Layer,
        groups: ScaleGroups,
        observation: Observation,
        sensitivity: np.ndarray,
        granularity: Granularity,
    ) -> _WeightNoise:
        count, outputs, _ = layer.matrix.shape
        inputs = groups.of[layer.source].reshape(count, -1)
        results = groups.of[layer.result].reshape(count, outputs)
        channels = observation.channels[layer.source]
        power = channels.variance.reshape(count, -1) * (layer.window[0] * layer.window[1])
        return _WeightNoise(
            inputs,
            results,
            np.abs(layer.cube).max(axis=2) ** _POWER,
            power,
            sensitivity[results],
            granularity == "per-channel",
        )

    def add_gradient(self, logs: np.ndarray, gradient: np.ndarray) -> None:
        """Of the noise's variance, by group of scales."""
        before, after = np.exp(logs[self.inputs]), np.exp(logs[self.outputs])
        arriving = self.power / before**2
        total = arriving.sum(axis=1, keepdims=True)
        if self.per_channel:
            share = self.largest * before[:, None, :] ** _POWER
            norm = share.sum(axis=2) + 1e-300
            noise = self.weight * norm ** (2 / _POWER) * total
            by_input = (share * (noise / norm)[:, :, None]).sum(axis=1)
            by_output = np.zeros_like(noise)
        else:
            left, right = before**_POWER, after**-_POWER
            reading = (self.largest @ left[:, :, None])[:, :, 0] * right
            norm = reading.sum() + 1e-300
            step = norm ** (2 / _POWER)
            noise = self.weight * after**2 * step * total
            writing = (right[:, None, :] @ self.largest)[:, 0, :] * left
            by_input = noise.sum() * writing / norm
            by_output = noise - noise.sum() * reading / norm
        by_input = by_input - noise.sum(axis=1, keepdims=True) * arriving / (total + 1e-300)
        np.add.at(gradient, self.inputs, 2 * by_input)
        np.add.at(gradient, self.outputs, 2 * by_output)


@dataclass
class _ActivationNoise:
    """Noise of an activation's own rounding."""

    channels: np.ndarray
    high: np.ndarray
    low: np.ndarray
    weight: np.ndarray

    @staticmethod
    def of(
        index: int,
        groups: ScaleGroups,
        observation: Observation,
        sensitivity: np.ndarray,
        share: float,
    ) -> _ActivationNoise:
        channels, seen = groups.of[index], observation.channels[index]
        high, low = np.maximum(seen.high, 0), np.maximum(-seen.low, 0)
        return _ActivationNoise(channels, high, low, share * sensitivity[channels])

    def add_gradient(self, logs: np.ndarray, gradient: np.ndarray) -> None:
        """Of the noise's variance, by group of scales."""
        scale = np.exp(logs[self.channels])
        high, low = (self.high / scale) ** _POWER, (self.low / scale) ** _POWER
        top, bottom = high.sum() ** (1 / _POWER), low.sum() ** (1 / _POWER)
        step = ((top + bottom) / _ACTIVATION_LEVELS) ** 2 * _WEIGHT_LEVELS**2
        noise = self.weight * scale**2 * step
        width = top + bottom + 1e-300
        by_range = (
            high * (top / (high.sum() + 1e-300)) + low * (bottom / (low.sum() + 1e-300))
        ) / width
        np.add.at(gradient, self.channels, 2 * (noise - noise.sum() * by_range))
