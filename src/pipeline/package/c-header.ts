import {
  isPermuted,
  type Contract,
  type ContractInput,
  type ContractTensor,
} from "../../result/contract.ts";

/**
 * Renders `model_params.h`: the constants that Axis' C examples compile in, and the same facts for every tensor.
 *
 * `MODEL_INPUT_*`, `QUANTIZATION_*`, `NUM_CLASSES` and `NUM_DETECTIONS` are the names that
 * acap-native-sdk-examples' parameter_finder.py writes (read 2026-11-22); each is there only where the model has it.
 */
export function renderCHeader(contract: Contract): string {
  const lines = [
    "// Made by dlpu from contract.json. Do not edit.",
    `// ${oneLine(contract.soc)}, ${contract.precision}, larod device ${contract.larodDevice}`,
    ...replacedComments(contract),
    "#ifndef MODEL_PARAMS_H",
    "#define MODEL_PARAMS_H",
    "",
    ...inputSize(contract.inputs),
    ...outputQuantization(contract.outputs),
    ...outputCounts(contract.outputs),
    "",
    ...contract.inputs.flatMap((tensor) => tensorConstants("MODEL_INPUT", tensor)),
    ...contract.outputs.flatMap((tensor) => tensorConstants("MODEL_OUTPUT", tensor)),
    "",
    "#endif",
    "",
  ];
  return lines.join("\n");
}

/** What a cut left to the application. */
function replacedComments({ replaced = [] }: Contract): string[] {
  return replaced.map(({ name, from, operators, missing }) => {
    if (missing.length > 0) return `// The source's output "${oneLine(name)}" is left out.`;
    const sources = from.map((source) => `"${oneLine(source)}"`).join(", ");
    const how = operators.map(oneLine).join(", ");
    return `// The application computes "${oneLine(name)}" from ${sources}: ${how}.`;
  });
}

/** The size of the first image among the inputs. */
function inputSize(inputs: readonly ContractInput[]): string[] {
  const image = inputs.find(({ layout }) => layout !== "none");
  if (image === undefined) return [];
  const { index, shape, layout } = image;
  const [height, width, channels] =
    layout === "NHWC" ? shape.slice(1) : [shape[2], shape[3], shape[1]];
  return [
    `// The image is input ${index}.`,
    define("MODEL_INPUT_HEIGHT", height ?? 0),
    define("MODEL_INPUT_WIDTH", width ?? 0),
    define("MODEL_INPUT_CHANNELS", channels ?? 0),
  ];
}

/** One scale for all outputs, where they have one. */
function outputQuantization(outputs: readonly ContractTensor[]): string[] {
  const [first, ...others] = outputs;
  if (first?.quantization == null) return [];
  const { scale, zeroPoint } = first.quantization;
  const isShared = others.every(
    ({ quantization }) => quantization?.scale === scale && quantization.zeroPoint === zeroPoint,
  );
  if (!isShared) return ["// Outputs differ in scale or zero point: see MODEL_OUTPUT_n_SCALE."];
  return [define("QUANTIZATION_SCALE", float(scale)), define("QUANTIZATION_ZERO_POINT", zeroPoint)];
}

/** The counts that follow from the outputs' form: scores `[1, C]`, boxes `[1, N, K]` or `[1, K, N]`. */
function outputCounts(outputs: readonly ContractTensor[]): string[] {
  return [
    ...sharedCount("NUM_CLASSES", outputs.filter(isScores), ({ shape }) => shape[1] ?? 0),
    ...sharedCount("NUM_DETECTIONS", outputs.filter(isRows), countRows),
  ];
}

/** A constant where all outputs of a form have the same count; else one an output. */
function sharedCount(
  name: string,
  outputs: readonly ContractTensor[],
  count: (output: ContractTensor) => number,
): string[] {
  const [first, ...others] = outputs;
  if (first === undefined) return [];
  if (others.every((output) => count(output) === count(first))) return [define(name, count(first))];
  const each = outputs.map((output) => define(`${name}_OUTPUT_${output.index}`, count(output)));
  return [`// Outputs differ in ${name}.`, ...each];
}

function isScores({ shape }: ContractTensor): boolean {
  return shape.length === 2 && (shape[1] ?? 0) > 1;
}

function isRows({ shape }: ContractTensor): boolean {
  return shape.length === 3;
}

/** A detector proposes more boxes than a box has values, whichever axis comes first. */
function countRows({ shape }: ContractTensor): number {
  return Math.max(shape[1] ?? 0, shape[2] ?? 0);
}

function tensorConstants(prefix: string, tensor: ContractTensor): string[] {
  const name = `${prefix}_${tensor.index}`;
  return [
    `// ${oneLine(tensor.name)}: ${tensor.dtype} [${tensor.shape.join(", ")}]${movedAxes(tensor)}`,
    define(`${name}_SIZE_BYTES`, tensor.sizeBytes),
    ...(tensor.quantization === null
      ? []
      : [
          define(`${name}_SCALE`, float(tensor.quantization.scale)),
          define(`${name}_ZERO_POINT`, tensor.quantization.zeroPoint),
        ]),
  ];
}

/** Named where the source has its axes in another order. */
function movedAxes(tensor: ContractTensor): string {
  if (!isPermuted(tensor)) return "";
  return `; axes ${tensor.permutation.join(", ")} of the source`;
}

function define(name: string, value: number | string): string {
  return `#define ${name} ${value}`;
}

/** Nine significant digits carry a float32 exactly. */
function float(value: number): string {
  return `${value.toPrecision(9)}f`;
}

/** A name from a model must not leave its comment: no line ends, no line continuation, no trigraphs. */
function oneLine(name: string): string {
  return name.replace(/[^\w ./:;,()[\]-]/g, "_").slice(0, 200);
}
