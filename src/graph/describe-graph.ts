import { type ActivationMemory, measureActivations } from "./activation-memory.ts";
import { type ConstantFacts, countConstants } from "./constants.ts";
import type { Dimension, Graph, Operator, Opset, Tensor } from "./graph.ts";
import type { DataType } from "./data-type.ts";
import { countMacs, countTotalMacs } from "./macs.ts";
import type { AttributeValue, OperatorOptions } from "./operator-options.ts";
import { type Granularity, quantizationGranularity } from "./quantization-granularity.ts";

/** A graph and the facts derived from it as plain JSON: tensors are referred to by index, `null` is unknown. */
export interface GraphDescription {
  readonly format: Graph["format"];
  readonly formatVersion: number;
  readonly description: string;
  readonly producer?: string;
  readonly minRuntimeVersion?: string;
  readonly opsets: readonly Opset[];
  readonly metadata: readonly string[];
  readonly signatures: readonly SignatureDescription[];
  readonly subgraphs: readonly SubgraphDescription[];
  readonly constants: ConstantFacts;
}

export interface SignatureDescription {
  readonly key: string;
  readonly subgraphIndex: number;
  readonly inputs: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, number>>;
}

export interface SubgraphDescription {
  readonly index: number;
  readonly name: string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly operators: readonly OperatorDescription[];
  readonly tensors: readonly TensorDescription[];
  readonly macs: number | null;
  readonly activations: ActivationMemory;
}

export interface OperatorDescription {
  readonly index: number;
  readonly name: string;
  readonly customName?: string;
  readonly nodeName?: string;
  readonly domain?: string;
  readonly version: number;
  readonly inputs: readonly (number | null)[];
  readonly outputs: readonly (number | null)[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly macs: number | null;
}

export interface TensorDescription {
  readonly index: number;
  readonly name: string;
  readonly dtype: DataType;
  readonly shape: readonly (Exclude<Dimension, undefined> | null)[] | null;
  readonly shapeSignature?: readonly number[];
  readonly shapeSource: Tensor["shapeSource"];
  readonly isConstant: boolean;
  readonly isExternal: boolean;
  readonly isVariable: boolean;
  readonly isSparse: boolean;
  readonly quantization?: QuantizationDescription;
}

export interface QuantizationDescription {
  readonly granularity: Granularity;
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
  readonly axis: number;
}

export function describeGraph(graph: Graph): GraphDescription {
  const { format, formatVersion, description, producer, minRuntimeVersion, opsets } = graph;
  return {
    format,
    formatVersion,
    description,
    ...(producer !== undefined && { producer }),
    ...(minRuntimeVersion !== undefined && { minRuntimeVersion }),
    opsets,
    metadata: [...graph.metadata.keys()],
    signatures: graph.signatures.map(({ key, subgraphIndex, inputs, outputs }) => ({
      key,
      subgraphIndex,
      inputs: Object.fromEntries(inputs.map(({ name, tensor }) => [name, tensor.index])),
      outputs: Object.fromEntries(outputs.map(({ name, tensor }) => [name, tensor.index])),
    })),
    subgraphs: graph.subgraphs.map((subgraph) => ({
      index: subgraph.index,
      name: subgraph.name,
      inputs: subgraph.inputs.map((tensor) => tensor.index),
      outputs: subgraph.outputs.map((tensor) => tensor.index),
      operators: subgraph.operators.map(describeOperator),
      tensors: subgraph.tensors.map(describeTensor),
      macs: countTotalMacs(subgraph.operators) ?? null,
      activations: measureActivations(subgraph),
    })),
    constants: countConstants(graph),
  };
}

function describeOperator(operator: Operator): OperatorDescription {
  const { index, name, customName, nodeName, domain, version } = operator;
  return {
    index,
    name,
    ...(customName !== undefined && { customName }),
    ...(nodeName !== undefined && { nodeName }),
    ...(domain !== undefined && { domain }),
    version,
    inputs: operator.inputs.map((tensor) => tensor?.index ?? null),
    outputs: operator.outputs.map((tensor) => tensor?.index ?? null),
    options: describeOptions(operator.options),
    macs: countMacs(operator) ?? null,
  };
}

function describeTensor(tensor: Tensor): TensorDescription {
  const { index, name, dtype, shape, shapeSignature, shapeSource, quantization } = tensor;
  return {
    index,
    name,
    dtype,
    shape: shape?.map((size) => size ?? null) ?? null,
    ...(shapeSignature !== undefined && { shapeSignature }),
    shapeSource,
    isConstant: tensor.data !== undefined,
    isExternal: tensor.data?.external === true,
    isVariable: tensor.isVariable,
    isSparse: tensor.sparsity !== undefined,
    ...(quantization !== undefined && {
      quantization: {
        granularity: quantizationGranularity(tensor),
        scales: quantization.scales,
        zeroPoints: quantization.zeroPoints,
        axis: quantization.axis,
      },
    }),
  };
}

/** Opaque bytes and tensors become their sizes. */
function describeOptions(options: OperatorOptions): Readonly<Record<string, unknown>> {
  if (options.kind === "Custom") return { kind: options.kind, sizeBytes: options.data.length };
  if (options.kind !== "Onnx") return { ...options };
  const attributes = [...options.attributes].map(([name, value]) => [name, plainValue(value)]);
  return { kind: options.kind, attributes: Object.fromEntries(attributes) };
}

function plainValue(attribute: AttributeValue): unknown {
  if ("value" in attribute) return attribute.value;
  if ("values" in attribute) return attribute.values;
  if (attribute.type === "GRAPH") return { subgraphIndex: attribute.subgraphIndex };
  if (attribute.type === "TENSOR") return { dtype: attribute.dtype, shape: attribute.shape };
  return null;
}
