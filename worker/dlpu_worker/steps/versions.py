"""What this environment runs: Python and the packages that shape results."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from dlpu_worker.steps import Progress

_PACKAGES = (
    "ai-edge-litert",
    "litert-quantizer",
    "litert-converter",
    "onnx",
    "onnxruntime",
    "onnxslim",
    "onnx2tf",
    "numpy",
    "pillow",
    "tensorflow-cpu",
    "keras",
    "tf-keras",
    "tf2onnx",
)


def run(_params: dict[str, object], _progress: Progress) -> dict[str, object]:
    """Name and version of each package that is installed."""
    packages = {name: found for name in _PACKAGES if (found := _find_version(name))}
    return {"python": platform.python_version(), "packages": packages}


def _find_version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
