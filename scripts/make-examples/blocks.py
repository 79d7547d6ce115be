"""The building blocks that both networks share: convolution, batch norm, ReLU6."""

from __future__ import annotations

import keras
from keras import layers


def convolution(x: keras.KerasTensor, filters: int, stride: int, name: str) -> keras.KerasTensor:
    """3x3 convolution, batch norm, ReLU6."""
    x = layers.Conv2D(filters, 3, stride, "same", use_bias=False, name=f"{name}_conv")(x)
    return _normalise(x, name)


def separable(x: keras.KerasTensor, filters: int, stride: int, name: str) -> keras.KerasTensor:
    """Depthwise 3x3 then pointwise 1x1 convolution, each with batch norm and ReLU6."""
    x = layers.DepthwiseConv2D(3, stride, "same", use_bias=False, name=f"{name}_dw_conv")(x)
    x = _normalise(x, f"{name}_dw")
    x = layers.Conv2D(filters, 1, use_bias=False, name=f"{name}_pw_conv")(x)
    return _normalise(x, f"{name}_pw")


def _normalise(x: keras.KerasTensor, name: str) -> keras.KerasTensor:
    x = layers.BatchNormalization(momentum=0.9, name=f"{name}_bn")(x)
    return layers.ReLU(6.0, name=f"{name}_relu6")(x)
