"""Proving that two forms of a model compute the same."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dlpu_worker.failure import toolchain_failure

RunModel = Callable[[list[np.ndarray]], list[np.ndarray]]
_SMALLEST_SCALE = 1e-3  # Kernels' sigmoid and softmax differ by 1e-7 around values of 0.
_INTEGER_MISMATCH_SHARE = 0.01


@dataclass(frozen=True)
class Agreement:
    """Largest differences over all outputs, and how axes were moved."""

    max_abs_diff: float
    max_relative_diff: float
    input_permutations: list[list[int]]
    output_permutations: list[list[int]]


def find_agreement(
    run_source: RunModel,
    run_result: RunModel,
    source_inputs: Sequence[list[np.ndarray]],
    result_shapes: list[list[int]],
    reorder: bool = True,
) -> Agreement:
    """How far both models are from each other in the named orders of their axes.

    `source_inputs` holds one list of tensors a probe; a permutation maps source axes to the
    result's. Where shapes leave open whether axes stayed or became channels-last, values decide.
    Without `reorder`, all axes stay.
    """
    expected = [run_source(inputs) for inputs in source_inputs]
    found: list[Agreement] = []
    candidates = [
        named_orders(value.shape, shape) if reorder else [tuple(range(value.ndim))]
        for value, shape in zip(source_inputs[0], result_shapes, strict=True)
    ]
    for permutations in itertools.islice(itertools.product(*candidates), 16):
        actual = [
            run_result([np.transpose(v, p) for v, p in zip(inputs, permutations, strict=True)])
            for inputs in source_inputs
        ]
        found.append(_compare(expected, actual, [list(p) for p in permutations], reorder))
        if found[-1].max_relative_diff < 1e-4:
            break
    if not found:
        raise toolchain_failure(
            "inputs-changed",
            "the converted model's inputs do not match the source's shapes",
            "Report the model to the dlpu project.",
        )
    return min(found, key=lambda agreement: agreement.max_relative_diff)


def require_agreement(agreement: Agreement, limit: float, what: str) -> None:
    """Raise a toolchain failure when the relative difference exceeds `limit`."""
    if agreement.max_relative_diff <= limit:
        return
    raise toolchain_failure(
        "conversion-differs",
        f"{what} computes something else than its source: relative difference"
        f" {agreement.max_relative_diff:.2g}, limit {limit:g}",
        "Export the model with another opset or another version of its framework, and report it.",
    )


def named_orders(
    source: tuple[int, ...] | list[int], result: tuple[int, ...] | list[int]
) -> list[tuple[int, ...]]:
    """The orders of axes that a contract has names for and that these shapes allow.

    They are the source's own, and channels-last from four axes on.
    """
    rank = len(source)
    if rank != len(result):
        return []
    orders = [tuple(range(rank))]
    if rank > 3:
        orders.insert(0, (0, *range(2, rank), 1))
    return [order for order in orders if [source[axis] for axis in order] == list(result)]


def _compare(
    expected: list[list[np.ndarray]],
    actual: list[list[np.ndarray]],
    inputs: list[list[int]],
    reorder: bool,
) -> Agreement:
    if len(expected[0]) != len(actual[0]):
        raise toolchain_failure(
            "outputs-changed",
            f"the source has {len(expected[0])} outputs, the converted model {len(actual[0])}",
            "Report the model to the dlpu project.",
        )
    absolute = relative = 0.0
    permutations = []
    for output in range(len(expected[0])):
        wanted = [values[output] for values in expected]
        got = [values[output] for values in actual]
        permutation, differences = _best_output(wanted, got, reorder)
        permutations.append(permutation)
        absolute = max(absolute, differences[0])
        relative = max(relative, differences[1])
    return Agreement(absolute, relative, inputs, permutations)


def _best_output(
    wanted: list[np.ndarray], got: list[np.ndarray], reorder: bool
) -> tuple[list[int], tuple[float, float]]:
    options = named_orders(wanted[0].shape, got[0].shape)
    options.sort()  # Where both orders are equally good, axes stayed.
    if not reorder:
        options = [order for order in options if order == tuple(range(len(order)))]
    if not options:
        raise toolchain_failure(
            "outputs-changed",
            f"an output has shape {list(got[0].shape)}, the source's {list(wanted[0].shape)}",
            "Report the model to the dlpu project.",
        )
    scored = []
    for option in options:
        pairs = zip(wanted, got, strict=True)
        scores = [_difference(np.transpose(a, option), b) for a, b in pairs]
        scored.append((list(option), (max(s[0] for s in scores), max(s[1] for s in scores))))
    return min(scored, key=lambda entry: entry[1][1])


def relative_difference(wanted: np.ndarray, got: np.ndarray) -> float:
    """Largest difference, relative to the largest expected value."""
    return _difference(wanted, got)[1]


def _difference(wanted: np.ndarray, got: np.ndarray) -> tuple[float, float]:
    """Largest absolute difference, and the same relative to the largest expected value."""
    if not np.issubdtype(wanted.dtype, np.floating):
        share = (
            float(np.mean(wanted.astype(np.int64) != got.astype(np.int64))) if wanted.size else 0.0
        )
        return share, 0.0 if share <= _INTEGER_MISMATCH_SHARE else 1.0
    a, b = wanted.astype(np.float64), got.astype(np.float64)
    finite = np.isfinite(a)
    if not np.array_equal(finite, np.isfinite(b)):
        return 1e30, 1e30
    if not finite.any():
        return 0.0, 0.0
    largest = float(np.abs(a[finite] - b[finite]).max())
    return largest, largest / max(float(np.abs(a[finite]).max()), _SMALLEST_SCALE)
