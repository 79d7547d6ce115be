"""A `.npy` with what is right for each sample of array data, in their order."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from dlpu_worker.failure import StepFailure, user_failure
from dlpu_worker.samples.array_headers import require_honest_headers
from dlpu_worker.tasks.labels import LabelArray


def read_classes(labels: LabelArray) -> list[int]:
    """A class index a sample: [samples] or [samples, 1]."""
    values = _read(labels)
    if values.size != len(values):
        raise _unfit(
            labels,
            f"has shape {list(values.shape)}, not one class index a sample",
            "Save one index a sample; of one-hot rows that is labels.argmax(axis=1).",
        )
    classes = [int(value) for value in values.reshape(-1)]
    if min(classes, default=0) < 0:
        raise _unfit(labels, f"holds the class {min(classes)}", "Count classes from 0.")
    return classes


def read_masks(labels: LabelArray) -> np.ndarray:
    """A mask of class numbers a sample: [samples, height, width], or with a 1 behind them."""
    values = _read(labels)
    masks = values[..., 0] if values.ndim == 4 and values.shape[-1] == 1 else values
    if masks.ndim == 3:
        return masks
    raise _unfit(
        labels,
        f"has shape {list(values.shape)}, not one mask a sample",
        "Save class numbers as [samples, height, width].",
    )


def _read(labels: LabelArray) -> np.ndarray:
    try:
        require_honest_headers(Path(labels["path"]))
        values = np.load(labels["path"], mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise _unfit(
            labels, f"cannot be read: {error}", "Write it with numpy.save, without object arrays."
        ) from error
    if values.ndim == 0 or len(values) != labels["samples"]:
        count = len(values) if values.ndim else 1
        raise _unfit(
            labels,
            f"labels {count} samples, the evaluation data have {labels['samples']}",
            "Give one label a sample, in the order of the arrays' rows.",
        )
    if not np.issubdtype(values.dtype, np.integer):
        raise _unfit(
            labels,
            f"holds {values.dtype}, labels are whole numbers",
            "Convert it with labels.astype('int64') before saving it.",
        )
    return values


def _unfit(labels: LabelArray, why: str, remedy: str) -> StepFailure:
    return user_failure("labels", f"{Path(labels['path']).name} {why}", remedy)
