"""Whether a rewritten file computes what the file before it did.

Both run on real samples and on seeded random inputs, with LiteRT's built-in kernels, which compute integers exactly as
TensorFlow Lite specifies. Inputs are given as values that the later file can hold, so that a change of the interface's
type alone makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlpu_worker.fidelity.metrics import Sums
from dlpu_worker.legalize.rewrite import Bound
from dlpu_worker.runners import Runner, TensorInfo, open_runner

SAMPLES = 8
RANDOM_INPUTS = 4
LEAST_SQNR_DB = 30.0
"""Of a rounding rewrite, where more than one step differs: noise far below that of quantization itself."""
_FLOAT_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Proof:
    """The largest difference over all outputs, in quantization steps; float outputs count in millionths.

    `sqnr_db` is that of the worst output, None where all are identical.
    """

    samples: int
    random_inputs: int
    max_steps: float
    sqnr_db: float | None

    def holds(self, bound: Bound) -> bool:
        """Whether the difference keeps the bound."""
        if bound == "identical" or self.sqnr_db is None:
            return self.max_steps == 0
        return self.max_steps <= 1 or self.sqnr_db >= LEAST_SQNR_DB


def prove(before: Path, after: Path, stores: list[np.ndarray]) -> Proof:
    """Run both files over the same inputs."""
    first, second = open_runner(before, "builtin", None), open_runner(after, "builtin", None)
    samples = min(SAMPLES, len(stores[0]) if stores else 0)
    sums = [Sums() for _ in second.outputs]
    steps = 0.0
    for inputs in _probes(second, stores, samples):
        for total, info, wanted, got in zip(
            sums, second.outputs, first.run(inputs), second.run(inputs), strict=True
        ):
            total.add(wanted.reshape(-1), got.reshape(-1))
            steps = max(steps, _count_steps(wanted, got, info))
    found = [value for total in sums if (value := _noise_db(total)) is not None]
    return Proof(samples, RANDOM_INPUTS, steps, min(found, default=None))


def _probes(
    runner: Runner, stores: list[np.ndarray], samples: int
) -> Iterator[list[np.ndarray]]:
    for row in range(samples):
        yield [
            info.dequantize(info.quantize(np.asarray(store[row]))) if info.scale else store[row]
            for info, store in zip(runner.inputs, stores, strict=True)
        ]
    for seed in range(RANDOM_INPUTS):
        rng = np.random.default_rng(seed)
        yield [_random(info, rng) for info in runner.inputs]


def _random(info: TensorInfo, rng: np.random.Generator) -> np.ndarray:
    if not np.issubdtype(info.dtype, np.integer):
        return rng.standard_normal(info.shape).astype(info.dtype)
    if info.scale is None:
        return rng.integers(0, 2, info.shape).astype(info.dtype)
    limits = np.iinfo(info.dtype)
    values = rng.integers(limits.min, limits.max + 1, info.shape).astype(info.dtype)
    return info.dequantize(values)


def _count_steps(wanted: np.ndarray, got: np.ndarray, info: TensorInfo) -> float:
    if wanted.shape != got.shape or not np.array_equal(np.isfinite(wanted), np.isfinite(got)):
        return float("inf")
    gap = float(np.nan_to_num(np.abs(wanted.astype(np.float64) - got)).max(initial=0))
    step = info.scale or _FLOAT_TOLERANCE * max(float(np.abs(wanted).max(initial=0)), 1.0)
    return float(np.rint(gap / step))


def _noise_db(sums: Sums) -> float | None:
    """None without noise; a difference where there was no signal is all noise."""
    if sums.noise <= 0:
        return None
    return sums.sqnr_db() if sums.signal > 0 else float("-inf")
