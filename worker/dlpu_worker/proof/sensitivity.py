"""How far a source model is from itself: the yardstick for how far a conversion may be from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort

from dlpu_worker.onnx_graph.session import open_session, run_session

_DISTURBANCE = 1e-6  # Relative; ten times the rounding of a float32.
_DISTURBED_RUNS = 2
_ROUNDING_FACTOR = 10
_SMALL = 1e-4  # Relative to the largest value; rounding alone moves outputs by as much.


@dataclass(frozen=True)
class Answer:
    """One output of the source on one probe.

    `expected` holds what the optimized and the plain graph give. They are two answers where
    optimization changed the function: ONNX Runtime 1.31 folds a Pad of zeros into the MaxPool
    behind it, which pads with the lowest number (seen on YOLOv3-tiny). `moved` is how far equally
    right runs are from each other, element by element; `disturbed` holds what the optimized graph
    gives for inputs changed by a millionth.
    """

    expected: list[np.ndarray]
    moved: np.ndarray
    disturbed: list[np.ndarray]


class SensitiveSource:
    """An ONNX model in ONNX Runtime, with and without graph optimization."""

    def __init__(self, path: str | Path) -> None:
        self.session = open_session(path)
        self.outputs = [value.name for value in self.session.get_outputs()]
        self._plain = open_session(path, ort.GraphOptimizationLevel.ORT_DISABLE_ALL)

    def run(self, inputs: list[np.ndarray]) -> list[np.ndarray]:
        """Outputs of the plain graph, which is what the file says."""
        return run_session(self._plain, inputs)

    def answers(self, inputs: list[np.ndarray]) -> list[Answer]:
        """One an output."""
        rng = np.random.default_rng(0)
        optimized = run_session(self.session, inputs)
        disturbed = [
            run_session(self.session, [_disturb(values, rng) for values in inputs])
            for _ in range(_DISTURBED_RUNS)
        ]
        return [
            _answer(plain, first, list(others))
            for plain, first, *others in zip(self.run(inputs), optimized, *disturbed, strict=True)
        ]


def _answer(plain: np.ndarray, optimized: np.ndarray, disturbed: list[np.ndarray]) -> Answer:
    moved = np.max([distance(optimized, other) for other in disturbed], axis=0)
    gap = distance(plain, optimized)
    if not gap.size:
        return Answer([plain], gap, disturbed)
    largest = float(np.abs(np.nan_to_num(plain, posinf=0, neginf=0)).max())
    if float(gap.max()) <= max(_ROUNDING_FACTOR * float(moved.max()), _SMALL * largest):
        moved = np.maximum(moved, gap)
    return Answer([plain, optimized], moved, disturbed)


def distance(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Element by element, 0 where either is not finite."""
    a, b = first.astype(np.float64), second.astype(np.float64)
    both = np.isfinite(a) & np.isfinite(b)
    return np.where(both, np.abs(np.where(both, a, 0) - np.where(both, b, 0)), 0.0)


def _disturb(values: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    if not np.issubdtype(values.dtype, np.floating):
        return values
    signs = rng.choice([-1.0, 1.0], values.shape)
    return (values * (1 + _DISTURBANCE * signs)).astype(values.dtype)
