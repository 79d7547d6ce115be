"""Full-integer quantization as litert-quantizer's recipe."""

from __future__ import annotations

from typing import Literal, TypedDict

from litert_quantizer import qtyping, recipe_manager

from dlpu_worker.tflite.io_types import IoType

Granularity = Literal["per-tensor", "per-channel"]

_GRANULARITIES = {
    "per-tensor": qtyping.QuantGranularity.TENSORWISE,
    "per-channel": qtyping.QuantGranularity.CHANNELWISE,
}
_OPERATOR = qtyping.TFLOperationName
_EVERY_TENSOR = ".*"


class Recipe(TypedDict):
    """How weights, graph inputs and graph outputs are represented."""

    weights: Granularity
    fullyConnected: Granularity
    input: IoType
    output: IoType


FULL_INTEGER: Recipe = {
    "weights": "per-tensor",
    "fullyConnected": "per-tensor",
    "input": "int8",
    "output": "int8",
}


def full_integer_recipe(recipe: Recipe = FULL_INTEGER) -> recipe_manager.RecipeManager:
    """Static int8 everywhere, graph inputs and outputs included.

    The quantizer leaves in float what it cannot do.
    """
    manager = recipe_manager.RecipeManager()
    for operators, granularity in (
        (_OPERATOR.ALL_SUPPORTED, recipe["weights"]),
        (_OPERATOR.FULLY_CONNECTED, recipe["fullyConnected"]),
    ):
        manager.add_static_config(
            regex=_EVERY_TENSOR,
            operation_name=operators,
            activation_num_bits=8,
            weight_num_bits=8,
            weight_granularity=_GRANULARITIES[granularity],
        )
    return manager
