"""A SavedModel as data: every operator that it holds is read before TensorFlow loads it."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from google.protobuf.message import DecodeError
from tensorflow.core.framework.node_def_pb2 import NodeDef
from tensorflow.core.protobuf.meta_graph_pb2 import MetaGraphDef
from tensorflow.core.protobuf.saved_model_pb2 import SavedModel

from dlpu_worker.failure import StepFailure, user_failure
from dlpu_worker.keras_models.operators import CHECKPOINT, may_run

_LARGEST_PROGRAM_BYTES = 1 << 30
_INITIALIZERS = ("saved_model_main_op", "legacy_init_op")


def check_saved_model(source: Path, folder: Path) -> Path:
    """Write the checked program and the variables into `folder`; returns the copy.

    Raises a user's failure for operators that touch files, processes or Python, wherever they are.
    """
    program = _read_program(source)
    model = _parse(program, source.name)
    for graph in model.meta_graphs:
        _require_tensors_only(graph, source.name)
    copy = folder / "saved_model"
    (copy / "variables").mkdir(parents=True)
    (copy / "saved_model.pb").write_bytes(program)
    if (source / "variables").is_dir():
        for file in (source / "variables").iterdir():
            _require_regular(file, source.name)
            shutil.copyfile(file, copy / "variables" / file.name, follow_symlinks=False)
    return copy


def _read_program(source: Path) -> bytes:
    path = source / "saved_model.pb"
    _require_regular(path, source.name)
    if path.stat().st_size > _LARGEST_PROGRAM_BYTES:
        raise _unreadable(source.name, f"its saved_model.pb is over {_LARGEST_PROGRAM_BYTES} bytes")
    return path.read_bytes()


def _require_regular(path: Path, file: str) -> None:
    if not path.exists() or not stat.S_ISREG(path.lstat().st_mode):
        raise _unreadable(file, f"{path.name} is missing or no regular file")


def _parse(program: bytes, file: str) -> SavedModel:
    try:
        model = SavedModel.FromString(program)
    except DecodeError as error:
        raise _unreadable(file, "its saved_model.pb is damaged") from error
    if not model.meta_graphs:
        raise _unreadable(file, "its saved_model.pb holds no graph")
    return model


def _unreadable(file: str, reason: str) -> StepFailure:
    return user_failure(
        "unreadable-saved-model",
        f"{file} cannot be loaded as a SavedModel: {reason}",
        "Give the folder that holds saved_model.pb and variables/, complete.",
    )


def _require_tensors_only(graph: MetaGraphDef, file: str) -> None:
    functions = {one.signature.name: list(one.node_def) for one in graph.graph_def.library.function}
    run_main = _run_by_loader(graph)
    run = _called(_roots(graph, run_main), functions)
    _require_nodes(run_main, functions, {_checkpoint_name(graph)}, file)
    _require_nodes(graph.graph_def.node, functions, None, file)
    for name, nodes in functions.items():
        _require_nodes(nodes, functions, set() if name in run else None, file)


def _require_nodes(
    nodes: Iterable[NodeDef],
    functions: Iterable[str],
    checkpoints: set[str] | None,
    file: str,
) -> None:
    """Refuse what may not run; checkpoints are any where None, else those of a named tensor."""
    for node in nodes:
        if node.op in functions or may_run(node.op):
            continue
        if node.op in CHECKPOINT and (
            checkpoints is None
            or (node.op == "RestoreV2" and _source(node.input[0]) in checkpoints - {""})
        ):
            continue
        raise user_failure(
            "operator-reaches-out",
            f"{file} has the operator {node.op} ({node.name}), which does more than computing"
            " with tensors, or is unknown",
            "Export the model again without it, in your own environment; preprocessing that reads"
            " files does not belong into a model for a camera.",
        )


def _run_by_loader(graph: MetaGraphDef) -> list[NodeDef]:
    """Nodes of the main graph that loading or calling can run; none in TensorFlow 2's format.

    TensorFlow 2 loads functions through its object graph and leaves the main graph alone.
    """
    if graph.HasField("object_graph_def"):
        return []
    nodes = {node.name: node for node in graph.graph_def.node}
    rest = [_source(graph.saver_def.restore_op_name)]
    rest += [
        _source(info.name)
        for signature in graph.signature_def.values()
        for info in [*signature.inputs.values(), *signature.outputs.values()]
    ]
    rest += [
        _source(name) for key in _INITIALIZERS for name in graph.collection_def[key].node_list.value
    ]
    found: dict[str, NodeDef] = {}
    while rest:
        name = rest.pop()
        if name in nodes and name not in found:
            found[name] = nodes[name]
            rest += [_source(entry) for entry in nodes[name].input]
    return list(found.values())


def _source(tensor: str) -> str:
    return tensor.removeprefix("^").split(":")[0]


def _checkpoint_name(graph: MetaGraphDef) -> str:
    return _source(graph.saver_def.filename_tensor_name)


def _roots(graph: MetaGraphDef, main: list[NodeDef]) -> set[str]:
    """Functions that can be called: through the object graph, as gradients, from the main graph."""
    objects = graph.object_graph_def
    named = set(objects.concrete_functions)
    named |= {name for node in objects.nodes for name in node.function.concrete_functions}
    named |= {node.bare_concrete_function.concrete_function_name for node in objects.nodes}
    library = graph.graph_def.library
    named |= {entry.gradient_func for entry in library.gradient}
    named |= {entry.gradient_func for entry in library.registered_gradients}
    return named | {name for node in main for name in _callees(node)}


def _called(roots: set[str], functions: dict[str, list[NodeDef]]) -> set[str]:
    found: set[str] = set()
    rest = list(roots)
    while rest:
        name = rest.pop()
        if name in functions and name not in found:
            found.add(name)
            rest += [callee for node in functions[name] for callee in _callees(node)]
    return found


def _callees(node: NodeDef) -> Iterator[str]:
    yield node.op
    for attribute in node.attr.values():
        if attribute.HasField("func"):
            yield attribute.func.name
        yield from (function.name for function in attribute.list.func)
