"""The range of every tensor over the samples.

The quantizer's own default is a moving average of smallest and largest value, which clips what it
has not seen lately and costs several dB; here the extremes count, as far as the readers of a tensor
can tell values apart, or what loses least between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

import numpy as np
from litert_quantizer import calibrator
from litert_quantizer.utils import qsv_utils

from dlpu_worker.failure import user_failure
from dlpu_worker.quantizer_recipe import full_integer_recipe
from dlpu_worker.ranges.bind import Ranges
from dlpu_worker.ranges.discernible import narrow_ranges
from dlpu_worker.ranges.least_squares import RangeFit, fit_ranges
from dlpu_worker.samples.store import open_stores
from dlpu_worker.steps import Progress
from dlpu_worker.tflite.flatbuffer import Model, read_model, tensor_shape, text
from dlpu_worker.tflite.interpreter import THREADS
from dlpu_worker.tflite.normalize import SIGNATURE, interface_names


class ValueRange(TypedDict):
    """The values that an input can take."""

    min: float
    max: float


class Params(TypedDict):
    """A float model, its samples, and where the statistics go (JSON).

    `inputRanges` are known ranges by input; `ranges` says what sets the ends of all others.
    """

    tflitePath: str
    samplesDir: str
    statsPath: str
    inputRanges: list[ValueRange | None]
    ranges: RangeFit


class _Samples:
    """Rows of every input as the calibrator takes them; it iterates twice."""

    def __init__(self, path: str, folder: str, progress: Progress) -> None:
        model = read_model(path)
        self._names = interface_names(model)[0]
        tensors = [model.subgraphs[0].tensors[index] for index in model.subgraphs[0].inputs]
        self._shapes = [tensor_shape(tensor) for tensor in tensors]
        self.stores = open_stores(folder)
        self._progress = progress

    def __len__(self) -> int:
        return len(self.stores[0])

    def __iter__(self) -> Iterator[dict[str, np.ndarray]]:
        for row in range(len(self)):
            self._progress("calibrate", row, len(self))
            yield {
                name: np.ascontiguousarray(store[row]).reshape(shape)
                for name, store, shape in zip(self._names, self.stores, self._shapes, strict=True)
            }


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Write the statistics; returns how many tensors and samples they cover."""
    path = params["tflitePath"]
    samples = _Samples(path, params["samplesDir"], progress)
    observer = calibrator.Calibrator(
        path,
        num_threads=THREADS,
        qsv_update_func=qsv_utils.min_max_update,
        mode=calibrator.CalibrationMode.CALIBRATION_PROFILER_BASED,
    )
    observer.calibrate({SIGNATURE: samples}, full_integer_recipe())
    statistics = observer.get_model_qsvs()
    for name, limits in statistics.items():
        if not (np.isfinite(limits["min"]).all() and np.isfinite(limits["max"]).all()):
            raise user_failure(
                "not-finite",
                f"tensor {name} becomes NaN or infinite on the calibration data",
                "Check the declared preprocessing, and the model in its own framework.",
            )
    model = read_model(path)
    _widen_inputs(model, statistics, params["inputRanges"])
    statistics.update(narrow_ranges(model, statistics))
    if params["ranges"] == "least-squares":
        rows = list(range(len(samples)))
        statistics.update(fit_ranges(Path(path), statistics, samples.stores, rows))
    observer.save_calibration_result(params["statsPath"])
    return {"tensors": len(statistics), "samples": len(samples)}


def _widen_inputs(model: Model, statistics: Ranges, ranges: list[ValueRange | None]) -> None:
    """Put known ranges in place of observed ones: pixels take every value from 0 to 255."""
    subgraph = model.subgraphs[0]
    for index, known in zip(subgraph.inputs, ranges, strict=True):
        limits = statistics.get(text(subgraph.tensors[index].name))
        if known and limits:
            limits["min"] = np.full_like(limits["min"], known["min"])
            limits["max"] = np.full_like(limits["max"], known["max"])
