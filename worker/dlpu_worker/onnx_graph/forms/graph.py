"""What the forms read of a graph, and what they are written with."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper, shape_inference

_OPSET_OF_CLIP_INPUTS = 11


class Facts:
    """Types and constants of a model, looked up once."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.graph = model.graph
        self.opset = max((e.version for e in model.opset_import if not e.domain), default=1)
        self._constants = {tensor.name: tensor for tensor in model.graph.initializer}
        for node in model.graph.node:
            if node.op_type == "Constant" and node.attribute[0].name == "value":
                self._constants[node.output[0]] = node.attribute[0].t
        typed = shape_inference.infer_shapes(model).graph
        values = (*typed.input, *typed.value_info, *typed.output)
        self._types = {value.name: value.type.tensor_type.elem_type for value in values}

    def is_float32(self, name: str) -> bool:
        """Whether a tensor is known to be float32."""
        return self._types.get(name) == onnx.TensorProto.FLOAT

    def number(self, name: str) -> float | None:
        """The number that a constant holds, if it holds one."""
        tensor = self._constants.get(name)
        values = None if tensor is None else numpy_helper.to_array(tensor)
        return float(values.reshape(())) if values is not None and values.size == 1 else None


class Writer:
    """Writes what stands for one node: new nodes and constants named after its output."""

    def __init__(self, facts: Facts, node: onnx.NodeProto) -> None:
        self._facts = facts
        self._stem = node.output[0]
        self.nodes: list[onnx.NodeProto] = []

    def scalar(self, value: float, role: str) -> str:
        """A constant of one number."""
        name = f"{self._stem}_{role}"
        tensor = numpy_helper.from_array(np.array(value, np.float32), name)
        self._facts.graph.initializer.append(tensor)
        return name

    def add(self, operator: str, inputs: list[str], role: str, **attributes: float) -> str:
        """A node; returns the name of its output."""
        return self.finish(operator, inputs, f"{self._stem}_{role}", **attributes)

    def finish(self, operator: str, inputs: list[str], output: str, **attributes: float) -> str:
        """The node that computes the named output."""
        node = helper.make_node(operator, inputs, [output], name=output)
        node.attribute.extend(helper.make_attribute(*pair) for pair in sorted(attributes.items()))
        self.nodes.append(node)
        return output

    def relu6(self, value: str) -> str:
        """Clip to [0, 6], which the converter writes as RELU6."""
        if self._facts.opset < _OPSET_OF_CLIP_INPUTS:
            return self.add("Clip", [value], "relu6", min=0.0, max=6.0)
        limits = [self.scalar(0, "lowest"), self.scalar(6, "highest")]
        return self.add("Clip", [value, *limits], "relu6")

    def sixth_of_relu6(self, value: str, output: str) -> list[onnx.NodeProto]:
        """All nodes, ending in RELU6(value) / 6 as the named output."""
        self.finish("Mul", [self.relu6(value), self.scalar(1 / 6, "sixth")], output)
        return self.nodes


def number_attribute(node: onnx.NodeProto, name: str, default: float) -> float:
    """A float or integer attribute."""
    for attribute in node.attribute:
        if attribute.name == name:
            return float(helper.get_attribute_value(attribute))
    return default
