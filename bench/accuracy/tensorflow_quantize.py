"""TensorFlow's own full-integer quantizer, one scale a tensor, on a float `.tflite`.

What `tf.lite.TFLiteConverter` does behind `_experimental_disable_per_channel`, but from the very
float model that dlpu quantizes, so that nothing else differs.

Usage: python tensorflow_quantize.py FLOAT.tflite SAMPLES_DIR OUT.tflite
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tensorflow.lite.python import convert
from tensorflow.lite.python.optimize import calibrator


def main(source: str, samples: str, target: str) -> None:
    """Calibrate on all samples and write the integer file; its edges stay float."""
    paths = sorted(Path(samples).glob("*.npy"), key=lambda path: int(path.stem))
    stores = [np.load(path, mmap_mode="r") for path in paths]

    def rows() -> Iterator[list[np.ndarray]]:
        for row in range(len(stores[0])):
            yield [np.asarray(store[row : row + 1], np.float32) for store in stores]

    calibrated = calibrator.Calibrator(Path(source).read_bytes()).calibrate(rows)
    Path(target).write_bytes(convert.mlir_quantize(calibrated, disable_per_channel=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
