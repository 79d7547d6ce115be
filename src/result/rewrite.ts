/** A change of the file for its target's sake that kept what the file computes. */
export interface Rewrite {
  readonly name: RewriteName;
  /** A line for each operator that was changed. */
  readonly changed: readonly string[];
  /** Rule codes that called for it and that fewer operators break now. */
  readonly cured: readonly string[];
  readonly proof: RewriteProof;
}

/** The files before and after, run on the same inputs. */
export interface RewriteProof {
  /** LiteRT's, that both files ran on: the optimized ones, or the reference where those round differently by kind. */
  readonly kernels: "builtin" | "reference";
  readonly samples: number;
  readonly randomInputs: number;
  /** What the difference may be, in words. */
  readonly bound: string;
  /** The largest difference of any output value, in steps of that output's quantization. */
  readonly maxSteps: number;
  /** Of the output that changed most; `null` where none did. */
  readonly sqnrDb: number | null;
}

/** Such as `identical outputs on 8 samples and 4 random inputs, builtin kernels`. */
export function describeProof({ kernels, samples, randomInputs, ...proof }: RewriteProof): string {
  const on = `on ${samples} samples and ${randomInputs} random inputs, ${kernels} kernels`;
  if (proof.maxSteps === 0) return `identical outputs ${on}`;
  const noise = proof.sqnrDb === null ? "" : `, ${proof.sqnrDb.toFixed(1)} dB`;
  const steps = `${proof.maxSteps} quantization ${proof.maxSteps === 1 ? "step" : "steps"}`;
  return `outputs within ${steps}${noise} ${on}; allowed: ${proof.bound}`;
}

/** What a file can be changed by without changing what it computes, in words; `worker/dlpu_worker/legalize` does it. */
export const REWRITES = {
  "average-as-depthwise": "averages as depthwise convolutions",
  "byte-edges": "float inputs and outputs as bytes",
  "channel-gather": "gathered channels as a convolution",
  "channel-padding": "padded channels as a convolution",
  "dense-as-convolution": "dense layers as 1×1 convolutions",
  "first-subgraph": "functions that are never called left out",
  "fixed-shapes": "computed sizes written down",
  "float-form": "integer operators newer than the runtime in float",
  "fold-padding": "padding folded into its reader",
  "inline-buffers": "constants moved into the flatbuffer",
  "lower-versions": "operator versions lowered",
  "narrow-indices": "int64 indices as int32",
  "plain-padding": "PADV2 as PAD",
  "relu-as-quantize": "rescaling ReLUs as QUANTIZE",
  "split-groups": "grouped convolutions taken apart",
  "square-kernel": "dilated and oblong kernels within square ones",
  "stepwise-requantize": "far scales bridged in two steps",
  "tie-quantization": "scales made exactly equal",
  "tile-as-concatenation": "tiled tensors as concatenations",
  "trim-padding": "padding left out that nothing reads",
  "zero-bias": "a bias of zeros added",
} as const;

export type RewriteName = keyof typeof REWRITES;
