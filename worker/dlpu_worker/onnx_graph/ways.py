"""Ways from ONNX to `.tflite`, tried in order: the first whose result is proved is taken."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from pathlib import Path

import onnx
import onnxslim
from onnx import shape_inference

from dlpu_worker.failure import StepFailure, toolchain_failure, user_failure
from dlpu_worker.onnx_graph.axis_order import restore_axis_orders
from dlpu_worker.onnx_graph.convert import convert_onnx
from dlpu_worker.onnx_graph.forms.catalogue import write_plain_forms
from dlpu_worker.onnx_graph.pair import Proof, describe_difference, prove_pair
from dlpu_worker.onnx_graph.softmax import expand_old_softmax
from dlpu_worker.proof.first_difference import describe_first_difference
from dlpu_worker.proof.probes import Probe
from dlpu_worker.tflite.flatbuffer import Model, write_model
from dlpu_worker.tflite.normalize import Rewrite

_NOTICEABLE = 1e-3  # Of an output's largest value.


@dataclass(frozen=True)
class Way:
    """How a model is converted; `name` completes "converted …"."""

    name: str
    is_simplified: bool
    options: dict[str, bool] = field(default_factory=dict)


WAYS = (
    Way("by onnxslim and onnx2tf", is_simplified=True),
    Way("by onnx2tf without onnxslim", is_simplified=False),
    Way(
        "by onnxslim and onnx2tf with matrix products and recurrences unrolled",
        is_simplified=True,
        options={"enable_batchmatmul_unfold": True, "enable_rnn_unroll": True},
    ),
)


@dataclass(frozen=True)
class Converted:
    """A proved conversion, already written."""

    model: Model
    proof: Proof
    rewrites: list[Rewrite]


@dataclass(frozen=True)
class Conversion:
    """What to convert: the model as given and its simplified form, and what to prove it with."""

    original: onnx.ModelProto
    original_path: Path
    static: onnx.ModelProto
    file: str
    probes: list[Probe]


def simplify(original: onnx.ModelProto, file: str) -> onnx.ModelProto:
    """Static, folded, without operators that change nothing."""
    try:
        slim = onnxslim.slim(_plain(original))
        expand_old_softmax(slim)
        return slim
    except Exception as error:
        raise toolchain_failure(
            "onnx-simplify",
            f"{file} cannot be simplified: {str(error)[:300]}",
            "Check it with onnx.checker, and export it again with a newer opset.",
        ) from error


def convert_proven(conversion: Conversion, target: str) -> Converted:
    """The first way whose result computes what the source does, written to `target`.

    Raises a user failure that says how each way ended, with the first tensor that differs.
    """
    failures: list[StepFailure] = []
    for way in WAYS:
        try:
            converted = _try(way, conversion, target)
        except StepFailure as failure:
            failures.append(failure)
            continue
        if failures:
            detail = f"converted {way.name}, for {failures[0]}"
            converted.rewrites.append({"code": "second-way", "detail": detail})
        return converted
    raise _no_way(failures)


def _try(way: Way, conversion: Conversion, target: str) -> Converted:
    file = conversion.file
    source = copy.deepcopy(conversion.static) if way.is_simplified else _old(conversion.original)
    rewrites = write_plain_forms(source)
    model, repairs = convert_onnx(source, way.options, file)
    write_model(model, target)
    try:
        repairs += restore_axis_orders(
            model, Path(target), source, conversion.original_path, conversion.probes[0]
        )
        proof = prove_pair(conversion.original_path, target, conversion.probes)
    except (RuntimeError, ValueError) as error:
        raise user_failure(
            "conversion-unusable",
            f"the .tflite made from {file} does not run: {' '.join(str(error).split())[:300]}",
            "Export the model with another opset.",
        ) from error
    if proof.is_proven:
        return Converted(model, proof, rewrites + repairs + _sensitivity(proof))
    message, remedy = describe_difference(proof, f"the .tflite made from {file}")
    first = describe_first_difference(source, Path(target), conversion.probes[0])
    if first is not None:
        message, remedy = f"{message}; {first.message}", first.remedy
    raise user_failure("conversion-differs", message, remedy)


def _sensitivity(proof: Proof) -> list[Rewrite]:
    """Says of a large difference that the source is as far from itself."""
    if proof.agreement.max_relative_diff <= _NOTICEABLE:
        return []
    detail = "rounding moves the source's own outputs as much as the conversion does"
    return [{"code": "sensitive-source", "detail": detail}]


def _plain(original: onnx.ModelProto) -> onnx.ModelProto:
    return shape_inference.infer_shapes(copy.deepcopy(original))


def _old(original: onnx.ModelProto) -> onnx.ModelProto:
    model = _plain(original)
    expand_old_softmax(model)
    return model


def _no_way(failures: list[StepFailure]) -> StepFailure:
    first, *others = failures
    ends = [f"{way.name}: {failure}" for way, failure in zip(WAYS[1:], others, strict=True)]
    detail = "\n".join(ends)
    return user_failure(first.code, str(first), first.remedy, detail)
