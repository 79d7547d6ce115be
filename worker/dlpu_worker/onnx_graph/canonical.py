"""One form for graphs that differ only in how their parts are numbered and ordered.

tf2onnx numbers what it makes (`const_fold_opt__93`) in the order in which it walks sets of Python
objects, which is another in every process, whatever the hash seed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from onnx import GraphProto, ModelProto, NodeProto

_NUMBER = re.compile(r"__\d+")


def canonicalize(model: ModelProto) -> None:
    """Order nodes, constants and attributes by use from the outputs back, and number names anew.

    Names of inputs and outputs stay. Nodes that no output needs are left out.
    """
    graph = model.graph
    nodes = _in_order_of_use(graph)
    renamed = _number_anew(graph, nodes)
    _order_constants(graph, nodes)
    for node in nodes:
        attributes = sorted(node.attribute, key=lambda attribute: attribute.name)
        del node.attribute[:]
        node.attribute.extend(attributes)
    del graph.node[:]
    graph.node.extend(nodes)
    _rename(graph, renamed)
    _number_nodes(graph.node)
    facts = sorted(graph.value_info, key=lambda value: value.name)
    del graph.value_info[:]
    graph.value_info.extend(facts)


def _in_order_of_use(graph: GraphProto) -> list[NodeProto]:
    maker = {name: node for node in graph.node for name in node.output if name}
    ordered: dict[int, NodeProto] = {}
    rest = [(maker[value.name], False) for value in reversed(graph.output) if value.name in maker]
    while rest:
        node, ready = rest.pop()
        if id(node) in ordered:
            continue
        if ready:
            ordered[id(node)] = node
            continue
        rest.append((node, True))
        rest += [(maker[name], False) for name in reversed(list(_reads(node))) if name in maker]
    return list(ordered.values())


def _reads(node: NodeProto) -> Iterator[str]:
    """Tensors that a node needs, also those that only its inner graphs read."""
    yield from node.input
    for graph in _inner_graphs(node):
        for inner in graph.node:
            yield from _reads(inner)


def _inner_graphs(node: NodeProto) -> Iterator[GraphProto]:
    for attribute in node.attribute:
        if attribute.HasField("g"):
            yield attribute.g
        yield from attribute.graphs


def _number_anew(graph: GraphProto, nodes: Iterable[NodeProto]) -> dict[str, str]:
    """New names by old ones, numbered in the order of first use."""
    kept = {value.name for value in [*graph.input, *graph.output]}
    renamed = {name: name for name in kept}
    taken = set(kept)
    counts: dict[str, int] = {}
    for node in nodes:
        for name in [*_reads(node), *node.output]:
            if name and name not in renamed:
                renamed[name] = _free_name(_NUMBER.sub("", name), taken, counts)
    return renamed


def _free_name(base: str, taken: set[str], counts: dict[str, int]) -> str:
    name = base
    while name in taken:
        counts[base] = counts.get(base, 0) + 1
        name = f"{base}_{counts[base]}"
    taken.add(name)
    return name


def _order_constants(graph: GraphProto, nodes: Iterable[NodeProto]) -> None:
    used = dict.fromkeys(name for node in nodes for name in _reads(node))
    used |= dict.fromkeys(value.name for value in graph.output)
    by_name = {constant.name: constant for constant in graph.initializer}
    ordered = [by_name[name] for name in used if name in by_name]
    del graph.initializer[:]
    graph.initializer.extend(ordered)


def _rename(graph: GraphProto, renamed: dict[str, str]) -> None:
    for value in [*graph.initializer, *graph.value_info]:
        value.name = renamed.get(value.name, value.name)
    for node in graph.node:
        node.input[:] = [renamed.get(name, name) for name in node.input]
        node.output[:] = [renamed.get(name, name) for name in node.output]
        for inner in _inner_graphs(node):
            _rename(inner, renamed)


def _number_nodes(nodes: Iterable[NodeProto]) -> None:
    taken: set[str] = set()
    counts: dict[str, int] = {}
    for node in nodes:
        base = _NUMBER.sub("", node.name) or node.op_type
        node.name = _free_name(base, taken, counts)
