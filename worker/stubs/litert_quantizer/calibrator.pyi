from collections.abc import Callable, Iterable, Mapping
from enum import Enum

import numpy as np
from litert_quantizer.qtyping import QSV
from litert_quantizer.recipe_manager import RecipeManager

class CalibrationMode(Enum):
    INFERENCE = 1
    CALIBRATION_PRESERVE_ALL_TENSORS = 2
    CALIBRATION_PROFILER_BASED = 3

class Calibrator:
    def __init__(
        self,
        float_tflite: str | bytes,
        num_threads: int = 16,
        mode: CalibrationMode = ...,
        qsv_update_func: Callable[[QSV, QSV], QSV] = ...,
    ) -> None: ...
    def calibrate(
        self,
        calibration_dataset: Mapping[str, Iterable[dict[str, np.ndarray]]],
        model_recipe_manager: RecipeManager,
    ) -> None: ...
    def get_model_qsvs(self) -> dict[str, QSV]: ...
    def save_calibration_result(self, output_path: str) -> None: ...
