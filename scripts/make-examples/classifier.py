"""The digit classifier: a depthwise-separable network of about 7,000 weights."""

from __future__ import annotations

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from blocks import convolution, separable
from digit_images import SIZE, DigitImages
from preprocess import UNIT_RANGE, preprocess

_EPOCHS = 12
_BATCH = 64


def train_classifier(training: DigitImages) -> keras.Model:
    """Train on rendered digits and return the model: [n, 32, 32, 3] in 0..1 to [n, 10]."""
    x = preprocess(training.images, UNIT_RANGE)
    model = _build()
    steps = _EPOCHS * -(-len(x) // _BATCH)
    schedule = keras.optimizers.schedules.CosineDecay(5e-3, steps)
    model.compile(keras.optimizers.Adam(schedule), "sparse_categorical_crossentropy")
    model.fit(x, training.labels, batch_size=_BATCH, epochs=_EPOCHS, verbose=2)
    return model


def accuracy(scores: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """Share of rows whose highest score is the label's."""
    return float(np.mean(scores.argmax(axis=1) == labels))


def _build() -> keras.Model:
    image = keras.Input((SIZE, SIZE, 3), name="image")
    x = convolution(image, 16, 2, "stem")
    x = separable(x, 32, 1, "block1")
    x = separable(x, 48, 2, "block2")
    x = separable(x, 64, 2, "block3")
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    x = layers.Dense(10, name="dense")(x)
    scores = layers.Softmax(name="scores")(x)
    return keras.Model(image, scores, name="digits")
