"""One way of making a float model ready for the quantizer, as a list of named techniques."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlpu_worker.quantizer_recipe import Granularity, Recipe
from dlpu_worker.ranges.bind import Ranges
from dlpu_worker.ranges.discernible import narrow_ranges
from dlpu_worker.ranges.least_squares import RangeFit
from dlpu_worker.rescue.bias import corrected_bias
from dlpu_worker.rescue.equalize import equalize, equalizing_scales
from dlpu_worker.rescue.layers import Layer, find_layers, store_layer
from dlpu_worker.rescue.observe import Channels, Observation
from dlpu_worker.rescue.rounding import grid_step, nearest, round_together
from dlpu_worker.rescue.scale_groups import find_scale_groups
from dlpu_worker.tflite.flatbuffer import read_model, text, write_model


@dataclass(frozen=True)
class RescueRecipe:
    """What is done to a model before it is quantized; nothing at all is the plain recipe."""

    equalize: float | None = None
    """How much an activation's own rounding counts beside that of weights; None: no scaling."""
    weights: str = "nearest"
    """`nearest`, as the quantizer rounds; `together`, see `rounding`."""
    correct_bias: bool = False
    ranges: RangeFit = "extremes"

    @property
    def techniques(self) -> list[str]:
        """Names for the reader, in the order of application."""
        named = {
            "weight equalization": self.equalize == 0,
            f"noise equalization ({self.equalize:g})" if self.equalize else "": bool(self.equalize),
            "joint rounding": self.weights == "together",
            "bias correction": self.correct_bias,
            "least-squares ranges": self.ranges == "least-squares",
        }
        return [name for name, used in named.items() if used]


@dataclass(frozen=True)
class Prepared:
    """A float model on its way, with the ranges of its tensors."""

    path: Path
    ranges: Ranges
    observation: Observation
    reach: dict[int, Channels]
    """Channels over all samples, also those that nothing is fitted to: what `ranges` cover."""


def equalized(
    source: Prepared, recipe: Recipe, activation_share: float, steps: int, target: Path
) -> Prepared:
    """The model with its channels scaled, its ranges and observations scaled alike."""
    model = read_model(source.path)
    layers = find_layers(model)
    groups = find_scale_groups(model, layers)
    observation = copy.deepcopy(source.observation)
    scales = equalizing_scales(
        layers, groups, observation, recipe["weights"], activation_share, steps
    )
    equalize(layers, groups, observation, scales)
    for layer in layers:
        store_layer(model, layer)
    write_model(model, target)
    ranges = dict(source.ranges)
    for index, of in groups.of.items():
        name = text(model.subgraphs[0].tensors[index].name)
        if name in ranges and index in source.reach and not groups.fixed[of].all():
            low, high = source.reach[index].low / scales[of], source.reach[index].high / scales[of]
            ranges[name] = {"min": np.array([low.min()]), "max": np.array([high.max()])}
    return Prepared(target, narrow_ranges(model, ranges), observation, source.reach)


def rounded(source: Prepared, recipe: Recipe, rescue: RescueRecipe, target: Path) -> Prepared:
    """The model with every weight already on its quantization grid, and biases to match."""
    model = read_model(source.path)
    for layer in find_layers(model):
        _round_layer(layer, source.observation, recipe, rescue)
        store_layer(model, layer)
    write_model(model, target)
    return Prepared(target, source.ranges, source.observation, source.reach)


def _round_layer(
    layer: Layer, observation: Observation, recipe: Recipe, rescue: RescueRecipe
) -> None:
    moments, exact = observation.windows[layer.result], layer.matrix
    step = grid_step(exact, _granularity(layer, recipe))
    covariance = moments.covariance if rescue.weights == "together" else None
    if covariance is None:
        on_grid = nearest(exact, step)
    else:
        on_grid = round_together(exact, step, covariance)
    if rescue.correct_bias:
        layer.bias = corrected_bias(layer.bias, exact, on_grid, moments.mean)
    layer.matrix = on_grid


def _granularity(layer: Layer, recipe: Recipe) -> Granularity:
    return recipe["fullyConnected" if layer.kind == "FULLY_CONNECTED" else "weights"]
