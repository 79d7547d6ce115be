import { contextOf } from "../../check/operator-table.ts";
import type { OperatorPlacement } from "../../result/placement.ts";
import { cpuRules } from "../../check/rules/tflite-rules.ts";
import type { Graph } from "../../graph/graph.ts";
import { FOR_OLDER_RUNTIMES } from "../legalizing.ts";
import type { Target } from "../target.ts";

/** Any Axis SoC without its accelerator: larod's TFLite on the CPU. */
export const cpu: Target = {
  soc: "cpu",
  title: "CPU",
  form: "tflite",
  precisions: ["float32", "int8-per-channel", "int8-per-tensor"],
  precisionSource:
    "https://developer.axis.com/computer-vision/computer-vision-on-device/axis-dlpu (read 2026-11-22): CPU takes .tflite, quantization not needed",
  hasDlpu: false,
  builtFile: "model.tflite",
  application: {
    fileName: "model.tflite",
    larodDevice: "cpu-tflite",
    architecture: "any",
    claimsDlpu: false,
    inputLayout: "NHWC",
    deviceOutput: "as in the file",
    source:
      "larod backend reference, https://developer.axis.com/acap/api/src/api/larod/html/ (read 2026-11-22)",
  },
  legalizing: { rewrites: FOR_OLDER_RUNTIMES },
  rules: cpuRules,
  place: placeOnCpu,
};

function placeOnCpu(graph: Graph): readonly OperatorPlacement[] {
  const { operators } = contextOf(graph).subgraph;
  return operators.map(({ index, name }) => ({ index, name, placement: "cpu", reasons: [] }));
}
