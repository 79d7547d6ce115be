"""Both models on a sample, whole and cut into layers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from dlpu_worker.layers.cut import write_cut, write_open
from dlpu_worker.ranges.discernible import Span, find_discernible
from dlpu_worker.runners import TensorInfo
from dlpu_worker.tflite.flatbuffer import read_model
from dlpu_worker.tflite.interpreter import open_interpreter

if TYPE_CHECKING:
    from ai_edge_litert.interpreter import TensorDetails


@dataclass(frozen=True)
class LayerValues:
    """One tensor on one sample, as float values of the model's own shape."""

    wanted: np.ndarray
    """In the float model."""
    stored: np.ndarray
    """The same, as the integer tensor can hold it."""
    actual: np.ndarray
    """In the integer model."""
    alone: np.ndarray
    """What the integer layer makes of inputs that come from the float model."""
    given: np.ndarray
    """What the float layer makes of the same inputs, rounded as the integer layer gets them."""

    def within(self, span: Span) -> LayerValues:
        """As the tensor's readers see them."""
        values = (self.wanted, self.stored, self.actual, self.alone, self.given)
        return LayerValues(*map(span.clip, values))


class LayerRuns:
    """Four models: the float and the integer one, each whole and cut at the matched tensors."""

    def __init__(
        self,
        float_path: Path,
        integer_path: Path,
        matches: dict[int, int],
        requantized: dict[int, int],
    ) -> None:
        self._matches = matches
        self._requantized = requantized
        self._twins = {wanted: index for index, wanted in reversed(matches.items())}
        self._floats = _Whole(float_path, list(self._twins))
        self._integers = _Whole(integer_path, list(matches))
        self._cut_floats = _Cut(float_path, list(self._twins))
        self._cut_integers = _Cut(integer_path, list(matches))
        self._discernible = find_discernible(read_model(float_path))
        self.infos = self._integers.infos

    def on_sample(self, sample: list[np.ndarray]) -> Iterator[tuple[int, LayerValues]]:
        """Every matched tensor of the integer model that an operator makes."""
        floats, integers = self._floats.run(sample), self._integers.run(sample)
        codes = {i: self.infos[i].quantize(floats[f]) for i, f in self._matches.items()}
        stored = {i: self.infos[i].dequantize(code) for i, code in codes.items()}
        alone = self._cut_integers.run(codes)
        rounded = {f: stored[i].astype(floats[f].dtype) for f, i in self._twins.items()}
        given = self._cut_floats.run(rounded)
        for index in alone:
            wanted, source = self._matches[index], self._requantized.get(index)
            if floats[wanted].dtype != np.float32:
                continue
            values = LayerValues(
                wanted=floats[wanted],
                stored=stored[index],
                actual=self.infos[index].dequantize(integers[index]),
                alone=self.infos[index].dequantize(alone[index]),
                given=given[wanted] if source is None else stored[source],
            )
            span = self._discernible.get(wanted)
            yield index, values if span is None else values.within(span)


class _Whole:
    def __init__(self, path: Path, tensors: list[int]) -> None:
        target = Path(f"open-{path.name}")
        write_open(path, tensors, target)
        self._interpreter = open_interpreter(target)
        self._tensors = tensors
        self.infos = {int(d["index"]): _info(d) for d in self._interpreter.get_tensor_details()}

    def run(self, sample: list[np.ndarray]) -> dict[int, np.ndarray]:
        for facts, values in zip(self._interpreter.get_input_details(), sample, strict=True):
            info = self.infos[int(facts["index"])]
            codes = info.quantize(values).reshape(info.shape)
            self._interpreter.set_tensor(facts["index"], codes)
        return _invoke(self._interpreter, self._tensors)


class _Cut:
    def __init__(self, path: Path, tensors: list[int]) -> None:
        target = Path(f"cut-{path.name}")
        inputs = write_cut(path, tensors, target)
        self._interpreter = open_interpreter(target)
        used = {int(d["index"]) for d in self._interpreter.get_input_details()}
        pairs = zip(tensors, inputs, strict=True)
        self._inputs = {tensor: index for tensor, index in pairs if index in used}
        self._tensors = [int(d["index"]) for d in self._interpreter.get_output_details()]

    def run(self, values: dict[int, np.ndarray]) -> dict[int, np.ndarray]:
        for tensor, index in self._inputs.items():
            self._interpreter.set_tensor(index, values[tensor])
        return _invoke(self._interpreter, self._tensors)


def _invoke(interpreter: Interpreter, tensors: list[int]) -> dict[int, np.ndarray]:
    interpreter.reset_all_variables()
    interpreter.invoke()
    return {index: interpreter.get_tensor(index) for index in tensors}


def _info(facts: TensorDetails) -> TensorInfo:
    scale, zero_point = facts["quantization"]
    quantized = (float(scale), int(zero_point)) if scale else (None, None)
    shape = [int(size) for size in facts["shape"]]
    return TensorInfo(facts["name"], shape, np.dtype(facts["dtype"]), *quantized)
