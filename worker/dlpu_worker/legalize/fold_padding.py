"""PAD in front of a convolution or a max pool, folded into its own SAME padding.

A convolution pads with the zero point, as PAD does. A max pool ignores what it pads; a PAD with the
least integer does not change a maximum either, and zeros after a ReLU are that integer.
"""

from __future__ import annotations

from ai_edge_litert import schema_py_generated as schema

from dlpu_worker.legalize.graph import describe_operator, replace_operator
from dlpu_worker.legalize.padding import Padding, find_padding
from dlpu_worker.legalize.rewrite import Scope
from dlpu_worker.tflite.edges import find_readers, is_graph_output
from dlpu_worker.tflite.flatbuffer import Model, Operator, Subgraph, operator_name, tensor_shape
from dlpu_worker.tflite.windows import CONVOLUTIONS, find_window, same_padding


def fold_padding(model: Model, scope: Scope) -> list[str]:
    """Fold each PAD whose readers all pad just as much with SAME."""
    subgraph = model.subgraphs[0]
    lines = []
    for operator in scope.select(model, "PAD", "PADV2"):
        source, result = int(operator.inputs[0]), int(operator.outputs[0])
        padding = find_padding(model, subgraph, operator)
        readers = find_readers(subgraph, result)
        if padding is None or not readers or is_graph_output(subgraph, result):
            continue
        shape = tensor_shape(subgraph.tensors[source])
        if not all(_pads_alike(model, subgraph, reader, shape, padding) for reader in readers):
            continue
        lines.append(describe_operator(model, subgraph, operator))
        for reader in readers:
            reader.inputs = [source, *map(int, reader.inputs[1:])]
            reader.builtinOptions.padding = schema.Padding.SAME
        replace_operator(subgraph, operator, [])
    return lines


def _pads_alike(
    model: Model, subgraph: Subgraph, reader: Operator, shape: list[int], padding: Padding
) -> bool:
    window = find_window(model, subgraph, reader)
    if window is None or window.is_same:
        return False
    name = operator_name(model, reader)
    ignored = padding.zero_point if name in CONVOLUTIONS else padding.lowest
    exact = name in CONVOLUTIONS or name == "MAX_POOL_2D"
    return (
        exact
        and padding.value == ignored
        and padding.amounts.tolist() == same_padding(shape, window)
    )
