"""What a layer's weights are multiplied with: its input, window by window."""

from __future__ import annotations

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.rescue.layers import Layer


def sample_patches(
    layer: Layer, source: np.ndarray, result_shape: tuple[int, ...], limit: int, seed: int
) -> np.ndarray:
    """Up to `limit` windows of one input: [windows, groups, size], laid out as a matrix's rows."""
    groups, _, size = layer.matrix.shape
    if layer.kind == "FULLY_CONNECTED":
        rows = source.reshape(-1, 1, size)
        return rows[_choose(len(rows), limit, seed)]
    _, height, width, channels = source.shape
    _, down, across, _ = result_shape
    chosen = _choose(down * across, limit, seed)
    options = layer.operator.builtinOptions
    vertical = _positions(
        chosen // across,
        height,
        down,
        layer.window[0],
        options.strideH,
        options.dilationHFactor,
        options.padding,
    )
    horizontal = _positions(
        chosen % across,
        width,
        across,
        layer.window[1],
        options.strideW,
        options.dilationWFactor,
        options.padding,
    )
    padded = np.pad(source[0], ((1, 1), (1, 1), (0, 0)))  # Outside the image is one row of zeros.
    windows = padded[vertical[:, :, None], horizontal[:, None, :]]
    count = len(chosen)
    split = windows.reshape(count, -1, groups, channels // groups)
    return split.transpose(0, 2, 1, 3).reshape(count, groups, size)


def _choose(count: int, limit: int, seed: int) -> np.ndarray:
    if count <= limit:
        return np.arange(count)
    return np.random.default_rng(seed).choice(count, limit, replace=False)


def _positions(
    outputs: np.ndarray,
    size: int,
    count: int,
    window: int,
    stride: int,
    dilation: int,
    padding: int,
) -> np.ndarray:
    """Rows of the once padded input that each output sees; 0 and `size` + 1 are padding."""
    before = 0
    if padding == schema.Padding.SAME:
        before = max((count - 1) * stride + (window - 1) * dilation + 1 - size, 0) // 2
    rows = outputs[:, None] * stride - before + np.arange(window)[None, :] * dilation
    return np.clip(rows, -1, size) + 1
