import type { Operator } from "../../graph/graph.ts";
import type { DataType } from "../../graph/data-type.ts";
import { type KernelCheck, kernelSource } from "./kernel-check.ts";

const FLOATS: readonly DataType[] = ["float32", "float16", "bfloat16"];
const LOGICAL: readonly DataType[] = ["bool"];
const SIGNED_DATA: readonly DataType[] = ["float32", "int8", "int16"];
const BLOCK_DATA: readonly DataType[] = ["float32", "uint8", "int8", "int32", "int64"];

/** Types of the first input that a kernel accepts while a model is loaded, where that is not nearly everything. */
const ACCEPTED: ReadonlyMap<string, readonly DataType[]> = new Map([
  ["ABS", [...SIGNED_DATA, "int32"]],
  ["BATCH_MATMUL", SIGNED_DATA],
  ["CEIL", ["float32"]],
  ["CONV_3D", ["float32"]],
  ["COS", FLOATS],
  ["DEPTH_TO_SPACE", BLOCK_DATA],
  ["DEQUANTIZE", ["uint8", "int8", "int16", "float16", "int4", "int2"]],
  ["FLOOR", FLOATS],
  ["FLOOR_DIV", [...SIGNED_DATA, "int32"]],
  ["FLOOR_MOD", [...SIGNED_DATA, "int32", "int64"]],
  ["L2_NORMALIZATION", ["float32", "uint8", "int8"]],
  ["L2_POOL_2D", ["float32"]],
  ["LOG", SIGNED_DATA],
  ["LOGICAL_AND", LOGICAL],
  ["LOGICAL_NOT", LOGICAL],
  ["LOGICAL_OR", LOGICAL],
  ["POW", ["float32", "int32"]],
  ["QUANTIZE", [...SIGNED_DATA, "uint8", "int32"]],
  ["ROUND", FLOATS],
  ["RSQRT", SIGNED_DATA],
  ["SIN", FLOATS],
  ["SPACE_TO_DEPTH", BLOCK_DATA],
  ["SQRT", SIGNED_DATA],
  ["SQUARE", ["float32"]],
]);

/** Operators whose output has the type of the first input, by their kernel's own check. */
const KEEPS_TYPE: ReadonlySet<string> = new Set([
  ...["ABS", "AVERAGE_POOL_2D", "BATCH_TO_SPACE_ND", "BROADCAST_TO", "CONCATENATION", "CONV_2D"],
  ...["CONV_3D", "DEPTHWISE_CONV_2D", "DEPTH_TO_SPACE", "ELU", "GELU", "HARD_SWISH"],
  ...["L2_NORMALIZATION", "L2_POOL_2D", "LEAKY_RELU", "LOG", "LOGISTIC", "LOG_SOFTMAX"],
  ...["MAX_POOL_2D", "MIRROR_PAD", "PACK", "PAD", "PADV2", "RELU", "RELU6", "RELU_N1_TO_1"],
  ...["REVERSE_V2", "RSQRT", "SLICE", "SPACE_TO_BATCH_ND", "SPACE_TO_DEPTH", "SQRT"],
  ...["STRIDED_SLICE", "TANH", "TILE", "TRANSPOSE", "TRANSPOSE_CONV", "UNPACK"],
]);

/** Operators whose first two inputs have one type. */
const PAIRED: ReadonlySet<string> = new Set([
  ...["ADD", "SUB", "MUL", "DIV", "FLOOR_DIV", "FLOOR_MOD", "POW", "SQUARED_DIFFERENCE"],
  ...["MAXIMUM", "MINIMUM", "EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "GREATER"],
  "GREATER_EQUAL",
]);

/** Operators all of whose inputs have one type. */
const UNIFORM: ReadonlySet<string> = new Set(["CONCATENATION", "PACK"]);

/** Operands that say where or how much, by position; their kernels read them as int32. */
const INDEX_OPERANDS: ReadonlyMap<string, readonly number[]> = new Map([
  ["MEAN", [1]],
  ["SUM", [1]],
  ["REDUCE_MAX", [1]],
  ["REDUCE_MIN", [1]],
  ["REDUCE_PROD", [1]],
  ["RESIZE_BILINEAR", [1]],
  ["RESIZE_NEAREST_NEIGHBOR", [1]],
  ["STRIDED_SLICE", [1, 2, 3]],
  ["TRANSPOSE_CONV", [0]],
]);

const FULL_INTEGER =
  "Convert to full integer in one go (supported_ops = TFLITE_BUILTINS_INT8 with a representative dataset), and put a QUANTIZE or CAST between parts of different types.";

/** What kernels ask of the types of their operands. */
export const TYPE_CHECKS: readonly KernelCheck[] = [
  {
    code: "TFL-TYPE-001",
    operators: new Set(ACCEPTED.keys()),
    condition: "TFLite has no kernel for this operator with data of this type.",
    why: "The model does not load, even where a delegate would run the operator.",
    remedy:
      "Leave the operator in a type that TFLite has (int8 POW, SQUARE, SIN, COS, FLOOR, CEIL and ROUND do not exist): replace it (x² as MUL of x with itself), or end the model before it.",
    source: kernelSource("elementwise.cc, floor.cc, pow.cc, pooling.cc and others"),
    refused: ({ name, inputs: [input] }) => {
      const accepted = ACCEPTED.get(name);
      if (input === undefined || accepted === undefined) return undefined;
      if (accepted.includes(input.dtype)) return undefined;
      return `${input.dtype}, accepted ${accepted.join(", ")}`;
    },
  },
  {
    code: "TFL-TYPE-002",
    operators: KEEPS_TYPE,
    condition: "The output has another type than the input.",
    why: "The kernel does not convert; the model does not load.",
    remedy: FULL_INTEGER,
    source: kernelSource("conv.cc, pooling.cc, activations.cc, pad.cc and others"),
    refused: describeOutputType,
  },
  {
    code: "TFL-TYPE-003",
    operators: new Set([...PAIRED, ...UNIFORM]),
    condition: "The inputs have different types.",
    why: "The kernel does not convert; the model does not load.",
    remedy: FULL_INTEGER,
    source: kernelSource("add.cc, mul.cc, sub.cc, concatenation.cc, pack.cc and others"),
    refused: ({ name, inputs }) => {
      const operands = PAIRED.has(name) ? inputs.slice(0, 2) : inputs;
      const types = new Set(operands.flatMap((tensor) => (tensor ? [tensor.dtype] : [])));
      return types.size > 1 ? `types ${[...types].join(", ")}` : undefined;
    },
  },
  {
    code: "TFL-TYPE-004",
    operators: new Set(INDEX_OPERANDS.keys()),
    condition: "Axes, sizes, begin, end or strides are not int32.",
    why: "The kernel reads them as int32; the model does not load.",
    remedy:
      "Cast the operand to int32 before conversion (ONNX has int64 here, which onnx2tf converts).",
    source: kernelSource("reduce.cc, resize_bilinear.cc, strided_slice.cc, transpose_conv.cc"),
    refused: ({ name, inputs }) => {
      const operands = INDEX_OPERANDS.get(name)?.map((position) => inputs[position]);
      const odd = operands?.find((tensor) => tensor !== undefined && tensor.dtype !== "int32");
      return odd && `operand of type ${odd.dtype}`;
    },
  },
];

/** TRANSPOSE_CONV starts with its output shape, and has its data third. */
function describeOutputType({ name, inputs, outputs: [output] }: Operator): string | undefined {
  const input = inputs[name === "TRANSPOSE_CONV" ? 2 : 0];
  if (input === undefined || output === undefined || input.dtype === output.dtype) return undefined;
  return `input ${input.dtype}, output ${output.dtype}`;
}
