"""The oldest version of an operator that has the features which a file uses of it.

Source: `GetBuiltinOperatorVersion` of TensorFlow Lite
(tensorflow/compiler/mlir/lite/tools/versioning/op_version.cc, 2.19), for operators on 8-bit
tensors. What is not listed here keeps the version that it has.
"""

from __future__ import annotations

from collections.abc import Callable

from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    Subgraph,
    Tensor,
    operator_code,
    operator_name,
    tensor_shape,
)

_INT8, _UINT8 = schema.TensorType.INT8, schema.TensorType.UINT8
_Needs = Callable[[Operator, list[Tensor | None], bool], int]
"""From an operator, its inputs, and whether it computes in int8 (else in uint8), to a version."""
_DATA_INPUT = {"SPLIT": 1, "TRANSPOSE_CONV": 2}


def find_needed_version(model: Model, subgraph: Subgraph, operator: Operator) -> int | None:
    """The version that today's converter would write; None where the table does not know."""
    name = operator_name(model, operator)
    inputs = [subgraph.tensors[i] if i >= 0 else None for i in map(int, operator.inputs)]
    needs, position = _NEEDS.get(name), _DATA_INPUT.get(name, 0)
    data = inputs[position] if position < len(inputs) else None
    if needs is None or data is None or data.type not in (_INT8, _UINT8):
        return None
    return needs(operator, inputs, data.type == _INT8)


def set_version(model: Model, operator: Operator, version: int) -> None:
    """Give one operator a code of its kind with this version."""
    builtin = model.operatorCodes[operator.opcodeIndex].builtinCode
    operator.opcodeIndex = operator_code(model, builtin, version)


def _always(version: int) -> _Needs:
    return lambda _operator, _inputs, _int8: version


def _shape(tensor: Tensor | None) -> list[int]:
    """No sizes for an input that is left out."""
    return [] if tensor is None else tensor_shape(tensor)


def _second_for_int8(_operator: Operator, _inputs: list[Tensor | None], int8: bool) -> int:
    return 2 if int8 else 1


def _conv_2d(_operator: Operator, inputs: list[Tensor | None], int8: bool) -> int:
    if _shape(inputs[0])[-1:] != _shape(inputs[1])[-1:]:
        return 6
    return 3 if int8 else 1


def _depthwise(operator: Operator, _inputs: list[Tensor | None], int8: bool) -> int:
    options = operator.builtinOptions
    dilated = (options.dilationWFactor, options.dilationHFactor) != (1, 1)
    return 3 if int8 else 1 + dilated


def _fully_connected(operator: Operator, inputs: list[Tensor | None], int8: bool) -> int:
    quantization = None if inputs[1] is None else inputs[1].quantization
    scale = None if quantization is None else quantization.scale
    if scale is not None and len(scale) > 1:
        return 12
    if len(inputs) == 2 or inputs[2] is None:
        return 6
    if operator.builtinOptions.keepNumDims:
        return 5
    return 4 if int8 else 1


def _transpose_conv(operator: Operator, inputs: list[Tensor | None], int8: bool) -> int:
    if operator.builtinOptions.fusedActivationFunction:
        return 4
    if len(inputs) > 3 and inputs[3] is not None:
        return 3
    return 2 if int8 else 1


def _mul(operator: Operator, inputs: list[Tensor | None], int8: bool) -> int:
    # The output's scale is not at hand here; version 3 is for products above 1, and as old as 1.15.
    return 3 if int8 else 1


def _resize_bilinear(operator: Operator, _inputs: list[Tensor | None], int8: bool) -> int:
    return 3 if operator.builtinOptions.halfPixelCenters else 1 + int8


def _resize_nearest(operator: Operator, _inputs: list[Tensor | None], int8: bool) -> int:
    options = operator.builtinOptions
    return 3 if options.halfPixelCenters or options.alignCorners else 1 + int8


def _up_to_rank(rank: int, beyond: int) -> _Needs:
    def needs(_operator: Operator, inputs: list[Tensor | None], int8: bool) -> int:
        ranks = [len(tensor_shape(tensor)) for tensor in inputs if tensor is not None]
        return beyond if max(ranks) > rank else 1 + int8

    return needs


def _batch_space(_operator: Operator, inputs: list[Tensor | None], int8: bool) -> int:
    return 3 if len(_shape(inputs[0])) != 4 else 1 + int8


def _gather(operator: Operator, _inputs: list[Tensor | None], int8: bool) -> int:
    return 5 if operator.builtinOptions.batchDims else 1 + int8


def _strided_slice(operator: Operator, inputs: list[Tensor | None], int8: bool) -> int:
    if getattr(operator.builtinOptions, "offset", False):
        return 8
    return 4 if len(_shape(inputs[0])) > 4 else 1 + int8


_NEEDS: dict[str, _Needs] = {
    **dict.fromkeys(
        [
            *("AVERAGE_POOL_2D", "MAX_POOL_2D", "CONCATENATION", "LOGISTIC", "TANH", "SOFTMAX"),
            *("MEAN", "SPACE_TO_DEPTH", "L2_NORMALIZATION", "ADD", "PACK"),
            *("SPLIT", "LOG_SOFTMAX", "REDUCE_MAX", "REDUCE_MIN", "ARG_MAX", "DEQUANTIZE"),
            *("LESS", "GREATER", "EQUAL", "EXP", "LOG"),
        ],
        _second_for_int8,
    ),
    **dict.fromkeys(
        ["RESHAPE", "EXPAND_DIMS", "SQUEEZE", "HARD_SWISH", "PRELU"],
        _always(1),
    ),
    **dict.fromkeys(["RELU", "RELU6", "UNPACK", "QUANTIZE", "LEAKY_RELU"], _always(2)),
    "CONV_2D": _conv_2d,
    "DEPTHWISE_CONV_2D": _depthwise,
    "FULLY_CONNECTED": _fully_connected,
    "TRANSPOSE_CONV": _transpose_conv,
    "MUL": _mul,
    "RESIZE_BILINEAR": _resize_bilinear,
    "RESIZE_NEAREST_NEIGHBOR": _resize_nearest,
    "PAD": _up_to_rank(4, 4),
    "PADV2": _up_to_rank(4, 4),
    "SUB": _up_to_rank(4, 3),
    "MAXIMUM": _up_to_rank(4, 4),
    "MINIMUM": _up_to_rank(4, 4),
    "TRANSPOSE": _up_to_rank(4, 4),
    "SPACE_TO_BATCH_ND": _batch_space,
    "BATCH_TO_SPACE_ND": _batch_space,
    "GATHER": _gather,
    "STRIDED_SLICE": _strided_slice,
}
