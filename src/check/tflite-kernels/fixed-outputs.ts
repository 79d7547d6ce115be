import type { Operator } from "../../graph/graph.ts";
import type { DataType } from "../../graph/data-type.ts";
import { type KernelCheck, kernelQuantization, kernelSource } from "./kernel-check.ts";

/** The quantization that a kernel writes, whatever the tensor says. */
interface FixedOutput {
  readonly scale: number;
  /** `undefined` where the kernel takes any. */
  readonly zeroPoint: number | undefined;
  /** Relative error of the scale that the kernel allows. */
  readonly tolerance: number;
}

const SIXTEEN_BIT: FixedOutput = { scale: 1 / 32768, zeroPoint: 0, tolerance: 0 };

/** By operator and input type; https://ai.google.dev/edge/litert/models/quantization_spec has most of them. */
const FIXED_OUTPUTS: ReadonlyMap<
  string,
  Readonly<Partial<Record<DataType, FixedOutput>>>
> = new Map([
  [
    "LOGISTIC",
    {
      uint8: { scale: 1 / 256, zeroPoint: undefined, tolerance: 0 },
      int8: { scale: 1 / 256, zeroPoint: undefined, tolerance: 0 },
      int16: SIXTEEN_BIT,
    },
  ],
  ["TANH", { int16: SIXTEEN_BIT }],
  [
    "SOFTMAX",
    {
      int8: { scale: 1 / 256, zeroPoint: -128, tolerance: 0.001 },
      int16: { ...SIXTEEN_BIT, tolerance: 0.001 },
    },
  ],
  [
    "LOG_SOFTMAX",
    {
      uint8: { scale: 16 / 256, zeroPoint: 255, tolerance: 0 },
      int8: { scale: 16 / 256, zeroPoint: 127, tolerance: 0 },
    },
  ],
  [
    "L2_NORMALIZATION",
    {
      uint8: { scale: 1 / 128, zeroPoint: 128, tolerance: 0 },
      int8: { scale: 1 / 128, zeroPoint: 0, tolerance: 0 },
    },
  ],
]);

/** The range of some operators is known beforehand, and so is their quantization. */
export const FIXED_OUTPUT_CHECK: KernelCheck = {
  code: "TFL-SCALE-001",
  operators: new Set(FIXED_OUTPUTS.keys()),
  condition:
    "The output of LOGISTIC, SOFTMAX, LOG_SOFTMAX, L2_NORMALIZATION or 16-bit TANH has another scale or zero point than the kernel writes.",
  why: "The range of these operators is known beforehand, so their kernels write one quantization only (int8 LOGISTIC and SOFTMAX: scale 1/256, zero point -128); the model does not load.",
  remedy:
    "Quantize with TFLite's converter, which sets it (int8 LOGISTIC: scale 1/256, zero point -128; L2_NORMALIZATION: 1/128, 0); a tool that wrote another one needs a QUANTIZE after the operator.",
  source: kernelSource("activations.cc, l2norm.cc"),
  refused: describeFixedOutput,
};

function describeFixedOutput({ name, inputs: [input], outputs: [output] }: Operator) {
  if (input === undefined || output?.dtype !== input.dtype) return undefined;
  const fixed = FIXED_OUTPUTS.get(name)?.[input.dtype];
  if (fixed === undefined) return undefined;
  const { scale, zeroPoint } = kernelQuantization(output);
  const isScale = Math.abs(scale - fixed.scale) <= fixed.scale * fixed.tolerance;
  if (isScale && (fixed.zeroPoint ?? zeroPoint) === zeroPoint) return undefined;
  const wanted = fixed.zeroPoint === undefined ? "" : `, zero point ${fixed.zeroPoint}`;
  return `scale ${scale}, zero point ${zeroPoint}, expected scale ${fixed.scale}${wanted}`;
}
