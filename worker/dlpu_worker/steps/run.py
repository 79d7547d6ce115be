"""Emulated inference: a `.tflite` in LiteRT or an `.onnx` in ONNX Runtime, on stored samples.

Quantized inputs are made from float samples by the input's own scale and zero point; quantized
outputs are written as the float values that they stand for.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TypedDict

import numpy as np

from dlpu_worker.failure import user_failure
from dlpu_worker.runners import AxisOrders, Runner, TensorInfo, open_runner
from dlpu_worker.samples.layout import Preprocess
from dlpu_worker.samples.store import open_stores
from dlpu_worker.steps import Progress
from dlpu_worker.tflite.interpreter import Kernels

_MAX_OUTPUT_BYTES = 256 << 20


class Params(TypedDict):
    """Permutations are those of `import_onnx`, for an `.onnx` on samples of its `.tflite`.

    `pixels` is how the samples were normalized, for a model that takes raw pixels instead.
    """

    modelPath: str
    samplesDir: str
    kernels: Kernels
    axisOrders: dict[str, list[list[int]]] | None
    pixels: Preprocess | None
    limit: int
    outDir: str


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Run the model and write `<output index>.npy`, samples on the first axis."""
    stores = open_stores(params["samplesDir"])
    orders = AxisOrders(**params["axisOrders"]) if params["axisOrders"] else None
    runner = open_runner(Path(params["modelPath"]), params["kernels"], orders)
    _require_inputs(runner, stores, params["modelPath"])
    first = runner.run(_sample(stores, 0, params["pixels"]))
    bytes_a_sample = max(sum(values.size * 4 for values in first), 1)
    count = min(params["limit"], len(stores[0]), max(_MAX_OUTPUT_BYTES // bytes_a_sample, 1))
    outputs = _create_outputs(Path(params["outDir"]), first, count)
    started = time.perf_counter()
    for row in range(count):
        progress("run", row, count)
        results = runner.run(_sample(stores, row, params["pixels"]))
        for output, values in zip(outputs, results, strict=True):
            output[row] = values
    seconds = (time.perf_counter() - started) / count
    for output in outputs:
        output.flush()
    return {
        "samples": count,
        "inputs": [_facts(info) for info in runner.inputs],
        "outputs": [_facts(info) for info in runner.outputs],
        "secondsPerSample": seconds,
    }


def _sample(stores: list[np.ndarray], row: int, pixels: Preprocess | None) -> list[np.ndarray]:
    """One sample of every input, as the model takes it."""
    values = [store[row] for store in stores]
    return values if pixels is None else [_to_pixels(value, pixels) for value in values]


def _to_pixels(values: np.ndarray, preprocess: Preprocess) -> np.ndarray:
    """Undo the normalization of a picture; other inputs stay."""
    if values.ndim != 3 or values.shape[-1] not in (1, 3, 4):
        return values
    mean, std = (np.asarray(preprocess[key], np.float32) for key in ("mean", "std"))
    return values * std + mean


def _require_inputs(runner: Runner, stores: list[np.ndarray], path: str) -> None:
    if len(stores) != len(runner.inputs):
        raise user_failure(
            "sample-inputs",
            f"{Path(path).name} has {len(runner.inputs)} inputs, the samples {len(stores)}",
            "Make the samples for this model.",
        )


def _create_outputs(folder: Path, first: list[np.ndarray], count: int) -> list[np.memmap]:
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.npy"):
        stale.unlink()
    return [
        np.lib.format.open_memmap(
            folder / f"{index}.npy", mode="w+", dtype=np.float32, shape=(count, *values.shape)
        )
        for index, values in enumerate(first)
    ]


def _facts(info: TensorInfo) -> dict[str, object]:
    return {
        "name": info.name,
        "shape": info.shape,
        "dtype": info.dtype.name,
        "scale": info.scale,
        "zeroPoint": info.zero_point,
    }
