"""Bias correction: what rounded weights shift a layer's mean output by goes into its bias.

Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction" (2019), 4.2.
The shift is (rounded - exact) · E[input], known from one pass of the float model, before the
activation function: no layer waits for another, and a channel that is rarely active is corrected
by what its sum is off, not by what is left of it after the ReLU.
"""

from __future__ import annotations

import numpy as np


def corrected_bias(
    bias: np.ndarray, exact: np.ndarray, rounded: np.ndarray, mean: np.ndarray
) -> np.ndarray:
    """The bias that keeps the mean; matrices [groups, outputs, size], `mean` [groups, size]."""
    shift = np.einsum("goi,gi->go", rounded - exact, mean)
    return bias - shift.reshape(-1)
