"""Ranges that no 8-bit scale can hold: attention masks of the lowest float, and infinities."""

from __future__ import annotations

import numpy as np

from dlpu_worker.failure import user_failure
from dlpu_worker.ranges.bind import Ranges

_STANDS_FOR_INFINITY = 1e30


def require_finite_ranges(ranges: Ranges) -> None:
    """Raise a user failure that names the tensors; LiteRT's softmax aborts on such a scale."""
    endless = {
        name: reach
        for name, facts in ranges.items()
        if not (reach := _reach(facts)) < _STANDS_FOR_INFINITY
    }
    if not endless:
        return
    name, reach = next(iter(endless.items()))
    others = f" and {len(endless) - 1} more tensors" if len(endless) > 1 else ""
    raise user_failure(
        "endless-range",
        f"{name!r} holds values of {reach:.1e}{others}: 8 bits cannot hold them beside others",
        "Mask with a finite number, such as -50 before a softmax in place of -inf or the lowest"
        " float, or keep the model in float for the CPU.",
    )


def _reach(facts: dict[str, np.ndarray]) -> float:
    """The largest magnitude of both ends; NaN where either is."""
    return float(np.max([np.abs(facts[end]).max() for end in ("min", "max")]))
