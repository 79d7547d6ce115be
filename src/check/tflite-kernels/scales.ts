import type { Operator, Tensor } from "../../graph/graph.ts";
import type { DataType } from "../../graph/data-type.ts";
import { quoteName } from "../evidence.ts";
import { hasScales, type KernelCheck, kernelQuantization, kernelSource } from "./kernel-check.ts";

/** Operators that move values without rescaling them, and the input types for which the kernel says so. */
const SAME_SCALE: ReadonlyMap<string, readonly DataType[]> = new Map([
  ["CONCATENATION", ["int8"]],
  ["PACK", ["int8", "uint8", "int16", "int32"]],
  ["UNPACK", ["int8", "uint8", "int16", "int32"]],
  ["EXPAND_DIMS", ["int8", "uint8", "int16"]],
  ["MIRROR_PAD", ["int8", "uint8", "int16"]],
  ["BATCH_TO_SPACE_ND", ["int8", "uint8", "int16"]],
  ["SPACE_TO_BATCH_ND", ["int8", "uint8", "int16"]],
]);

/** Operators of which only the first input carries data. */
const FIRST_INPUT_ONLY: ReadonlySet<string> = new Set([
  "EXPAND_DIMS",
  "MIRROR_PAD",
  "BATCH_TO_SPACE_ND",
  "SPACE_TO_BATCH_ND",
]);

/** Operands that a kernel computes with, when its data has one of these types. */
interface NeededScale {
  readonly dtypes: readonly DataType[];
  /** By position, the data first. */
  readonly inputs: readonly number[];
  readonly output: boolean;
}

const QUANTIZED: readonly DataType[] = ["uint8", "int8", "int16"];
const WEIGHTED: NeededScale = {
  dtypes: QUANTIZED,
  inputs: [0, 1],
  output: false,
};
const LOOKED_UP: NeededScale = { dtypes: ["int8"], inputs: [0], output: true };

const NEEDS_SCALE: ReadonlyMap<string, NeededScale> = new Map([
  ["CONV_2D", WEIGHTED],
  ["DEPTHWISE_CONV_2D", WEIGHTED],
  ["FULLY_CONNECTED", WEIGHTED],
  ["TRANSPOSE_CONV", { ...WEIGHTED, inputs: [2, 1] }],
  ["ABS", LOOKED_UP],
  ["LOG", LOOKED_UP],
  ["SQRT", LOOKED_UP],
  ["RSQRT", LOOKED_UP],
  ["QUANTIZE", { ...LOOKED_UP, dtypes: [...QUANTIZED, "float32", "int32"], inputs: [] }],
]);

/** Operators whose kernels refuse int16 data with a zero point. */
const SYMMETRIC_INT16: ReadonlySet<string> = new Set([
  "ADD",
  "CONCATENATION",
  "CONV_2D",
  "DEPTHWISE_CONV_2D",
  "DEQUANTIZE",
  "FULLY_CONNECTED",
  "LEAKY_RELU",
  "LOGISTIC",
  "MEAN",
  "QUANTIZE",
  "RELU",
  "RELU6",
  "RELU_N1_TO_1",
  "SOFTMAX",
  "TANH",
  "TRANSPOSE_CONV",
]);

/** What kernels ask of scales and zero points. */
export const SCALE_CHECKS: readonly KernelCheck[] = [
  {
    code: "TFL-SCALE-002",
    operators: new Set(SAME_SCALE.keys()),
    condition:
      "Input and output of an operator that only moves values (int8 CONCATENATION, PACK, UNPACK, EXPAND_DIMS, MIRROR_PAD, BATCH_TO_SPACE_ND, SPACE_TO_BATCH_ND) have different scales or zero points.",
    why: "The kernel copies bytes and does not rescale them; the model does not load.",
    remedy:
      "Give all operands the output's scale and zero point: quantize with TFLite's converter, or put a QUANTIZE before each input that differs.",
    source: kernelSource("concatenation.cc, pack.cc, unpack.cc, expand_dims.cc, mirror_pad.cc"),
    refused: describeDifferentScales,
  },
  {
    code: "TFL-SCALE-003",
    operators: new Set(NEEDS_SCALE.keys()),
    condition: "A quantized operand of the operator has no scale.",
    why: "The kernel computes with it; the model does not load, or TFLite stops the process.",
    remedy:
      "Convert to full integer with a representative dataset, so that every 8-bit tensor gets a scale and zero point.",
    source: kernelSource("conv.cc, fully_connected.cc, elementwise.cc, quantize.cc"),
    refused: describeMissingScale,
  },
  {
    code: "TFL-SCALE-004",
    operators: SYMMETRIC_INT16,
    condition: "int16 data has a zero point other than 0.",
    why: "16-bit data is symmetric in TFLite; the model does not load.",
    remedy: "Quantize 16-bit data with zero point 0, as TFLite's 16x8 mode does, or use int8.",
    source: kernelSource("conv.cc, add.cc, activations.cc, reduce.cc, quantize.cc"),
    refused: describeAsymmetric,
  },
];

/** Element-wise operators that divide by scales. */
export const UNSCALED_ARITHMETIC: KernelCheck = {
  code: "TFL-SCALE-005",
  operators: new Set(["ADD", "SUB", "SQUARED_DIFFERENCE"]),
  condition:
    "An int8 or uint8 ADD, SUB or SQUARED_DIFFERENCE has an input without a scale of its own.",
  why: "The kernel divides by the scale: some builds of TFLite stop the process when the model loads, others compute nonsense.",
  remedy:
    "Convert to full integer with a representative dataset, so that every 8-bit tensor gets one scale.",
  source: kernelSource("add.cc, sub.cc, squared_difference.cc"),
  refused: ({ inputs }) => {
    const bare = inputs.find(
      (tensor) =>
        (tensor?.dtype === "int8" || tensor?.dtype === "uint8") &&
        kernelQuantization(tensor).scale === 0,
    );
    return bare && `${quoteName(bare.name)} ${bare.dtype} without one scale`;
  },
};

function describeDifferentScales({ name, inputs, outputs }: Operator): string | undefined {
  const [first] = inputs;
  if (first === undefined || !SAME_SCALE.get(name)?.includes(first.dtype)) return undefined;
  const data = FIRST_INPUT_ONLY.has(name) ? [first] : inputs;
  const [reference, ...others] = [...outputs, ...data].filter((tensor) => tensor !== undefined);
  if (reference === undefined) return undefined;
  const odd = others.find((tensor) => !isSameQuantization(tensor, reference));
  return odd && `${describeScale(odd)}, ${describeScale(reference)}`;
}

function isSameQuantization(left: Tensor, right: Tensor): boolean {
  const [a, b] = [kernelQuantization(left), kernelQuantization(right)];
  return a.scale === b.scale && a.zeroPoint === b.zeroPoint;
}

function describeScale(tensor: Tensor): string {
  const { scale, zeroPoint } = kernelQuantization(tensor);
  return `${quoteName(tensor.name)} scale ${scale}, zero point ${zeroPoint}`;
}

function describeMissingScale({ name, inputs, outputs: [output] }: Operator): string | undefined {
  const needed = NEEDS_SCALE.get(name);
  if (needed === undefined) return undefined;
  const [data, ...others] = needed.inputs.map((position) => inputs[position]);
  if (data !== undefined && !needed.dtypes.includes(data.dtype)) return undefined;
  const bare = [data, ...others, needed.output ? output : undefined].find(
    (tensor) => tensor !== undefined && !hasScales(tensor),
  );
  return bare && `${quoteName(bare.name)} ${bare.dtype} without scale`;
}

/** Kernels look at zero points once both sides are int16; DEQUANTIZE has its data on one side only. */
function describeAsymmetric({ name, inputs, outputs }: Operator): string | undefined {
  const [output] = outputs;
  const data = inputs[name === "TRANSPOSE_CONV" ? 2 : 0];
  if (data?.dtype !== "int16") return undefined;
  if (output?.dtype !== "int16" && name !== "DEQUANTIZE") return undefined;
  const odd = [...inputs, ...outputs].find(
    (tensor) => tensor?.dtype === "int16" && kernelQuantization(tensor).zeroPoint !== 0,
  );
  return odd && describeScale(odd);
}
