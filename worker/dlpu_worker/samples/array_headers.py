"""What `.npy` and `.npz` files say they hold, read from their headers before any value is."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path
from typing import IO

import numpy as np

from dlpu_worker.failure import user_failure

_MAX_ARCHIVED_BYTES = 2**32
"""Of one array in an `.npz`, which is unpacked into memory; an `.npy` is only mapped."""


def require_honest_headers(path: Path) -> None:
    """Raise a user failure for an array that claims more bytes than its file has or than we take.

    Raises OSError, ValueError, EOFError or BadZipFile for what is no such file at all.
    """
    if path.suffix == ".npy":
        with path.open("rb") as stream:
            _require_stored(stream, path.name, path.stat().st_size)
        return
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            with archive.open(entry) as stream:
                name = f"{entry.filename} of {path.name}"
                claimed = _require_stored(stream, name, entry.file_size)
            if claimed > _MAX_ARCHIVED_BYTES:
                raise _oversized(name, f"{claimed} bytes; at most {_MAX_ARCHIVED_BYTES} are taken")


def _require_stored(stream: IO[bytes], name: str, stored: int) -> int:
    """The bytes that the header claims."""
    version = np.lib.format.read_magic(stream)
    read = np.lib.format.read_array_header_1_0
    shape, _, dtype = (read if version == (1, 0) else np.lib.format.read_array_header_2_0)(stream)
    claimed = math.prod(shape) * dtype.itemsize
    if dtype.hasobject:
        raise ValueError("it holds Python objects")
    if claimed > stored:
        raise _oversized(name, f"{claimed} bytes; the file has {stored}")
    return claimed


def _oversized(name: str, why: str) -> Exception:
    return user_failure(
        "oversized-array",
        f"{name} claims {why}",
        "Write it again with numpy.save or numpy.savez, in several files where it is this large.",
    )
