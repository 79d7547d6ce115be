import type { DataType } from "../data-type.ts";
import type {
  Activation,
  OperatorOptions,
  OptionsByKind,
  OptionsKind,
  Padding,
} from "../operator-options.ts";
import { resolveDataType } from "./data-types.ts";
import type { Field, FlatTable } from "../flatbuffer/flat-table.ts";

/**
 * Reads the options table of a TFLite operator.
 *
 * `type` is the code in the schema's union `BuiltinOptions` (1) or `BuiltinOptions2` (2).
 */
export function parseOptions(
  union: 1 | 2,
  type: number,
  table: FlatTable | undefined,
): OperatorOptions {
  const kind = (union === 1 ? KINDS : KINDS_2).get(type);
  if (kind === undefined) {
    const isEmpty = type === 0 || (union === 1 && type <= LAST_KNOWN_TYPE);
    return isEmpty ? { kind: "None" } : { kind: "Unread", union, type };
  }
  if (table === undefined) return { kind: "None" };
  const layout: Readonly<Record<string, Read<unknown>>> = LAYOUTS[kind];
  const values = Object.entries(layout).map(([name, read]) => [name, read(table)] as const);
  // The layout of `kind` has a reader of the right type for each of its fields: see `Layouts`.
  return { kind, ...Object.fromEntries(values) } as OperatorOptions;
}

type Read<T> = (table: FlatTable) => T;
type TableKind = Exclude<OptionsKind, "Custom" | "Onnx" | "None" | "Unread">;
type Layouts = {
  [K in TableKind]: { readonly [F in keyof OptionsByKind[K]]: Read<OptionsByKind[K][F]> };
};

/** Codes of `BuiltinOptions` up to here are known; those without an entry in `KINDS` have no fields. */
const LAST_KNOWN_TYPE = 126;

const ACTIVATIONS: readonly Activation[] = [
  "NONE",
  "RELU",
  "RELU_N1_TO_1",
  "RELU6",
  "TANH",
  "SIGN_BIT",
];
const PADDINGS: readonly Padding[] = ["SAME", "VALID"];

/** The readers of each table's fields: the number is the slot in the schema. */
const LAYOUTS: Layouts = {
  Conv2D: {
    padding: choice(0, PADDINGS),
    strideW: int32(1),
    strideH: int32(2),
    fusedActivation: choice(3, ACTIVATIONS),
    dilationW: int32(4, 1),
    dilationH: int32(5, 1),
    quantizedBiasType: dataType(6),
  },
  DepthwiseConv2D: {
    padding: choice(0, PADDINGS),
    strideW: int32(1),
    strideH: int32(2),
    depthMultiplier: int32(3),
    fusedActivation: choice(4, ACTIVATIONS),
    dilationW: int32(5, 1),
    dilationH: int32(6, 1),
  },
  TransposeConv: {
    padding: choice(0, PADDINGS),
    strideW: int32(1),
    strideH: int32(2),
    fusedActivation: choice(3, ACTIVATIONS),
    quantizedBiasType: dataType(4),
  },
  Conv3D: {
    padding: choice(0, PADDINGS),
    strideD: int32(1),
    strideW: int32(2),
    strideH: int32(3),
    fusedActivation: choice(4, ACTIVATIONS),
    dilationD: int32(5, 1),
    dilationW: int32(6, 1),
    dilationH: int32(7, 1),
  },
  Pool2D: {
    padding: choice(0, PADDINGS),
    strideW: int32(1),
    strideH: int32(2),
    filterW: int32(3),
    filterH: int32(4),
    fusedActivation: choice(5, ACTIVATIONS),
  },
  FullyConnected: {
    fusedActivation: choice(0, ACTIVATIONS),
    weightsFormat: choice(1, ["DEFAULT", "SHUFFLED4x16INT8"]),
    keepNumDims: bool(2),
    asymmetricQuantizeInputs: bool(3),
    quantizedBiasType: dataType(4),
  },
  BatchMatMul: { adjX: bool(0), adjY: bool(1), asymmetricQuantizeInputs: bool(2) },
  Add: { fusedActivation: choice(0, ACTIVATIONS), potScaleInt16: bool(1, true) },
  Sub: { fusedActivation: choice(0, ACTIVATIONS), potScaleInt16: bool(1, true) },
  Mul: { fusedActivation: choice(0, ACTIVATIONS) },
  Div: { fusedActivation: choice(0, ACTIVATIONS) },
  L2Norm: { fusedActivation: choice(0, ACTIVATIONS) },
  Concatenation: { axis: int32(0), fusedActivation: choice(1, ACTIVATIONS) },
  Softmax: { beta: float32(0) },
  LeakyRelu: { alpha: float32(0) },
  Gelu: { approximate: bool(0) },
  LocalResponseNormalization: {
    radius: int32(0),
    bias: float32(1),
    alpha: float32(2),
    beta: float32(3),
  },
  Reshape: { newShape: int32s(0) },
  Squeeze: { squeezeDims: int32s(0) },
  ResizeBilinear: { alignCorners: bool(2), halfPixelCenters: bool(3) },
  ResizeNearestNeighbor: { alignCorners: bool(0), halfPixelCenters: bool(1) },
  SpaceToDepth: { blockSize: int32(0) },
  DepthToSpace: { blockSize: int32(0) },
  Reducer: { keepDims: bool(0) },
  StridedSlice: {
    beginMask: int32(0),
    endMask: int32(1),
    ellipsisMask: int32(2),
    newAxisMask: int32(3),
    shrinkAxisMask: int32(4),
    offset: bool(5),
  },
  Split: { numSplits: int32(0) },
  SplitV: { numSplits: int32(0) },
  Pack: { valuesCount: int32(0), axis: int32(1) },
  Unpack: { num: int32(0), axis: int32(1) },
  Gather: { axis: int32(0), batchDims: int32(1) },
  OneHot: { axis: int32(0) },
  Cast: { inDataType: dataType(0), outDataType: dataType(1) },
  ArgMax: { outputType: dataType(0) },
  ArgMin: { outputType: dataType(0) },
  Shape: { outType: dataType(0) },
  Unique: { idxOutType: dataType(0, 2) },
  MirrorPad: { mode: choice(0, ["REFLECT", "SYMMETRIC"]) },
  ReverseSequence: { seqDim: int32(0), batchDim: int32(1) },
  Cumsum: { exclusive: bool(0), reverse: bool(1) },
  FakeQuant: { min: float32(0), max: float32(1), numBits: int32(2), narrowRange: bool(3) },
  SVDF: {
    rank: int32(0),
    fusedActivation: choice(1, ACTIVATIONS),
    asymmetricQuantizeInputs: bool(2),
  },
  RNN: { fusedActivation: choice(0, ACTIVATIONS), asymmetricQuantizeInputs: bool(1) },
  SequenceRNN: {
    timeMajor: bool(0),
    fusedActivation: choice(1, ACTIVATIONS),
    asymmetricQuantizeInputs: bool(2),
  },
  BidirectionalSequenceRNN: {
    timeMajor: bool(0),
    fusedActivation: choice(1, ACTIVATIONS),
    mergeOutputs: bool(2),
    asymmetricQuantizeInputs: bool(3),
  },
  LSTM: {
    fusedActivation: choice(0, ACTIVATIONS),
    cellClip: float32(1),
    projClip: float32(2),
    kernelType: choice(3, ["FULL", "BASIC"]),
    asymmetricQuantizeInputs: bool(4),
  },
  UnidirectionalSequenceLSTM: {
    fusedActivation: choice(0, ACTIVATIONS),
    cellClip: float32(1),
    projClip: float32(2),
    timeMajor: bool(3),
    asymmetricQuantizeInputs: bool(4),
    diagonalRecurrentTensors: bool(5),
  },
  BidirectionalSequenceLSTM: {
    fusedActivation: choice(0, ACTIVATIONS),
    cellClip: float32(1),
    projClip: float32(2),
    mergeOutputs: bool(3),
    timeMajor: bool(4, true),
    asymmetricQuantizeInputs: bool(5),
  },
  SparseToDense: { validateIndices: bool(0) },
  EmbeddingLookupSparse: { combiner: choice(0, ["SUM", "MEAN", "SQRTN"]) },
  LSHProjection: { type: choice(0, ["UNKNOWN", "SPARSE", "DENSE"]) },
  SkipGram: { ngramSize: int32(0), maxSkipSize: int32(1), includeAllNgrams: bool(2) },
  ConcatEmbeddings: {
    numChannels: int32(0),
    numColumnsPerChannel: int32s(1),
    embeddingDimPerChannel: int32s(2),
  },
  Bucketize: { boundaries: float32s(0) },
  Random: { seed: int64(0), seed2: int64(1) },
  VarHandle: { container: text(0), sharedName: text(1) },
  Hashtable: { tableId: int32(0), keyDtype: dataType(1), valueDtype: dataType(2) },
  If: { thenSubgraphIndex: int32(0), elseSubgraphIndex: int32(1) },
  While: { condSubgraphIndex: int32(0), bodySubgraphIndex: int32(1) },
  CallOnce: { initSubgraphIndex: int32(0) },
  Call: { subgraph: int32(0) },
  StableHLOComposite: { name: text(0), decompositionSubgraphIndex: int32(1), version: int32(4) },
};

/** Codes of the union `BuiltinOptions` for the tables that have fields. */
const KINDS: ReadonlyMap<number, TableKind> = new Map<number, TableKind>([
  [1, "Conv2D"],
  [2, "DepthwiseConv2D"],
  [3, "ConcatEmbeddings"],
  [4, "LSHProjection"],
  [5, "Pool2D"],
  [6, "SVDF"],
  [7, "RNN"],
  [8, "FullyConnected"],
  [9, "Softmax"],
  [10, "Concatenation"],
  [11, "Add"],
  [12, "L2Norm"],
  [13, "LocalResponseNormalization"],
  [14, "LSTM"],
  [15, "ResizeBilinear"],
  [16, "Call"],
  [17, "Reshape"],
  [18, "SkipGram"],
  [19, "SpaceToDepth"],
  [20, "EmbeddingLookupSparse"],
  [21, "Mul"],
  [23, "Gather"],
  [27, "Reducer"],
  [28, "Sub"],
  [29, "Div"],
  [30, "Squeeze"],
  [31, "SequenceRNN"],
  [32, "StridedSlice"],
  [35, "Split"],
  [37, "Cast"],
  [40, "ArgMax"],
  [49, "TransposeConv"],
  [50, "SparseToDense"],
  [55, "Shape"],
  [57, "ArgMin"],
  [58, "FakeQuant"],
  [59, "Pack"],
  [61, "OneHot"],
  [64, "Unpack"],
  [69, "BidirectionalSequenceLSTM"],
  [70, "BidirectionalSequenceRNN"],
  [71, "UnidirectionalSequenceLSTM"],
  [74, "ResizeNearestNeighbor"],
  [75, "LeakyRelu"],
  [77, "MirrorPad"],
  [79, "SplitV"],
  [80, "Unique"],
  [87, "ReverseSequence"],
  [92, "If"],
  [93, "While"],
  [94, "DepthToSpace"],
  [101, "BatchMatMul"],
  [102, "Cumsum"],
  [103, "CallOnce"],
  [106, "Conv3D"],
  [107, "Hashtable"],
  [111, "VarHandle"],
  [114, "Random"],
  [115, "Bucketize"],
  [116, "Gelu"],
]);

/** Codes of the union `BuiltinOptions2`. */
const KINDS_2: ReadonlyMap<number, TableKind> = new Map<number, TableKind>([
  [21, "StableHLOComposite"],
]);

function int32(slot: number, absent = 0): Read<number> {
  const at = field(slot);
  return (table) => table.int32(at, absent);
}

function int64(slot: number): Read<number> {
  const at = field(slot);
  return (table) => table.int64(at);
}

function float32(slot: number): Read<number> {
  const at = field(slot);
  return (table) => table.float32(at);
}

function bool(slot: number, absent = false): Read<boolean> {
  const at = field(slot);
  return (table) => table.bool(at, absent);
}

function text(slot: number): Read<string> {
  const at = field(slot);
  return (table) => table.text(at);
}

function int32s(slot: number): Read<readonly number[]> {
  const at = field(slot);
  return (table) => table.int32s(at);
}

function float32s(slot: number): Read<readonly number[]> {
  const at = field(slot);
  return (table) => table.float32s(at);
}

function dataType(slot: number, absent = 0): Read<DataType> {
  const at = field(slot);
  return (table) => resolveDataType(table.int8(at, absent));
}

/** An enumeration of one byte, whose codes are positions in `names`. */
function choice<const Name extends string>(
  slot: number,
  names: readonly Name[],
): Read<Name | "UNKNOWN"> {
  const at = field(slot);
  return (table) => names[table.int8(at)] ?? "UNKNOWN";
}

function field(slot: number): Field {
  return { slot, name: `field ${slot}` };
}
