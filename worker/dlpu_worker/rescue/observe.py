"""One pass of the float model over samples: ranges and moments of every channel and layer input."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from dlpu_worker.rescue.layers import Layer
from dlpu_worker.rescue.patches import sample_patches
from dlpu_worker.rescue.workload import windows_wanted
from dlpu_worker.tflite.interpreter import float_activations, invoke, open_interpreter


@dataclass
class Channels:
    """Smallest, largest, mean and mean square of each channel (last axis) of a tensor."""

    low: np.ndarray
    high: np.ndarray
    mean: np.ndarray
    square: np.ndarray
    count: int = 0

    def add(self, values: np.ndarray) -> None:
        """Count one sample's tensor, [positions, channels]."""
        self.low = np.minimum(self.low, values.min(axis=0))
        self.high = np.maximum(self.high, values.max(axis=0))
        self.count += 1
        self.mean = self.mean + (values.mean(axis=0) - self.mean) / self.count
        power = np.einsum("ij,ij->j", values, values, dtype=np.float64) / len(values)
        self.square = self.square + (power - self.square) / self.count

    def widened(self, other: Channels) -> Channels:
        """With the range that other samples had taken in."""
        low, high = np.minimum(self.low, other.low), np.maximum(self.high, other.high)
        return replace(self, low=low, high=high)

    def divide(self, scales: np.ndarray) -> None:
        """What would have been observed of the scaled channels."""
        self.low, self.high, self.mean = self.low / scales, self.high / scales, self.mean / scales
        self.square = self.square / scales**2

    @property
    def variance(self) -> np.ndarray:
        """Variance of each channel."""
        return np.maximum(self.square - self.mean**2, 0)


@dataclass
class Moments:
    """First and second moments of a layer's windows: [groups, size] and [groups, size, size]."""

    mean: np.ndarray
    square: np.ndarray | None
    count: int = 0

    def add(self, windows: np.ndarray) -> None:
        """Count windows of one sample."""
        self.count += len(windows)
        self.mean = self.mean + (windows.sum(axis=0) - len(windows) * self.mean) / self.count
        if self.square is not None:
            by_group = windows.transpose(1, 0, 2)
            joint = by_group.transpose(0, 2, 1) @ by_group
            self.square += (joint - len(windows) * self.square) / np.float32(self.count)

    @property
    def covariance(self) -> np.ndarray | None:
        """Of the windows, by group."""
        if self.square is None:
            return None
        return self.square - self.mean[:, :, None] * self.mean[:, None, :]


@dataclass
class Observation:
    """By tensor, and by the tensor that a layer makes."""

    channels: dict[int, Channels] = field(default_factory=dict)
    windows: dict[int, Moments] = field(default_factory=dict)


def observe(
    path: Path, layers: list[Layer], joint: set[int], stores: list[np.ndarray], rows: list[int]
) -> Observation:
    """Run the model at `path` on stored samples; layers that make a `joint` tensor keep squares."""
    interpreter = open_interpreter(path, "builtin", keep_all=True)
    facts = [facts for facts in float_activations(interpreter) if len(facts["shape"]) >= 2]
    tensors = [int(tensor["index"]) for tensor in facts]
    observation = Observation()
    for layer in layers:
        groups, _, size = layer.matrix.shape
        square = np.zeros((groups, size, size), np.float32) if layer.result in joint else None
        observation.windows[layer.result] = Moments(np.zeros((groups, size)), square)
    for row in rows:
        invoke(interpreter, [store[row] for store in stores])
        for index in tensors:
            _add_channels(observation, index, interpreter.get_tensor(index))
        for layer in layers:
            source = interpreter.get_tensor(layer.source)
            shape = interpreter.get_tensor(layer.result).shape
            limit = -(-windows_wanted(layer) // len(rows))
            windows = sample_patches(layer, source, shape, limit, row)
            observation.windows[layer.result].add(windows.astype(np.float32))
    return observation


def _add_channels(observation: Observation, index: int, values: np.ndarray) -> None:
    flat = values.reshape(-1, values.shape[-1])
    if index not in observation.channels:
        zeros, limit = np.zeros(flat.shape[1]), np.full(flat.shape[1], np.inf)
        observation.channels[index] = Channels(limit, -limit, zeros, zeros)
    observation.channels[index].add(flat)
