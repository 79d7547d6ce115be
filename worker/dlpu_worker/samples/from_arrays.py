"""Samples from `.npy` and `.npz` files, whose values are taken as already preprocessed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dlpu_worker.failure import StepFailure, user_failure
from dlpu_worker.samples.array_headers import require_honest_headers
from dlpu_worker.samples.store import InputFacts, create_store, sample_shape


def samples_from_arrays(
    inputs: list[InputFacts], files: list[str], layout: str, limit: int, folder: Path
) -> tuple[int, int]:
    """Collect each input's rows over all files; how many there are, and how many are used."""
    rows: list[list[np.ndarray]] = [[] for _ in inputs]
    for file in files:
        for name, values in _named_arrays(file):
            index = _input_index(name, inputs, file)
            rows[index].append(_as_samples(values, inputs[index], layout, file))
    counts = [sum(len(part) for part in parts) for parts in rows]
    if not counts or min(counts) == 0 or len(set(counts)) > 1:
        listed = ", ".join(f"{f['name']}: {n}" for f, n in zip(inputs, counts, strict=True))
        raise user_failure(
            "sample-counts",
            f"every input needs the same number of samples, found {listed}",
            "Give one .npz with an array for each input, or a .npy named like each input.",
        )
    count = min(counts[0], limit)
    for index, facts in enumerate(inputs):
        store = create_store(folder, index, facts, count)
        position = 0
        for part in rows[index]:
            taken = part[: count - position]
            store[position : position + len(taken)] = taken
            position += len(taken)
        store.flush()
    return counts[0], count


def _named_arrays(file: str) -> Iterator[tuple[str, np.ndarray]]:
    path = Path(file)
    try:
        require_honest_headers(path)
        if path.suffix == ".npy":
            yield path.stem, np.load(path, mmap_mode="r", allow_pickle=False)
            return
        with np.load(path, allow_pickle=False) as archive:
            for name in archive.files:
                yield name, archive[name]
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise user_failure(
            "unreadable-array",
            f"{path.name} cannot be read: {error}",
            "Write it with numpy.save or numpy.savez, without object arrays.",
        ) from error


def _input_index(name: str, inputs: list[InputFacts], file: str) -> int:
    names = [facts["name"] for facts in inputs]
    if name in names:
        return names.index(name)
    if len(inputs) == 1:
        return 0
    raise user_failure(
        "unknown-array",
        f"{Path(file).name} holds {name}, which is no input of the model",
        f"Name the arrays {', '.join(names)}.",
    )


def _as_samples(values: np.ndarray, facts: InputFacts, layout: str, file: str) -> np.ndarray:
    wanted = sample_shape(facts["shape"])
    given = [values, values[None]]
    if values.ndim == len(wanted) + 2 and values.shape[1] == 1:
        given.append(values[:, 0])
    if layout == "nchw" and len(wanted) == 3:
        given = [np.moveaxis(a, 1, -1) for a in given if a.ndim == 4] + given
    for candidate in given:
        if candidate.ndim and candidate.shape[1:] == wanted:
            return _checked(candidate, facts, file)
    raise user_failure(
        "sample-shape",
        f"{Path(file).name} has shape {list(values.shape)}, input {facts['name']} takes"
        f" {facts['shape']}",
        "Give arrays in the model's layout with the samples on the first axis, or state layout:"
        " nchw.",
    )


def _checked(values: np.ndarray, facts: InputFacts, file: str) -> np.ndarray:
    if np.issubdtype(values.dtype, np.floating) and not np.isfinite(values).all():
        raise _not_finite(file)
    if not np.can_cast(values.dtype, np.dtype(facts["dtype"]), "same_kind") and np.issubdtype(
        np.dtype(facts["dtype"]), np.integer
    ):
        raise user_failure(
            "sample-type",
            f"{Path(file).name} holds {values.dtype}, input {facts['name']} takes {facts['dtype']}",
            "Convert the array before saving it.",
        )
    return values


def _not_finite(file: str) -> StepFailure:
    return user_failure(
        "not-finite",
        f"{Path(file).name} holds NaN or infinite values",
        "Remove these samples.",
    )
