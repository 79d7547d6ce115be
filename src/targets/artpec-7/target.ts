import { rulesOfTable } from "../../check/operator-table.ts";
import type { Rule } from "../../check/rule.ts";
import { onnxUnsupported } from "../../check/rules/onnx.ts";
import { decodeTailOnCpu } from "../../check/rules/outputs.ts";
import { edgeTpuRules } from "../../check/rules/tflite-rules.ts";
import { EDGE_TPU_FAILURES } from "../../compilers/edge-tpu/failure-classes.ts";
import { judgeEdgeTpu } from "../../compilers/edge-tpu/judge.ts";
import type { Target } from "../target.ts";
import { beforeCompilation, compiledFile } from "./compiled-file.ts";
import { EDGE_TPU_OPERATORS } from "./operators/edge-tpu-operators.ts";
import { parameterMemory } from "./parameter-memory.ts";
import { nothingMapped, placeOnEdgeTpu, strandedOperators } from "./partition.ts";
import { REFUSALS, UNFIT_FILES } from "./refusals/refusals.ts";
import { LEGALIZING } from "./legalizing.ts";
import { runtimeArguments, runtimeVersion } from "./runtime-version.ts";

const RULES: readonly Rule[] = [
  ...edgeTpuRules,
  onnxUnsupported((name) => EDGE_TPU_OPERATORS.byName.has(name)),
  compiledFile,
  ...[
    ...REFUSALS,
    ...UNFIT_FILES,
    ...rulesOfTable(EDGE_TPU_OPERATORS),
    strandedOperators,
    nothingMapped,
    decodeTailOnCpu(placeOnEdgeTpu),
    parameterMemory,
    runtimeVersion,
  ].map(beforeCompilation),
];

/** ARTPEC-7 cameras with an Edge TPU. */
export const artpec7: Target = {
  soc: "artpec-7",
  title: "ARTPEC-7",
  form: "tflite",
  precisions: ["int8-per-channel", "int8-per-tensor"],
  precisionSource:
    "https://developer.axis.com/computer-vision/computer-vision-on-device/quantization (read 2026-11-22): both supported, per-channel recommended",
  builtFile: "model.tflite",
  application: {
    fileName: "model_edgetpu.tflite",
    larodDevice: "google-edge-tpu-tflite",
    architecture: "armv7hf",
    claimsDlpu: false,
    inputLayout: "NHWC",
    deviceOutput: "as in the file",
    source:
      "larod backend reference and acap-native-sdk-examples/vdo-larod manifests (read 2026-11-22)",
  },
  compiler: {
    tool: "edgetpu-compiler",
    name: "edgetpu_compiler 16.0",
    program: "edgetpu_compiler",
    environmentVariable: "DLPU_EDGETPU_COMPILER",
    availability:
      "The Edge TPU compiler is not on this machine: run `dlpu setup --soc artpec-7` (x86-64 Linux), or name your own copy under toolchains.edgetpu-compiler in dlpu.yml.",
    withoutIt: "warned",
    calibrates: false,
    failures: EDGE_TPU_FAILURES,
    judge: judgeEdgeTpu,
    commands: ({ axisOs }) => [
      ["edgetpu_compiler", "-s", ...runtimeArguments(axisOs), "model.tflite"],
    ],
    product: "model_edgetpu.tflite",
    source: "acap-native-sdk-examples/tensorflow-to-larod/README.md (read 2026-11-22)",
  },
  legalizing: LEGALIZING,
  rules: RULES,
  operatorTable: EDGE_TPU_OPERATORS,
  place: placeOnEdgeTpu,
};
