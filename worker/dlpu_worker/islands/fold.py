"""DEQUANTIZE → operators in float → QUANTIZE, turned into the operators' int8 kernels.

litert-converter folds single operators of this kind, but no chains, none whose result is quantized
in two ways, and none whose kernel demands a fixed scale; here every operator is taken by itself.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.islands.kernels import KNOWN_TO_CONVERTER, Kernel, Quantization
from dlpu_worker.ranges.bind import Ranges
from dlpu_worker.tflite.flatbuffer import (
    Model,
    Operator,
    add_constant,
    constant,
    operator_code,
    operator_name,
    text,
)
from dlpu_worker.tflite.unused import drop_unused

_TYPE = schema.TensorType
_MIXED = {"DEQUANTIZE", "QUANTIZE", "CAST", "CUSTOM:TFLite_Detection_PostProcess"}
"""These may read integers and write floats, or the other way around."""


def fold_islands(
    model: Model, ranges: Ranges, kernels: Mapping[str, Kernel] = KNOWN_TO_CONVERTER
) -> None:
    """Give every operator with an int8 kernel integer operands, as far as these are there."""
    folding = _Folding(model, ranges, kernels)
    for operator in list(model.subgraphs[0].operators):
        folding.visit(operator)
    drop_unused(model)


class _Folding:
    def __init__(self, model: Model, ranges: Ranges, kernels: Mapping[str, Kernel]) -> None:
        self._model = model
        self._subgraph = model.subgraphs[0]
        self._tensors = self._subgraph.tensors
        self._ranges = ranges
        self._kernels = kernels
        self._integer: dict[int, int] = {}
        """The int8 tensor of each float one that has one."""

    def visit(self, operator: Operator) -> None:
        """Fold one operator; those before it are done."""
        kind = operator_name(self._model, operator)
        if kind == "DEQUANTIZE" and self._quantization(int(operator.inputs[0])) is not None:
            self._integer[int(operator.outputs[0])] = int(operator.inputs[0])
        elif kind == "QUANTIZE" and int(operator.inputs[0]) in self._integer:
            operator.inputs = [self._integer[int(operator.inputs[0])]]
        elif kind in self._kernels:
            self._fold(kind, operator, self._kernels[kind])
        elif kind not in _MIXED:
            self._repair(operator)

    def _repair(self, operator: Operator) -> None:
        """Give float back to an operator that the quantizer fed with the integers of an output."""
        if not any(self._is_float(int(index)) for index in operator.outputs):
            return
        for position, index in enumerate(map(int, operator.inputs)):
            if index >= 0 and self._quantization(index) is not None:
                name = f"{text(self._tensors[index].name)}_{len(self._tensors)}"
                result = self._add_tensor(index, name, None)
                self._insert(operator, 0, "DEQUANTIZE", index, result)
                operator.inputs[position] = result

    def _fold(self, kind: str, operator: Operator, kernel: Kernel) -> None:
        """Change operands and results, or nothing where one of them has no scale."""
        results = [int(index) for index in operator.outputs if self._is_float(int(index))]
        computed = [int(index) for index in operator.inputs if self._is_computed(int(index))]
        if not (results or computed) or any(index not in self._integer for index in computed):
            return
        found = [self._scale_of(index, operator, kernel) for index in results]
        scales = [scale for scale in found if scale is not None]
        if len(scales) < len(found):
            return
        shared = scales[0] if kernel.result == "as result" else None
        operator.inputs = [self._operand(operator, int(i), shared) for i in operator.inputs]
        for index, scale in zip(results, scales, strict=True):
            self._make_integer(operator, index, scale)
        builtin = getattr(schema.BuiltinOperator, kind)
        operator.opcodeIndex = operator_code(self._model, builtin, kernel.version)

    def _scale_of(self, index: int, operator: Operator, kernel: Kernel) -> Quantization | None:
        """The quantization of a float result."""
        if isinstance(kernel.result, Quantization):
            return kernel.result
        if kernel.result == "as input":
            source = int(operator.inputs[0])
            return self._quantization(self._integer.get(source, source))
        if asked := self._asked_of(index):
            return asked
        limits = self._ranges.get(text(self._tensors[index].name))
        return None if limits is None else _spanning(limits["min"], limits["max"])

    def _asked_of(self, index: int) -> Quantization | None:
        """What all readers of a float tensor quantize it to, where they agree."""
        readers = [operator for operator in self._subgraph.operators if index in operator.inputs]
        if not readers or not all(map(self._quantizes, readers)):
            return None
        first, *others = (self._quantization(int(reader.outputs[0])) for reader in readers)
        agree = first and all(other and first.is_close(other) for other in others)
        return first if agree else None

    def _operand(self, operator: Operator, index: int, shared: Quantization | None) -> int:
        """The integer tensor to read in place of a float one."""
        if index < 0:
            return index
        values = constant(self._model, self._tensors[index]) if self._is_float(index) else None
        if values is not None:
            name = f"{text(self._tensors[index].name)}_int8"
            scale = shared or _spanning(values.min(), values.max())
            stored = add_constant(self._model, self._subgraph, name, scale.store(values))
            _set_quantization(self._tensors[stored], scale)
            return stored
        source = self._integer.get(index, index)
        own = self._quantization(source)
        if shared is None or own is None or shared.is_close(own):
            return source
        return self._requantized(operator, source, shared)

    def _requantized(self, operator: Operator, source: int, scale: Quantization) -> int:
        name = text(self._tensors[source].name)
        result = self._add_tensor(source, f"{name}_{len(self._tensors)}", scale)
        self._insert(operator, 0, "QUANTIZE", source, result)
        return result

    def _make_integer(self, operator: Operator, index: int, scale: Quantization) -> None:
        """Let `operator` write int8 in place of the float tensor `index`, for all who read that."""
        result = self._matching_result(index, scale)
        if result is None:
            name = text(self._tensors[index].name)
            self._tensors[index].name = f"{name}_float".encode()
            result = self._add_tensor(index, name, scale)
        operator.outputs = [result if int(i) == index else int(i) for i in operator.outputs]
        self._integer[index] = result
        # For operators that stay in float; it goes where there are none.
        self._insert(operator, 1, "DEQUANTIZE", result, index)

    def _matching_result(self, index: int, scale: Quantization) -> int | None:
        """The result of the QUANTIZE that would change nothing; the operator writes it itself."""
        for user in self._subgraph.operators:
            if index in user.inputs and self._quantizes(user):
                result = int(user.outputs[0])
                stored = self._quantization(result)
                if stored is not None and scale.is_close(stored):
                    self._subgraph.operators = [
                        other for other in self._subgraph.operators if other is not user
                    ]
                    return result
        return None

    def _insert(self, at: Operator, after: int, kind: str, source: int, result: int) -> None:
        operator = schema.OperatorT()
        builtin = getattr(schema.BuiltinOperator, kind)
        operator.opcodeIndex = operator_code(self._model, builtin, version=2)
        operator.inputs, operator.outputs = [source], [result]
        place = next(i for i, other in enumerate(self._subgraph.operators) if other is at)
        self._subgraph.operators = [
            *self._subgraph.operators[: place + after],
            operator,
            *self._subgraph.operators[place + after :],
        ]

    def _add_tensor(self, like: int, name: str, scale: Quantization | None) -> int:
        """A computed tensor of the same shape: int8 with a scale, float without."""
        tensor = schema.TensorT()
        tensor.name, tensor.buffer = name.encode(), 0
        tensor.type = _TYPE.FLOAT32 if scale is None else _TYPE.INT8
        tensor.shape = self._tensors[like].shape
        if scale is not None:
            _set_quantization(tensor, scale)
        self._tensors.append(tensor)
        return len(self._tensors) - 1

    def _quantizes(self, operator: Operator) -> bool:
        return operator_name(self._model, operator) == "QUANTIZE"

    def _quantization(self, index: int) -> Quantization | None:
        tensor = self._tensors[index]
        facts = tensor.quantization
        if tensor.type != _TYPE.INT8 or facts is None:
            return None
        if facts.scale is None or facts.zeroPoint is None or len(facts.scale) != 1:
            return None
        if constant(self._model, tensor) is not None:
            return None
        return Quantization(float(facts.scale[0]), int(facts.zeroPoint[0]))

    def _is_float(self, index: int) -> bool:
        return index >= 0 and self._tensors[index].type == _TYPE.FLOAT32

    def _is_computed(self, index: int) -> bool:
        return self._is_float(index) and constant(self._model, self._tensors[index]) is None


def _spanning(low: np.ndarray, high: np.ndarray) -> Quantization:
    """256 steps over a range that is widened to hold zero."""
    bottom, top = min(float(np.min(low)), 0.0), max(float(np.max(high)), 0.0)
    scale = float(np.float32(max(top - bottom, 1e-9) / 255))
    return Quantization(scale, int(np.clip(np.rint(-128 - bottom / scale), -128, 127)))


def _set_quantization(tensor: schema.TensorT, scale: Quantization) -> None:
    tensor.quantization = schema.QuantizationParametersT()
    tensor.quantization.scale = np.array([scale.scale], np.float32)
    tensor.quantization.zeroPoint = np.array([scale.zero_point], np.int64)
