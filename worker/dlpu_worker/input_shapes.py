"""The one rule for dimensions that a model leaves open."""

from __future__ import annotations

import math

from dlpu_worker.failure import user_failure

_MAX_ELEMENTS = 2**28
"""Of one sample; a picture of 8K in three colours has 99.5 million."""


def require_feasible(name: str, shape: list[int]) -> None:
    """Raise a user failure for an input that no camera can fill, before anything is allocated."""
    if (elements := math.prod(shape)) > _MAX_ELEMENTS:
        raise user_failure(
            "oversized-input",
            f"input {name} takes {shape}, {elements} values a sample; at most {_MAX_ELEMENTS} are"
            " taken",
            "Export the model for the size of a camera's pictures, or correct inputShapes in"
            " dlpu.yml.",
        )


def resolve_shape(
    name: str, declared: list[int] | None, given: list[int] | None, file: str
) -> list[int]:
    """A static shape: the batch becomes 1, other open dimensions (-1) come from `given`.

    Raises a user failure that lists the input and its dimensions when one stays open, or when the
    shape is larger than any camera can fill.
    """
    shape = _resolve(name, declared, given, file)
    require_feasible(name, shape)
    return shape


def _resolve(
    name: str, declared: list[int] | None, given: list[int] | None, file: str
) -> list[int]:
    if given is not None:
        return _agreed(name, declared, given, file)
    if declared is None:
        raise _open_shape(name, "of unknown rank", [1, 3, 224, 224], file)
    shape = [1 if size < 0 and axis == 0 else size for axis, size in enumerate(declared)]
    if -1 in shape:
        dims = ", ".join("?" if size < 0 else str(size) for size in declared)
        example = [224 if size < 0 else size for size in shape]
        raise _open_shape(name, f"[{dims}]", example, file)
    return shape


def _agreed(name: str, declared: list[int] | None, given: list[int], file: str) -> list[int]:
    fits = declared is None or (
        len(declared) == len(given)
        and all(size in (-1, wanted) for size, wanted in zip(declared, given, strict=True))
    )
    if not fits or min(given, default=1) < 1:
        raise user_failure(
            "shape-mismatch",
            f"input {name} of {file} is {declared}, which {given} does not fit",
            "Correct inputShapes in dlpu.yml, or export the model with the shape you want.",
        )
    return list(given)


def _open_shape(name: str, what: str, example: list[int], file: str) -> Exception:
    return user_failure(
        "dynamic-shape",
        f"input {name} of {file} is {what}: accelerators need every dimension",
        f"State it in dlpu.yml, for example: inputShapes: {{ {name}: {example} }}.",
    )
