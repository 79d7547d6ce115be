import type { DataType, ConstantData } from "./data-type.ts";
import type { OperatorOptions } from "./operator-options.ts";

/**
 * A model parsed into operators and tensors: the one representation that rules read, whatever the file format.
 *
 * Names are untrusted text. Byte arrays are views of the file, never copies, unless the format packs values.
 */
export interface Graph {
  readonly format: "tflite" | "onnx";
  /** Length of the model file, without ONNX external data. */
  readonly fileSizeBytes: number;
  /** Version of the file format: the TFLite schema version or the ONNX IR version. */
  readonly formatVersion: number;
  readonly description: string;
  /** The tool that wrote the file, when the format says so. */
  readonly producer?: string;
  /** The main graph first; TFLite's bodies of control flow and further signatures follow. Never empty. */
  readonly subgraphs: readonly Subgraph[];
  readonly signatures: readonly Signature[];
  /** Metadata by name; a later entry of the same name replaces an earlier one. */
  readonly metadata: ReadonlyMap<string, Uint8Array>;
  /** Oldest TFLite runtime that the converter says can run this file, such as `1.14.0`. */
  readonly minRuntimeVersion?: string;
  /** ONNX operator sets that the model imports; empty for TFLite. The default domain is `""`. */
  readonly opsets: readonly Opset[];
}

export interface Subgraph {
  readonly index: number;
  readonly name: string;
  /** By index; ONNX values in order of first appearance. */
  readonly tensors: readonly Tensor[];
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** In the file's order, which is the order of execution. */
  readonly operators: readonly Operator[];
}

export interface Operator {
  /** Position in its subgraph. */
  readonly index: number;
  /** The builtin's name in TFLite's schema (`CONV_2D`, `CUSTOM`, `UNKNOWN(300)`) or the ONNX operator type (`Conv`). */
  readonly name: string;
  /** Name of a TFLite custom operator, such as `TFLite_Detection_PostProcess`. */
  readonly customName?: string;
  /** ONNX node name, when it has one. */
  readonly nodeName?: string;
  /** ONNX domain; absent for TFLite. */
  readonly domain?: string;
  /** TFLite operator version; for ONNX the version of the operator set that the node's domain imports. */
  readonly version: number;
  /** `undefined` stands for an optional operand that is left out. */
  readonly inputs: readonly (Tensor | undefined)[];
  readonly outputs: readonly (Tensor | undefined)[];
  /** Scratch tensors of TFLite's quantized LSTM; empty elsewhere. */
  readonly intermediates: readonly (Tensor | undefined)[];
  readonly options: OperatorOptions;
}

/** A size: known, named (an ONNX dynamic axis), or unknown. Negative TFLite sizes are kept as written. */
export type Dimension = number | string | undefined;

export interface Tensor {
  readonly index: number;
  readonly name: string;
  readonly dtype: DataType;
  /** Sizes as stored in the file or inferred; `undefined` when even the rank is unknown. `[]` is a scalar. */
  readonly shape: readonly Dimension[] | undefined;
  /** TFLite only: like `shape`, with -1 for sizes that may change at run time. */
  readonly shapeSignature?: readonly number[];
  /** `file` when the sizes were read, `inferred` when dlpu derived them from the operators. */
  readonly shapeSource: "file" | "inferred";
  /** TFLite resource-like state that lives across inferences. */
  readonly isVariable: boolean;
  readonly quantization?: Quantization;
  readonly sparsity?: Sparsity;
  /** The constant's values; absent for anything computed at run time. */
  readonly data?: ConstantData;
}

/** Affine quantization: `real = scale × (stored − zero point)`. */
export interface Quantization {
  /** One scale for the tensor, or one for each slice along `axis`. May be empty when only `details` are given. */
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
  /** Dimension that several scales run along. */
  readonly axis: number;
  /** Ranges seen in calibration, informative. */
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly details?: QuantizationDetails;
}

export type QuantizationDetails =
  | {
      /** Scales and zero points are tensors of their own, one value a block. */
      readonly kind: "blockwise";
      readonly scales: Tensor | undefined;
      readonly zeroPoints: Tensor | undefined;
      readonly blockSize: number;
      readonly blockShape: readonly number[];
    }
  | {
      readonly kind: "multi-axis";
      readonly scales: Tensor | undefined;
      readonly zeroPoints: Tensor | undefined;
      readonly blockSize: number;
      readonly axes: readonly number[];
    }
  | { readonly kind: "custom"; readonly data: Uint8Array }
  | { readonly kind: "unknown"; readonly type: number };

/** How a sparse TFLite constant is stored. */
export interface Sparsity {
  readonly traversalOrder: readonly number[];
  readonly blockMap: readonly number[];
  readonly dimensions: readonly {
    readonly format: "DENSE" | "SPARSE_CSR" | "UNKNOWN";
    readonly denseSize: number;
  }[];
}

/** A named entry point of a TFLite file. */
export interface Signature {
  readonly key: string;
  readonly subgraphIndex: number;
  readonly inputs: readonly NamedTensor[];
  readonly outputs: readonly NamedTensor[];
}

export interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}

export interface Opset {
  readonly domain: string;
  readonly version: number;
}
