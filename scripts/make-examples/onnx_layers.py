"""One small function for every kind of Keras layer that the examples use."""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np

from onnx_graph import OnnxGraph

Emitter = Callable[[OnnxGraph, keras.Layer, list[str]], str]


def _convolution(graph: OnnxGraph, layer: keras.Layer, inputs: list[str]) -> str:
    height_width_in_out = layer.kernel.numpy()
    return _convolve(graph, layer, inputs, height_width_in_out.transpose(3, 2, 0, 1), groups=1)


def _depthwise(graph: OnnxGraph, layer: keras.Layer, inputs: list[str]) -> str:
    height_width_channel_one = layer.kernel.numpy()
    kernel = height_width_channel_one.transpose(2, 3, 0, 1)
    return _convolve(graph, layer, inputs, kernel, groups=len(kernel))


def _convolve(
    graph: OnnxGraph, layer: keras.Layer, inputs: list[str], kernel: np.ndarray, groups: int
) -> str:
    operands = [*inputs, graph.weight(f"{layer.name}.weight", kernel)]
    if layer.use_bias:
        operands.append(graph.weight(f"{layer.name}.bias", layer.bias.numpy()))
    return graph.node(
        "Conv",
        operands,
        layer.name,
        kernel_shape=kernel.shape[2:],
        strides=layer.strides,
        pads=_same_padding(layer),
        group=groups,
    )


def _same_padding(layer: keras.Layer) -> list[int]:
    """Return TensorFlow's "same" padding: where it is odd, the extra row is at the end."""
    before, after = [], []
    for size, kernel, stride in zip(
        layer.input.shape[1:3], layer.kernel_size, layer.strides, strict=True
    ):
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        before.append(total // 2)
        after.append(total - total // 2)
    return before + after


def _batch_norm(graph: OnnxGraph, layer: keras.Layer, inputs: list[str]) -> str:
    parameters = {
        "weight": layer.gamma,
        "bias": layer.beta,
        "running_mean": layer.moving_mean,
        "running_var": layer.moving_variance,
    }
    names = [graph.weight(f"{layer.name}.{key}", v.numpy()) for key, v in parameters.items()]
    return graph.node("BatchNormalization", inputs + names, layer.name, epsilon=layer.epsilon)


def _relu6(graph: OnnxGraph, layer: keras.Layer, inputs: list[str]) -> str:
    low = graph.weight(f"{layer.name}.min", np.array(0, np.float32))
    high = graph.weight(f"{layer.name}.max", np.array(layer.max_value, np.float32))
    return graph.node("Clip", [*inputs, low, high], layer.name)


def _global_pool(graph: OnnxGraph, layer: keras.Layer, inputs: list[str]) -> str:
    pooled = graph.node("GlobalAveragePool", inputs, f"{layer.name}_map")
    return graph.node("Flatten", [pooled], layer.name)


def _dense(graph: OnnxGraph, layer: keras.Layer, inputs: list[str]) -> str:
    weight = graph.weight(f"{layer.name}.weight", layer.kernel.numpy().T)
    bias = graph.weight(f"{layer.name}.bias", layer.bias.numpy())
    return graph.node("Gemm", [*inputs, weight, bias], layer.name, transB=1)


def _rows(graph: OnnxGraph, layer: keras.Layer, inputs: list[str]) -> str:
    """Flatten a map to rows of values in NHWC order, so that the anchors' order is Keras'."""
    nhwc = graph.node("Transpose", inputs, f"{layer.name}_nhwc", perm=[0, 2, 3, 1])
    shape = graph.weight(f"{layer.name}.shape", np.array([0, *layer.target_shape], np.int64))
    return graph.node("Reshape", [nhwc, shape], layer.name)


def _concatenate(graph: OnnxGraph, layer: keras.Layer, inputs: list[str]) -> str:
    return graph.node("Concat", inputs, layer.name, axis=layer.axis)


def _rescale(graph: OnnxGraph, layer: keras.Layer, inputs: list[str]) -> str:
    scale = graph.weight(f"{layer.name}.scale", np.asarray(layer.scale, np.float32))
    offset = graph.weight(f"{layer.name}.offset", np.asarray(layer.offset, np.float32))
    scaled = graph.node("Mul", [*inputs, scale], f"{layer.name}_scaled")
    return graph.node("Add", [scaled, offset], layer.name)


def _softmax(graph: OnnxGraph, layer: keras.Layer, inputs: list[str]) -> str:
    return graph.node("Softmax", inputs, layer.name, axis=layer.axis)


def _activation(graph: OnnxGraph, layer: keras.Layer, inputs: list[str]) -> str:
    operators = {"sigmoid": "Sigmoid"}
    return graph.node(operators[layer.activation.__name__], inputs, layer.name)


EMITTERS: dict[str, Emitter] = {
    "Activation": _activation,
    "BatchNormalization": _batch_norm,
    "Concatenate": _concatenate,
    "Conv2D": _convolution,
    "Dense": _dense,
    "DepthwiseConv2D": _depthwise,
    "GlobalAveragePooling2D": _global_pool,
    "ReLU": _relu6,
    "Rescaling": _rescale,
    "Reshape": _rows,
    "Softmax": _softmax,
}
