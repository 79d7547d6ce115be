"""Whether a rewritten file computes what the file before it did.

Both run on real samples and on seeded random inputs, given as values that the later file can hold,
so that a change of the interface's type alone makes no difference. LiteRT's built-in kernels are
asked first. Some of them round differently from kind to kind (a grouped convolution and a plain one
by a step); what they call different, the reference kernels decide, which are the specification and
slow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlpu_worker.fidelity.metrics import Sums
from dlpu_worker.legalize.rewrite import Bound
from dlpu_worker.runners import Runner, TensorInfo, open_runner
from dlpu_worker.tflite.interpreter import Kernels

MOST_STEPS, LEAST_SQNR_DB = 8, 30.0
"""Of a rounding rewrite: less than sets of kernels differ by on whole networks."""
_FLOAT_TOLERANCE = 1e-6


@dataclass(frozen=True)
class _Plan:
    """On what the files are compared."""

    kernels: Kernels
    samples: int
    random_inputs: int


_BUILTIN = _Plan("builtin", samples=8, random_inputs=4)
_REFERENCE = _Plan("reference", samples=2, random_inputs=2)  # Up to 30 times slower.


@dataclass(frozen=True)
class Proof:
    """The largest difference over all outputs, in quantization steps; float outputs count in
    millionths.

    `sqnr_db` is that of the worst output, None where all are identical.
    """

    kernels: Kernels
    samples: int
    random_inputs: int
    max_steps: float
    sqnr_db: float | None

    def holds(self, bound: Bound) -> bool:
        """Whether the difference keeps the bound."""
        if bound == "identical" or self.sqnr_db is None:
            return self.max_steps == 0
        few = self.max_steps <= MOST_STEPS and self.sqnr_db >= LEAST_SQNR_DB
        return self.max_steps <= 1 or few


def prove(before: Path, after: Path, stores: list[np.ndarray], bound: Bound) -> Proof:
    """Run both files over the same inputs; what must be identical may be so by the reference."""
    found = _compare(before, after, stores, _BUILTIN)
    if bound == "rounding" or found.holds(bound):
        return found
    try:
        return _compare(before, after, stores, _REFERENCE)
    except RuntimeError:  # The reference kernels lack some operators.
        return found


def _compare(before: Path, after: Path, stores: list[np.ndarray], plan: _Plan) -> Proof:
    # One thread each: threads that wait for each other cost more than they gain on a busy machine.
    first, second = (open_runner(path, plan.kernels, None, threads=1) for path in (before, after))
    samples = min(plan.samples, len(stores[0]) if stores else 0)
    sums = [Sums() for _ in second.outputs]
    steps = 0.0
    for inputs in _probes(second, stores, samples, plan.random_inputs):
        for total, info, wanted, got in zip(
            sums, second.outputs, first.run(inputs), second.run(inputs), strict=True
        ):
            total.add(wanted.reshape(-1), got.reshape(-1))
            steps = max(steps, _count_steps(wanted, got, info))
    found = [value for total in sums if (value := _noise_db(total)) is not None]
    return Proof(plan.kernels, samples, plan.random_inputs, steps, min(found, default=None))


def _probes(
    runner: Runner, stores: list[np.ndarray], samples: int, random_inputs: int
) -> Iterator[list[np.ndarray]]:
    for row in range(samples):
        yield [
            info.dequantize(info.quantize(np.asarray(store[row]))) if info.scale else store[row]
            for info, store in zip(runner.inputs, stores, strict=True)
        ]
    for seed in range(random_inputs):
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
    return float(np.rint(gap / _step_of(wanted, info)))


def _step_of(wanted: np.ndarray, info: TensorInfo) -> float:
    """A step of the scale, 1 between integers that count something, a millionth of a float."""
    if info.scale is not None:
        return info.scale
    if np.issubdtype(info.dtype, np.integer):
        return 1.0
    return _FLOAT_TOLERANCE * max(float(np.abs(wanted).max(initial=0)), 1.0)


def _noise_db(sums: Sums) -> float | None:
    """None without noise; a difference where there was no signal is all noise."""
    if sums.noise <= 0:
        return None
    return sums.sqnr_db() if sums.signal > 0 else float("-inf")
