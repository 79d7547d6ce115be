"""The one rule for dimensions that a model leaves open."""

from __future__ import annotations

from dlpu_worker.failure import user_failure


def resolve_shape(
    name: str, declared: list[int] | None, given: list[int] | None, file: str
) -> list[int]:
    """A static shape: the batch becomes 1, other open dimensions (-1) come from `given`.

    Raises a user failure that lists the input and its dimensions when one stays open.
    """
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
