"""An output of the float model against the integer model's, as a picture of counts."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from dlpu_worker.fidelity.metrics import flat_rows

_CELLS = 32
_DENSEST = 9


class Scatter(TypedDict):
    """`rows` of digits, the largest integer values first, the smallest float values left.

    Both axes go from `low` to `high`. A digit is 0 where there is no value, and one more for each
    fourfold count: 1 for 1 to 3, 2 for 4 to 15, up to 9.
    """

    low: float
    high: float
    rows: list[str]


def count_pairs(reference: np.ndarray, candidate: np.ndarray, count: int) -> Scatter | None:
    """Over the first `count` samples; None where there is no range to draw."""
    low, high = np.inf, -np.inf
    for values in (*flat_rows(reference, count), *flat_rows(candidate, count)):
        finite = values[np.isfinite(values)]
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    if not low < high:
        return None
    counts = np.zeros(_CELLS * _CELLS, np.int64)
    pairs = zip(flat_rows(reference, count), flat_rows(candidate, count), strict=True)
    for wanted, actual in pairs:
        finite = np.isfinite(wanted) & np.isfinite(actual)
        columns, rows = (_cells(v[finite], low, high) for v in (wanted, actual))
        counts += np.bincount(rows * _CELLS + columns, minlength=len(counts))
    digits = np.where(counts > 0, 1 + np.log2(np.maximum(counts, 1)) // 2, 0).astype(int)
    grid = np.minimum(digits, _DENSEST).reshape(_CELLS, _CELLS)[::-1]
    return {"low": low, "high": high, "rows": ["".join(map(str, row)) for row in grid]}


def _cells(values: np.ndarray, low: float, high: float) -> np.ndarray:
    share = (values.astype(np.float64) - low) / (high - low)
    return np.minimum((share * _CELLS).astype(np.int64), _CELLS - 1)
