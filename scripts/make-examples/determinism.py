"""Makes TensorFlow train the same weights every time: one thread, deterministic kernels.

Importing this before TensorFlow is what fixes its environment.
"""

from __future__ import annotations

import os

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import keras
import tensorflow as tf

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
tf.config.experimental.enable_op_determinism()


def restart(seed: int) -> None:
    """Forget earlier models and fix every seed, so that what follows depends on nothing before."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
