"""Writes out the lists that operators' options leave out."""

from __future__ import annotations

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.tflite.flatbuffer import Model

_LIST_MARK = "IsNone"
"""The schema's readers have a method of this ending for each list, and for nothing else."""


def write_empty_lists(model: Model) -> None:
    """Give every absent list of an operator's options no elements, which means the same.

    tf2onnx 1.17 reads an absent list as the number 0 and fails on it.
    """
    for operator in model.subgraphs[0].operators:
        options = operator.builtinOptions
        for name in _list_names(options):
            if getattr(options, name) is None:
                setattr(options, name, np.empty(0, np.int32))


def _list_names(options: object) -> list[str]:
    reader = getattr(schema, type(options).__name__.removesuffix("T"), None)
    lists = [name.removesuffix(_LIST_MARK) for name in dir(reader) if name.endswith(_LIST_MARK)]
    return [name[0].lower() + name[1:] for name in lists]
