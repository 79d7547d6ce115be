"""Reading and writing `.onnx` files, external data included."""

from __future__ import annotations

from pathlib import Path

import onnx

from dlpu_worker.failure import user_failure

_SINGLE_FILE_LIMIT_BYTES = 1_900_000_000  # protobuf refuses messages of 2 GiB.
_QUANTIZED_OPERATORS = {"QuantizeLinear", "DequantizeLinear", "QLinearConv", "QLinearMatMul"}


def read_onnx(path: str | Path) -> onnx.ModelProto:
    """Load a float model with its external data, which must lie beside it."""
    file = Path(path).name
    try:
        model = onnx.load(str(path))
    except FileNotFoundError as error:
        raise user_failure(
            "external-data",
            f"{file} keeps weights in another file that is missing: {error}",
            "Put the .data file beside the model (and fetch it if Git LFS keeps it).",
        ) from error
    except Exception as error:
        raise user_failure(
            "unreadable-onnx",
            f"{file} cannot be read as ONNX: {str(error)[:300]}",
            "Check that the file is complete (Git LFS pointers must be fetched).",
        ) from error
    if not model.graph.node:
        raise user_failure("empty-model", f"{file} has no operators", "Export the model again.")
    found = sorted({node.op_type for node in model.graph.node} & _QUANTIZED_OPERATORS)
    if found:
        raise user_failure(
            "quantized-onnx",
            f"{file} is already quantized ({', '.join(found)})",
            "Give the float model; dlpu quantizes it as each target needs.",
        )
    return model


def write_onnx(model: onnx.ModelProto, path: str | Path) -> None:
    """Write one file, or a file and its `.data` when protobuf's limit demands it."""
    if model.ByteSize() < _SINGLE_FILE_LIMIT_BYTES:
        onnx.save(model, str(path))
        return
    data_file = f"{Path(path).name}.data"
    onnx.save(model, str(path), save_as_external_data=True, location=data_file)
