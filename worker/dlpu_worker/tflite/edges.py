"""Who makes a tensor, and who reads it."""

from __future__ import annotations

from dlpu_worker.tflite.flatbuffer import Operator, Subgraph


def find_producer(subgraph: Subgraph, index: int) -> Operator | None:
    """The operator that computes a tensor; None for graph inputs and constants."""
    return next((op for op in subgraph.operators if index in map(int, op.outputs)), None)


def find_readers(subgraph: Subgraph, index: int) -> list[Operator]:
    """Every operator that reads a tensor."""
    return [op for op in subgraph.operators if index in map(int, op.inputs)]


def is_graph_output(subgraph: Subgraph, index: int) -> bool:
    """Whether the application reads this tensor."""
    return index in map(int, subgraph.outputs)
