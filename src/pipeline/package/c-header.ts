import type { Contract, ContractInput, ContractTensor } from "../../result/contract.ts";

/**
 * Renders `model_params.h`: the constants that Axis' C examples compile in, and the same facts for every tensor.
 *
 * `MODEL_INPUT_*`, `QUANTIZATION_*`, `NUM_CLASSES` and `NUM_DETECTIONS` are the names that
 * acap-native-sdk-examples' parameter_finder.py writes (read 2026-11-22); each is there only where the model has it.
 */
export function renderCHeader(contract: Contract): string {
  const [input] = contract.inputs;
  const lines = [
    "// Made by dlpu from contract.json. Do not edit.",
    `// ${oneLine(contract.soc)}, ${contract.precision}, larod device ${contract.larodDevice}`,
    ...replacedComments(contract),
    "#ifndef MODEL_PARAMS_H",
    "#define MODEL_PARAMS_H",
    "",
    ...(input === undefined ? [] : inputSize(input)),
    ...axisOutputConstants(contract.outputs),
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

function inputSize({ shape, layout }: ContractInput): string[] {
  if (layout === "none") return [];
  const [height, width, channels] =
    layout === "NHWC" ? shape.slice(1) : [shape[2], shape[3], shape[1]];
  return [
    define("MODEL_INPUT_HEIGHT", height ?? 0),
    define("MODEL_INPUT_WIDTH", width ?? 0),
    define("MODEL_INPUT_CHANNELS", channels ?? 0),
  ];
}

/** The quantization of the first output, and the counts that follow from the outputs' form: `[1, C]` or `[1, N, K]`. */
function axisOutputConstants(outputs: readonly ContractTensor[]): string[] {
  const [first] = outputs;
  if (first === undefined) return [];
  const { quantization } = first;
  const scores = outputs.find(({ shape }) => shape.length === 2 && (shape[1] ?? 0) > 1);
  const detections = outputs.find(({ shape }) => shape.length === 3);
  return [
    ...(quantization === null
      ? []
      : [
          define("QUANTIZATION_SCALE", float(quantization.scale)),
          define("QUANTIZATION_ZERO_POINT", quantization.zeroPoint),
        ]),
    ...(scores === undefined ? [] : [define("NUM_CLASSES", scores.shape[1] ?? 0)]),
    ...(detections === undefined ? [] : [define("NUM_DETECTIONS", detections.shape[1] ?? 0)]),
  ];
}

function tensorConstants(prefix: string, tensor: ContractTensor): string[] {
  const name = `${prefix}_${tensor.index}`;
  return [
    `// ${oneLine(tensor.name)}: ${tensor.dtype} [${tensor.shape.join(", ")}]`,
    define(`${name}_SIZE_BYTES`, tensor.sizeBytes),
    ...(tensor.quantization === null
      ? []
      : [
          define(`${name}_SCALE`, float(tensor.quantization.scale)),
          define(`${name}_ZERO_POINT`, tensor.quantization.zeroPoint),
        ]),
  ];
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
