"""Repairs the padding that an importer wrote in front of max pooling.

The pad value of such a PADV2 is the lowest float, in a tensor that is not a scalar. Quantizers need
a finite range and kernels a scalar, so one of three exact replacements is made, the one that
accelerators take best first: the pooling's own SAME padding, PAD where zero cannot win the maximum,
MIRROR_PAD where the mirrored values lie in the window anyway.
"""

from __future__ import annotations

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.failure import toolchain_failure
from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    Subgraph,
    add_buffer,
    constant,
    operator_code,
    operator_name,
    tensor_shape,
    text,
)
from dlpu_worker.tflite.normalize import Rewrite
from dlpu_worker.tflite.windows import find_window, same_padding

_LOWEST = -1e30
_NON_NEGATIVE = {"RELU", "RELU6", "RELU_0_TO_1", "LOGISTIC", "SOFTMAX", "ABS", "SQUARE", "EXP"}
_KEEPS_SIGN = {"MAX_POOL_2D", "AVERAGE_POOL_2D", "RESHAPE", "TRANSPOSE", "CONCATENATION"}
_CLAMPED = {schema.ActivationFunctionType.RELU, schema.ActivationFunctionType.RELU6}


def repair_padding(model: Model) -> list[Rewrite]:
    """Replace every PADV2 of the lowest float, and make other pad values scalars."""
    rewrites: list[Rewrite] = []
    for subgraph in model.subgraphs:
        for operator in list(subgraph.operators):
            if operator_name(model, operator) != "PADV2":
                continue
            value = constant(model, subgraph.tensors[operator.inputs[2]])
            if value is None or value.size != 1:
                continue
            name = text(subgraph.tensors[operator.outputs[0]].name)
            if value.reshape(-1)[0] < _LOWEST:
                how = _replace(model, subgraph, operator, name)
                rewrites.append({"code": "padv2-repaired", "detail": f"{name}: {how}"})
            elif value.reshape(-1)[0] == 0:
                _retype(
                    model, operator, schema.BuiltinOperator.PAD, schema.PadOptionsT(), "PadOptions"
                )
            elif value.ndim:
                _make_scalar(model, subgraph, operator, value)
                rewrites.append({"code": "padv2-repaired", "detail": f"{name}: scalar pad value"})
    return rewrites


def _replace(model: Model, subgraph: Subgraph, pad: Operator, name: str) -> str:
    amounts = constant(model, subgraph.tensors[pad.inputs[1]])
    pools = [user for user in subgraph.operators if pad.outputs[0] in user.inputs]
    all_pools = bool(pools) and all(operator_name(model, p) == "MAX_POOL_2D" for p in pools)
    if all_pools and amounts is not None:
        if all(_is_same_padding(model, subgraph, pad, pool, amounts) for pool in pools):
            for pool in pools:
                pool.inputs = [pad.inputs[0]]
                pool.builtinOptions.padding = schema.Padding.SAME
            subgraph.operators = [other for other in subgraph.operators if other is not pad]
            return "folded into MAX_POOL_2D as SAME padding"
        if _never_negative(model, subgraph, int(pad.inputs[0])):
            _retype(model, pad, schema.BuiltinOperator.PAD, schema.PadOptionsT(), "PadOptions")
            return "PAD with zeros, as its input is never negative"
        if all(_window_covers_mirror(pool, amounts) for pool in pools):
            options = schema.MirrorPadOptionsT()
            options.mode = schema.MirrorPadMode.SYMMETRIC
            _retype(model, pad, schema.BuiltinOperator.MIRROR_PAD, options, "MirrorPadOptions")
            return "MIRROR_PAD, which leaves every maximum as it was"
    raise toolchain_failure(
        "infinite-padding",
        f"{name} pads with the lowest float in a way that cannot be quantized",
        "Export the model with padding 0 after a ReLU, or pool without explicit padding.",
    )


def _is_same_padding(
    model: Model, subgraph: Subgraph, pad: Operator, pool: Operator, amounts: np.ndarray
) -> bool:
    window = find_window(model, subgraph, pool)
    source = tensor_shape(subgraph.tensors[pad.inputs[0]])
    if window is None or window.is_same or len(source) != 4:
        return False
    return bool(amounts.tolist() == same_padding(source, window))


def _never_negative(model: Model, subgraph: Subgraph, tensor: int) -> bool:
    producers = {int(index): op for op in subgraph.operators for index in op.outputs}
    seen, waiting = {tensor}, [tensor]
    while waiting:
        producer = producers.get(waiting.pop())
        if producer is None:
            return False
        name = operator_name(model, producer)
        clamped = getattr(producer.builtinOptions, "fusedActivationFunction", None) in _CLAMPED
        if clamped or name in _NON_NEGATIVE:
            continue
        if name not in _KEEPS_SIGN:
            return False
        sources = producer.inputs if name == "CONCATENATION" else producer.inputs[:1]
        new = {int(source) for source in sources} - seen
        seen |= new
        waiting.extend(new)
    return True


def _window_covers_mirror(pool: Operator, amounts: np.ndarray) -> bool:
    options = pool.builtinOptions
    if options.padding != schema.Padding.VALID or amounts[[0, 3]].any():
        return False
    tallest, widest = amounts[1].max(), amounts[2].max()
    return 2 * tallest <= options.filterHeight and 2 * widest <= options.filterWidth


def _retype(model: Model, pad: Operator, builtin: int, options: object, kind: str) -> None:
    pad.opcodeIndex = operator_code(model, builtin)
    pad.inputs = list(pad.inputs[:2])
    pad.builtinOptionsType = getattr(schema.BuiltinOptions, kind)
    pad.builtinOptions = options


def _make_scalar(model: Model, subgraph: Subgraph, pad: Operator, value: np.ndarray) -> None:
    tensor = subgraph.tensors[pad.inputs[2]]
    tensor.shape = np.array([], np.int32)
    tensor.shapeSignature = None
    tensor.buffer = add_buffer(model, value.reshape(()))
