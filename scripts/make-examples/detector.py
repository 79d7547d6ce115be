"""The digit detector: SSD-like heads on two scales of a small depthwise-separable network."""

from __future__ import annotations

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray
from PIL import Image

from anchors import ANCHORS_PER_CELL, GRIDS, anchor_boxes, anchor_sizes, match
from blocks import convolution, separable
from preprocess import SIGNED_RANGE, preprocess
from scenes import SIZE

_EPOCHS = 25
_BATCH = 32
_BOX_WEIGHT = 10.0
_FOCUS = 2.0


def train_detector(scenes: list[Image.Image], boxes: list[NDArray[np.float32]]) -> keras.Model:
    """Train and return the model: [n, 96, 96, 3] in -1..1 to boxes [n, 360, 4], scores [n, 360, 1].

    Boxes are left, top, right, bottom as shares of the picture; scores are 0..1.
    """
    x = preprocess(scenes, SIGNED_RANGE)
    targets = np.stack([match(truth) for truth in boxes])
    model = _build()
    steps = _EPOCHS * -(-len(x) // _BATCH)
    schedule = keras.optimizers.schedules.CosineDecay(5e-3, steps)
    losses = {"boxes": _box_loss, "scores": _score_loss}
    model.compile(keras.optimizers.Adam(schedule), losses)
    truth = {"boxes": targets, "scores": targets[..., 4:]}
    model.fit(x, truth, batch_size=_BATCH, epochs=_EPOCHS, verbose=2)
    return model


def _build() -> keras.Model:
    image = keras.Input((SIZE, SIZE, 3), name="image")
    x = convolution(image, 16, 2, "stem")
    x = separable(x, 32, 2, "block1")
    x = separable(x, 48, 2, "block2")
    fine = separable(x, 48, 1, "fine")
    coarse = separable(fine, 64, 2, "coarse")
    assert (fine.shape[1], coarse.shape[1]) == GRIDS
    offsets = _head([fine, coarse], 4, "offsets")
    boxes = layers.Rescaling(anchor_sizes(), anchor_boxes(), name="boxes")(offsets)
    scores = layers.Activation("sigmoid", name="scores")(_head([fine, coarse], 1, "logits"))
    return keras.Model(image, {"boxes": boxes, "scores": scores}, name="detector")


def _head(maps: list[keras.KerasTensor], values: int, name: str) -> keras.KerasTensor:
    rows = []
    for index, features in enumerate(maps):
        x = separable(features, 32, 1, f"{name}{index}")
        x = layers.Conv2D(ANCHORS_PER_CELL * values, 1, name=f"{name}{index}")(x)
        rows.append(layers.Reshape((-1, values), name=f"{name}{index}_rows")(x))
    return layers.Concatenate(axis=1, name=name)(rows)


def _box_loss(truth: keras.KerasTensor, predicted: keras.KerasTensor) -> keras.KerasTensor:
    """Absolute error in units of the anchor's size, over the anchors that show a digit."""
    error = keras.ops.abs(truth[..., :4] - predicted) / anchor_sizes()
    shown = truth[..., 4]
    return _BOX_WEIGHT * keras.ops.sum(keras.ops.mean(error, axis=-1) * shown) / _count(shown)


def _score_loss(truth: keras.KerasTensor, predicted: keras.KerasTensor) -> keras.KerasTensor:
    """Focal loss: the many easy background anchors weigh little."""
    right = keras.ops.where(truth > 0.5, predicted, 1 - predicted)
    loss = -keras.ops.power(1 - right, _FOCUS) * keras.ops.log(keras.ops.maximum(right, 1e-6))
    return keras.ops.sum(loss) / _count(truth)


def _count(shown: keras.KerasTensor) -> keras.KerasTensor:
    return keras.ops.maximum(keras.ops.sum(shown), 1.0)
