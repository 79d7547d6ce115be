"""The object tree of the `.tflite` schema: the fields that the worker reads and writes.

A vector is a NumPy array where it was read and a list where the worker made it.
"""

from collections.abc import Iterator
from typing import Any, Protocol, Self, TypeVar, overload

import flatbuffers
import numpy as np

_Item = TypeVar("_Item")

class Vector(Protocol[_Item]):
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[_Item]: ...
    def __contains__(self, item: object, /) -> bool: ...
    @overload
    def __getitem__(self, key: int, /) -> _Item: ...
    @overload
    def __getitem__(self, key: slice, /) -> Vector[_Item]: ...
    def __setitem__(self, key: int, value: _Item, /) -> None: ...

class Model:
    @staticmethod
    def GetRootAs(buf: bytes, offset: int = 0) -> Model: ...

class BufferT:
    data: np.ndarray | None
    offset: int
    size: int

class QuantizationParametersT:
    min: np.ndarray | None
    max: np.ndarray | None
    scale: np.ndarray | None
    zeroPoint: np.ndarray | None
    quantizedDimension: int

class TensorT:
    shape: Vector[int] | None
    type: int
    buffer: int
    name: bytes | str | None
    quantization: QuantizationParametersT | None
    isVariable: bool
    shapeSignature: Vector[int] | None

class OperatorCodeT:
    deprecatedBuiltinCode: int
    customCode: bytes | str | None
    version: int
    builtinCode: int

class OperatorT:
    opcodeIndex: int
    inputs: Vector[int]
    outputs: Vector[int]
    builtinOptionsType: int
    builtinOptions: Any  # Another class for each operator; its name says which.
    builtinOptions2: Any
    customOptions: np.ndarray | None
    intermediates: Vector[int] | None

class SubGraphT:
    tensors: list[TensorT]
    inputs: Vector[int]
    outputs: Vector[int]
    operators: list[OperatorT]
    name: bytes | str | None

class TensorMapT:
    name: bytes | str | None
    tensorIndex: int

class SignatureDefT:
    inputs: list[TensorMapT]
    outputs: list[TensorMapT]
    signatureKey: bytes | str | None
    subgraphIndex: int

class MetadataT:
    name: bytes | str | None
    buffer: int

class ModelT:
    version: int
    operatorCodes: list[OperatorCodeT]
    subgraphs: list[SubGraphT]
    description: bytes | str | None
    buffers: list[BufferT]
    metadata: list[MetadataT] | None
    metadataBuffer: Vector[int] | None
    signatureDefs: list[SignatureDefT] | None
    @classmethod
    def InitFromObj(cls, model: Model) -> Self: ...
    def Pack(self, builder: flatbuffers.Builder) -> int: ...

class Conv2DOptionsT:
    padding: int
    strideW: int
    strideH: int
    fusedActivationFunction: int
    dilationWFactor: int
    dilationHFactor: int
    quantizedBiasType: int

class DepthwiseConv2DOptionsT:
    padding: int
    strideW: int
    strideH: int
    depthMultiplier: int
    fusedActivationFunction: int
    dilationWFactor: int
    dilationHFactor: int

class ConcatenationOptionsT:
    axis: int
    fusedActivationFunction: int

class MulOptionsT:
    fusedActivationFunction: int

class ReshapeOptionsT:
    newShape: Vector[int] | None

class SplitOptionsT:
    numSplits: int

class MirrorPadOptionsT:
    mode: int

class PadOptionsT: ...
class QuantizeOptionsT: ...
class DequantizeOptionsT: ...
class SelectV2OptionsT: ...
class TransposeOptionsT: ...

class BuiltinOperator:
    CUSTOM: int
    DEQUANTIZE: int
    MIRROR_PAD: int
    MUL: int
    PAD: int
    QUANTIZE: int
    RESHAPE: int
    RSQRT: int
    SELECT_V2: int

class BuiltinOptions:
    MulOptions: int
    ReshapeOptions: int
    SelectV2Options: int

class TensorType:
    FLOAT32: int
    FLOAT16: int
    FLOAT64: int
    INT8: int
    INT16: int
    INT32: int
    INT64: int
    UINT8: int
    UINT16: int
    UINT32: int
    UINT64: int
    BOOL: int

class Padding:
    SAME: int
    VALID: int

class MirrorPadMode:
    REFLECT: int
    SYMMETRIC: int

class ActivationFunctionType:
    NONE: int
    RELU: int
    RELU6: int
