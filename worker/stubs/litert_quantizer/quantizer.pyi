from litert_quantizer.qtyping import QSV

class QuantizationResult:
    quantized_model: bytearray | None

class Quantizer:
    def __init__(self, float_model: str | bytearray) -> None: ...
    def load_quantization_recipe(self, recipe: list[dict[str, object]]) -> None: ...
    def quantize(
        self,
        calibration_result: dict[str, QSV] | None = None,
        enable_progress_bar: bool | None = None,
        enable_progress_report: bool = True,
    ) -> QuantizationResult: ...
