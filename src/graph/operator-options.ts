import type { ConstantData, DataType } from "./data-type.ts";

/** `UNKNOWN` is a code that the schema did not have when this was written. */
export type Padding = "SAME" | "VALID" | "UNKNOWN";

export type Activation =
  "NONE" | "RELU" | "RELU_N1_TO_1" | "RELU6" | "TANH" | "SIGN_BIT" | "UNKNOWN";

interface Fused {
  readonly fusedActivation: Activation;
}

interface Window2D extends Fused {
  readonly padding: Padding;
  readonly strideH: number;
  readonly strideW: number;
}

interface Dilation2D {
  readonly dilationH: number;
  readonly dilationW: number;
}

interface Recurrent extends Fused {
  readonly asymmetricQuantizeInputs: boolean;
}

interface Lstm extends Recurrent {
  readonly cellClip: number;
  readonly projClip: number;
}

interface ResizeMode {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

/**
 * What an operator is told besides its operands, by the name of its options table in TFLite's schema.
 *
 * Only tables with at least one field have an entry: an operator without settings has `None`.
 * Source: tensorflow/compiler/mlir/lite/schema/schema.fbs as generated into ai-edge-litert 2.3.0 (read 2026-11-22).
 */
export interface OptionsByKind {
  readonly Conv2D: Window2D & Dilation2D & { readonly quantizedBiasType: DataType };
  readonly DepthwiseConv2D: Window2D & Dilation2D & { readonly depthMultiplier: number };
  readonly TransposeConv: Window2D & { readonly quantizedBiasType: DataType };
  readonly Conv3D: Window2D & Dilation2D & { readonly strideD: number; readonly dilationD: number };
  readonly Pool2D: Window2D & { readonly filterH: number; readonly filterW: number };
  readonly FullyConnected: Fused & {
    readonly weightsFormat: "DEFAULT" | "SHUFFLED4x16INT8" | "UNKNOWN";
    readonly keepNumDims: boolean;
    readonly asymmetricQuantizeInputs: boolean;
    readonly quantizedBiasType: DataType;
  };
  readonly BatchMatMul: {
    readonly adjX: boolean;
    readonly adjY: boolean;
    readonly asymmetricQuantizeInputs: boolean;
  };
  readonly Add: Fused & { readonly potScaleInt16: boolean };
  readonly Sub: Fused & { readonly potScaleInt16: boolean };
  readonly Mul: Fused;
  readonly Div: Fused;
  readonly L2Norm: Fused;
  readonly Concatenation: Fused & { readonly axis: number };
  readonly Softmax: { readonly beta: number };
  readonly LeakyRelu: { readonly alpha: number };
  readonly Gelu: { readonly approximate: boolean };
  readonly LocalResponseNormalization: {
    readonly radius: number;
    readonly bias: number;
    readonly alpha: number;
    readonly beta: number;
  };
  /** Empty `newShape`: the shape is the second operand. */
  readonly Reshape: { readonly newShape: readonly number[] };
  /** Empty `squeezeDims`: every dimension of size 1 goes. */
  readonly Squeeze: { readonly squeezeDims: readonly number[] };
  readonly ResizeBilinear: ResizeMode;
  readonly ResizeNearestNeighbor: ResizeMode;
  readonly SpaceToDepth: { readonly blockSize: number };
  readonly DepthToSpace: { readonly blockSize: number };
  /** MEAN, SUM, REDUCE_MAX and the other reductions. */
  readonly Reducer: { readonly keepDims: boolean };
  /** Bit i of a mask stands for dimension i. */
  readonly StridedSlice: {
    readonly beginMask: number;
    readonly endMask: number;
    readonly ellipsisMask: number;
    readonly newAxisMask: number;
    readonly shrinkAxisMask: number;
    readonly offset: boolean;
  };
  readonly Split: { readonly numSplits: number };
  readonly SplitV: { readonly numSplits: number };
  readonly Pack: { readonly valuesCount: number; readonly axis: number };
  readonly Unpack: { readonly num: number; readonly axis: number };
  readonly Gather: { readonly axis: number; readonly batchDims: number };
  readonly OneHot: { readonly axis: number };
  readonly Cast: { readonly inDataType: DataType; readonly outDataType: DataType };
  readonly ArgMax: { readonly outputType: DataType };
  readonly ArgMin: { readonly outputType: DataType };
  readonly Shape: { readonly outType: DataType };
  readonly Unique: { readonly idxOutType: DataType };
  readonly MirrorPad: { readonly mode: "REFLECT" | "SYMMETRIC" | "UNKNOWN" };
  readonly ReverseSequence: { readonly seqDim: number; readonly batchDim: number };
  readonly Cumsum: { readonly exclusive: boolean; readonly reverse: boolean };
  readonly FakeQuant: {
    readonly min: number;
    readonly max: number;
    readonly numBits: number;
    readonly narrowRange: boolean;
  };
  readonly SVDF: Recurrent & { readonly rank: number };
  readonly RNN: Recurrent;
  readonly SequenceRNN: Recurrent & { readonly timeMajor: boolean };
  readonly BidirectionalSequenceRNN: Recurrent & {
    readonly timeMajor: boolean;
    readonly mergeOutputs: boolean;
  };
  readonly LSTM: Lstm & { readonly kernelType: "FULL" | "BASIC" | "UNKNOWN" };
  readonly UnidirectionalSequenceLSTM: Lstm & {
    readonly timeMajor: boolean;
    readonly diagonalRecurrentTensors: boolean;
  };
  readonly BidirectionalSequenceLSTM: Lstm & {
    readonly timeMajor: boolean;
    readonly mergeOutputs: boolean;
  };
  readonly SparseToDense: { readonly validateIndices: boolean };
  readonly EmbeddingLookupSparse: { readonly combiner: "SUM" | "MEAN" | "SQRTN" | "UNKNOWN" };
  readonly LSHProjection: { readonly type: "UNKNOWN" | "SPARSE" | "DENSE" };
  readonly SkipGram: {
    readonly ngramSize: number;
    readonly maxSkipSize: number;
    readonly includeAllNgrams: boolean;
  };
  readonly ConcatEmbeddings: {
    readonly numChannels: number;
    readonly numColumnsPerChannel: readonly number[];
    readonly embeddingDimPerChannel: readonly number[];
  };
  readonly Bucketize: { readonly boundaries: readonly number[] };
  readonly Random: { readonly seed: number; readonly seed2: number };
  readonly VarHandle: { readonly container: string; readonly sharedName: string };
  readonly Hashtable: {
    readonly tableId: number;
    readonly keyDtype: DataType;
    readonly valueDtype: DataType;
  };
  /** Control flow names its bodies by their index in `Graph.subgraphs`. */
  readonly If: { readonly thenSubgraphIndex: number; readonly elseSubgraphIndex: number };
  readonly While: { readonly condSubgraphIndex: number; readonly bodySubgraphIndex: number };
  readonly CallOnce: { readonly initSubgraphIndex: number };
  readonly Call: { readonly subgraph: number };
  readonly StableHLOComposite: {
    readonly name: string;
    readonly decompositionSubgraphIndex: number;
    readonly version: number;
  };
  /** The opaque settings of a TFLite custom operator; a delegate's compiled program stands here too. */
  readonly Custom: { readonly data: Uint8Array };
  /** An ONNX node's attributes by name. */
  readonly Onnx: { readonly attributes: ReadonlyMap<string, AttributeValue> };
  /** The operator has no options table, or one without fields. */
  readonly None: unknown;
  /** A table of the schema that no rule needs (`StablehloGather`, a newer one): its union code. */
  readonly Unread: { readonly union: 1 | 2; readonly type: number };
}

export type OptionsKind = keyof OptionsByKind;

/** An operator's options, told apart by `kind`. */
export type OperatorOptions = {
  [K in OptionsKind]: { readonly kind: K } & OptionsByKind[K];
}[OptionsKind];

/** The value of an ONNX attribute, told apart by `type` as in the format's own enumeration. */
export type AttributeValue =
  | { readonly type: "FLOAT" | "INT"; readonly value: number }
  | { readonly type: "STRING"; readonly value: string }
  | { readonly type: "FLOATS" | "INTS"; readonly values: readonly number[] }
  | { readonly type: "STRINGS"; readonly values: readonly string[] }
  | {
      readonly type: "TENSOR";
      readonly dtype: DataType;
      readonly shape: readonly number[];
      readonly data: ConstantData;
    }
  /** A nested graph (the bodies of `If`, `Loop`, `Scan`), by its index in `Graph.subgraphs`. */
  | { readonly type: "GRAPH"; readonly subgraphIndex: number }
  /** A kind that no rule reads: sparse tensors, type protos, lists of tensors. */
  | { readonly type: "UNREAD"; readonly code: number };
