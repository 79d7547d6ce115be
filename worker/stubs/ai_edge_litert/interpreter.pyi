from collections.abc import Sequence
from enum import Enum
from typing import TypedDict

import numpy as np

class OpResolverType(Enum):
    AUTO = 0
    BUILTIN = 1
    BUILTIN_REF = 2
    BUILTIN_WITHOUT_DEFAULT_DELEGATES = 3

class QuantizationParameters(TypedDict):
    scales: np.ndarray
    zero_points: np.ndarray
    quantized_dimension: int

class TensorDetails(TypedDict):
    name: str
    index: int
    shape: np.ndarray
    shape_signature: np.ndarray
    dtype: type[np.generic]
    quantization: tuple[float, int]
    quantization_parameters: QuantizationParameters

class OperatorDetails(TypedDict):
    index: int
    op_name: str
    inputs: np.ndarray
    outputs: np.ndarray

class Interpreter:
    def __init__(
        self,
        model_path: str | None = None,
        model_content: bytes | None = None,
        experimental_delegates: None = None,
        num_threads: int | None = None,
        experimental_op_resolver_type: OpResolverType = ...,
        experimental_preserve_all_tensors: bool = False,
    ) -> None: ...
    def allocate_tensors(self) -> None: ...
    def get_input_details(self) -> list[TensorDetails]: ...
    def get_output_details(self) -> list[TensorDetails]: ...
    def get_tensor_details(self, subgraph_index: int = 0) -> list[TensorDetails]: ...
    def _get_ops_details(self) -> list[OperatorDetails]: ...
    def _get_tensor_details(self, tensor_index: int, subgraph_index: int) -> TensorDetails: ...
    def get_tensor(self, tensor_index: int, subgraph_index: int = 0) -> np.ndarray: ...
    def set_tensor(self, tensor_index: int, value: np.ndarray) -> None: ...
    def resize_tensor_input(
        self, input_index: int, tensor_size: Sequence[int] | np.ndarray, strict: bool = False
    ) -> None: ...
    def invoke(self) -> None: ...
    def reset_all_variables(self) -> None: ...
