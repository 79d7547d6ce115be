"""Static NCHW ONNX for normalized pictures → the same model for raw pixels from 0 to 255.

A compiler that calibrates on picture files feeds them as they are; the normalization must then be
part of the graph. `x = (pixel - mean) / std` becomes two nodes in front of each picture input.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

import numpy as np
import onnx
from onnx import helper, numpy_helper

from dlpu_worker.onnx_graph.files import read_onnx, write_onnx
from dlpu_worker.onnx_graph.shapes import model_inputs
from dlpu_worker.samples.layout import Preprocess
from dlpu_worker.steps import Progress


class Params(TypedDict):
    """The normalized model, how it wants its pictures, and where the new one goes."""

    onnxPath: str
    preprocess: Preprocess
    outPath: str


def run(params: Params, _progress: Progress) -> dict[str, object]:
    """Put the normalization in front of every picture input."""
    model = read_onnx(Path(params["onnxPath"]))
    changed = [
        value.name
        for value in model_inputs(model)
        if _normalize_in_graph(model.graph, value, params["preprocess"])
    ]
    onnx.checker.check_model(model)
    write_onnx(model, params["outPath"])
    return {
        "rewrites": [
            {"code": "takes-pixels", "detail": f"{name} takes pixels from 0 to 255"}
            for name in changed
        ]
    }


def _normalize_in_graph(
    graph: onnx.GraphProto, value: onnx.ValueInfoProto, preprocess: Preprocess
) -> bool:
    shape = [dim.dim_value for dim in value.type.tensor_type.shape.dim]
    if len(shape) != 4 or shape[1] not in (1, 3, 4):
        return False
    name = value.name
    normalized, centered = f"{name}_normalized", f"{name}_centered"
    for node in graph.node:
        for index, used in enumerate(node.input):
            if used == name:
                node.input[index] = normalized
    mean, std = (
        np.broadcast_to(np.asarray(values, np.float32), shape[1]).reshape(1, -1, 1, 1)
        for values in (preprocess["mean"], preprocess["std"])
    )
    graph.initializer.append(numpy_helper.from_array(mean.copy(), f"{name}_mean"))
    graph.initializer.append(numpy_helper.from_array(std.copy(), f"{name}_std"))
    nodes = [
        helper.make_node("Sub", [name, f"{name}_mean"], [centered], f"{name}_center"),
        helper.make_node("Div", [centered, f"{name}_std"], [normalized], f"{name}_scale"),
    ]
    for position, node in enumerate(nodes):
        graph.node.insert(position, node)
    return True
