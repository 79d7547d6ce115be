"""Entry point: ``python -I worker/`` serves requests from stdin until it closes.

-I: no variable, no user's folder and no working folder adds a module to what is installed.
"""

from __future__ import annotations

import os

# Before any library loads: a process that forks has one thread, and nothing may call home.
os.environ.update(
    OPENBLAS_NUM_THREADS="1",
    OMP_NUM_THREADS="1",
    ORT_DISABLE_TELEMETRY="1",
    TF_CPP_MIN_LOG_LEVEL="2",
    TF_ENABLE_ONEDNN_OPTS="0",
    TQDM_DISABLE="1",
    CUDA_VISIBLE_DEVICES="-1",
    KERAS_BACKEND="tensorflow",
    MALLOC_ARENA_MAX="2",
)

from dlpu_worker.process.linux import die_with_parent
from dlpu_worker.process.server import serve

if __name__ == "__main__":
    die_with_parent(os.getppid())  # Even while it is busy loading libraries.
    serve()
