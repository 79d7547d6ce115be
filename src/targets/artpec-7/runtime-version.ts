import type { Rule } from "../../check/rule.ts";
import { compareVersions } from "../../check/axis-os-runtime.ts";

/** The first AXIS OS known to have a larod (3.0.33) that loads files for Edge TPU runtime 14. */
const RUNTIME_14_AXIS_OS = "10.8";

/** What edgetpu_compiler is told for cameras whose runtime is older than its default. */
export function runtimeArguments(axisOs: string | undefined): readonly string[] {
  return needsRuntime13(axisOs) ? ["--min_runtime_version", "13"] : [];
}

/** The compiler's default is newer than old cameras' runtime. */
export const runtimeVersion: Rule = {
  code: "AX-OP-703",
  severity: "info",
  format: "tflite",
  condition: "The model has to run on an AXIS OS older than 10.8.",
  why: `Files of edgetpu_compiler 16.0 ask for Edge TPU runtime 14, which larod loads from 3.0.21 on (AXIS OS 10.8 has 3.0.33): "Package requires runtime version (14), which is newer than this runtime version (13)".`,
  remedy:
    "`dlpu build` passes --min_runtime_version 13 to the compiler for this AXIS OS; do the same where you compile by hand.",
  source:
    "https://github.com/AxisCommunications/acap3-examples/issues/147 and /120 (read 2026-11-22)",
  find: (_graph, { axisOs }) =>
    needsRuntime13(axisOs)
      ? [{ subject: {}, evidence: `AXIS OS ${axisOs ?? "unknown"} asked for` }]
      : [],
};

function needsRuntime13(axisOs: string | undefined): boolean {
  return axisOs !== undefined && compareVersions(axisOs, RUNTIME_14_AXIS_OS) < 0;
}
