from litert_quantizer.qtyping import QuantGranularity, TFLOperationName

class RecipeManager:
    def __init__(self) -> None: ...
    def add_static_config(
        self,
        regex: str,
        operation_name: TFLOperationName,
        activation_num_bits: int,
        weight_num_bits: int,
        weight_granularity: QuantGranularity = ...,
    ) -> None: ...
    def get_quantization_recipe(self) -> list[dict[str, object]]: ...
