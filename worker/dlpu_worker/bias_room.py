"""Channels whose bias would not fit into 32 bits.

A bias is stored in units of its input's scale times its channel's weight scale. Training drives the
weights of unused channels to zero and leaves their biases, and a channel with weights of 1e-30 has
a unit in which no bias fits: the quantizer cuts it off and the channel answers nothing. One weight
that is too small to be seen in any result keeps the unit large enough.
"""

from __future__ import annotations

import numpy as np

from dlpu_worker.quantizer_recipe import Granularity, Recipe
from dlpu_worker.ranges.bind import Ranges
from dlpu_worker.rescue.layers import Layer, find_layers, store_layer
from dlpu_worker.tflite.flatbuffer import Model, text

_LARGEST_BIAS = 2.0**30
_LARGEST_WEIGHT, _INPUT_STEPS = 127, 255


def make_room_for_biases(model: Model, ranges: Ranges, recipe: Recipe) -> bool:
    """Change the model so that each channel's bias fits; whether any did not.

    The result of such a channel changes by 0.003 % of its bias at most, 127 * 255 / 2**30.
    """
    changed = False
    for layer in find_layers(model):
        granularity = recipe["fullyConnected" if layer.kind == "FULLY_CONNECTED" else "weights"]
        step = _input_step(model, layer, ranges)
        if step > 0 and _raise_weights(layer, granularity, step):
            store_layer(model, layer)
            changed = True
    return changed


def _input_step(model: Model, layer: Layer, ranges: Ranges) -> float:
    name = text(model.subgraphs[0].tensors[layer.source].name)
    if name not in ranges:
        return 0.0
    low, high = (float(np.ravel(ranges[name][end])[0]) for end in ("min", "max"))
    return (max(high, 0.0) - min(low, 0.0)) / _INPUT_STEPS


def _raise_weights(layer: Layer, granularity: Granularity, step: float) -> bool:
    """Give the first weight of each channel in need the size that its bias needs."""
    channels = layer.matrix.reshape(layer.outputs, -1)
    needed = _LARGEST_WEIGHT * np.abs(layer.bias) / (_LARGEST_BIAS * step)
    largest = np.abs(channels).max(axis=1)
    short = (largest if granularity == "per-channel" else largest.max()) < needed
    channels[short, 0] = needed[short]
    return bool(short.any())
