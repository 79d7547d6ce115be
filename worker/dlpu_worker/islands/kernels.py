"""Which operators have an int8 kernel that litert-quantizer does not use, and what each demands.

Demands are those of the kernels' `Prepare` functions and of TensorFlow's 8-bit specification,
https://ai.google.dev/edge/litert/models/quantization_spec (read 2026-11-22).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np


@dataclass(frozen=True)
class Quantization:
    """`real = scale * (stored - zero_point)`, stored as int8."""

    scale: float
    zero_point: int

    def store(self, values: np.ndarray) -> np.ndarray:
        """The nearest stored values; what lies outside saturates."""
        stored = np.rint(values / self.scale) + self.zero_point
        return np.clip(stored, -128, 127).astype(np.int8)

    def is_close(self, other: Quantization) -> bool:
        """Whether both are the same but for the last bits of the scale."""
        alike = abs(self.scale - other.scale) <= 1e-6 * self.scale
        return alike and self.zero_point == other.zero_point


Result = Literal["own range", "as input", "as result", "not quantized"]
"""Where the result's scale comes from.

`own range`: from the values that it takes. `as input`: values are only moved or picked. `as
result`: that of its own range, to which every input is brought first; saturation there changes
nothing. `not quantized`: the result is a truth value or an index.
"""


@dataclass(frozen=True)
class Kernel:
    """An int8 kernel; `version` is the first one of the operator that has it."""

    version: int
    result: Result | Quantization


KNOWN_TO_CONVERTER: dict[str, Kernel] = {
    "ABS": Kernel(2, "own range"),
    "ARG_MAX": Kernel(2, "not quantized"),
    "ARG_MIN": Kernel(2, "not quantized"),
    "BATCH_TO_SPACE_ND": Kernel(2, "as input"),
    "DEPTH_TO_SPACE": Kernel(2, "as input"),
    "EXP": Kernel(2, "own range"),
    "EXPAND_DIMS": Kernel(1, "as input"),
    "GREATER": Kernel(2, "not quantized"),
    "GREATER_EQUAL": Kernel(2, "not quantized"),
    "L2_NORMALIZATION": Kernel(2, Quantization(1 / 128, 0)),
    "LEAKY_RELU": Kernel(1, "own range"),
    "LESS": Kernel(2, "not quantized"),
    "LESS_EQUAL": Kernel(2, "not quantized"),
    "LOG": Kernel(2, "own range"),
    "LOG_SOFTMAX": Kernel(2, Quantization(16 / 256, 127)),
    "MINIMUM": Kernel(2, "as result"),
    "PRELU": Kernel(1, "own range"),
    "REDUCE_MAX": Kernel(2, "as input"),
    "REDUCE_PROD": Kernel(2, "own range"),
    "RELU6": Kernel(2, "own range"),
    "RELU_0_TO_1": Kernel(1, "own range"),
    "RELU_N1_TO_1": Kernel(1, "own range"),
    "REVERSE_V2": Kernel(3, "as input"),
    "SPACE_TO_BATCH_ND": Kernel(2, "as input"),
    "SPLIT_V": Kernel(2, "as input"),
    "SQUEEZE": Kernel(1, "as input"),
    "TILE": Kernel(3, "as input"),
    "TOPK_V2": Kernel(2, "as input"),
    "UNPACK": Kernel(2, "as input"),
}
"""By name in TFLite's schema; litert-converter takes them in int8 too."""

UNKNOWN_TO_CONVERTER: dict[str, Kernel] = {"ELU": Kernel(1, "own range")}
"""The runtime has an int8 kernel, litert-converter refuses it: to be folded after conversion."""
