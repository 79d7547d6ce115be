"""Weights rounded together instead of one by one: each error is made good by the weights after it.

Frantar et al., "Optimal Brain Compression" (2022) and "GPTQ" (2023): with the second moments H of a
layer's inputs, rounding weight j by e changes the output least when the weights not yet rounded
move by -e · H⁻¹[j, rest] / H⁻¹[j, j]. Here H is the covariance, because the bias takes up the mean
(see `bias`), and the grid is the one that the quantizer will choose: symmetric, its end at the
largest weight of the tensor or channel.
"""

from __future__ import annotations

import contextlib

import numpy as np

from dlpu_worker.quantizer_recipe import Granularity

_LEVELS = 127
_DAMPINGS = (0.01, 0.1, 1.0)
"""Share of the mean variance added to each: inputs that barely vary must not take the error."""
_BLOCK = 64
_TINY = 1e-12


def nearest(matrix: np.ndarray, step: np.ndarray) -> np.ndarray:
    """Each weight on the nearest grid point, as the quantizer would put it."""
    return np.clip(np.rint(matrix / step), -_LEVELS, _LEVELS) * step


def grid_step(matrix: np.ndarray, granularity: Granularity) -> np.ndarray:
    """Distance of grid points, broadcastable to [groups, outputs, size]."""
    axes = (0, 1, 2) if granularity == "per-tensor" else (2,)
    return np.maximum(np.abs(matrix).max(axis=axes, keepdims=True), 1e-9) / _LEVELS


def round_together(matrix: np.ndarray, step: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """The matrix on its grid with the least expected squared error of the layer's output.

    `matrix` is [groups, outputs, size], `covariance` [groups, size, size].
    """
    step = np.broadcast_to(step, (*matrix.shape[:2], 1))
    covariance = covariance.astype(np.float32)  # Damped as they are, no more digits count.
    order = np.argsort(-np.diagonal(covariance, axis1=1, axis2=2), axis=1, kind="stable")
    rows, columns = order[:, :, None], order[:, None, :]
    groups = np.arange(len(matrix))[:, None, None]
    moved = _round_in_order(
        np.take_along_axis(matrix, columns, axis=2),
        step,
        _inverse_factors(covariance[groups, rows, columns]),
    )
    rounded = np.empty_like(matrix)
    np.put_along_axis(rounded, np.broadcast_to(columns, matrix.shape), moved, axis=2)
    largest = np.abs(matrix) >= _LEVELS * step * (1 - 1e-9)
    rounded[largest] = matrix[largest]  # The grid's end stays where the quantizer looks for it.
    alone = nearest(matrix, step)
    worse = _squared_error(matrix - rounded, covariance) > _squared_error(
        matrix - alone, covariance
    )
    return np.where(worse[:, :, None], alone, rounded)


def _squared_error(error: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    error = error.astype(np.float32)
    return ((error @ covariance) * error).sum(axis=2)


def _round_in_order(weights: np.ndarray, step: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """Column after column; the columns beyond a block hear of its errors all at once."""
    moving, rounded = weights.copy(), np.empty_like(weights)
    size = weights.shape[2]
    for start in range(0, size, _BLOCK):
        end = min(start + _BLOCK, size)
        errors = np.empty((*weights.shape[:2], end - start))
        for column in range(start, end):
            rounded[:, :, column] = nearest(moving[:, :, column], step[:, :, 0])
            error = moving[:, :, column] - rounded[:, :, column]
            error /= factors[:, column, column][:, None]
            moving[:, :, column:end] -= error[:, :, None] * factors[:, None, column, column:end]
            errors[:, :, column - start] = error
        moving[:, :, end:] -= errors.astype(np.float32) @ factors[:, start:end, end:]
    return rounded


def _inverse_factors(matrices: np.ndarray) -> np.ndarray:
    """For each matrix the upper triangle U with UᵀU its inverse, damped until there is one."""
    size = matrices.shape[1]
    mean = np.trace(matrices, axis1=1, axis2=2)[:, None, None] / size + _TINY
    for damping in _DAMPINGS:
        damped = matrices + np.eye(size, dtype=np.float32) * (damping * mean)
        with contextlib.suppress(np.linalg.LinAlgError):
            lower = np.linalg.cholesky(damped[:, ::-1, ::-1])
            return np.triu(np.linalg.inv(lower[:, ::-1, ::-1]))
    return np.broadcast_to(np.eye(size, dtype=np.float32), matrices.shape)
