import type { Rule } from "../../check/rule.ts";
import { compareVersions } from "../axis-os-runtime.ts";

/** The first AXIS OS known to have a larod (3.0.33) that loads files for Edge TPU runtime 14. */
const RUNTIME_14_AXIS_OS = "10.8";

/** The compiler's default is newer than old cameras' runtime. */
export const runtimeVersion: Rule = {
  code: "AX-OP-703",
  severity: "warning",
  format: "tflite",
  condition: "The model has to run on an AXIS OS older than 10.8.",
  why: `Files of edgetpu_compiler 16.0 ask for Edge TPU runtime 14, which larod loads from 3.0.21 on (AXIS OS 10.8 has 3.0.33): "Package requires runtime version (14), which is newer than this runtime version (13)".`,
  remedy: "Compile with edgetpu_compiler --min_runtime_version 13, or update the cameras.",
  source:
    "https://github.com/AxisCommunications/acap3-examples/issues/147 and /120 (read 2026-11-22)",
  find: (_graph, { axisOs }) =>
    axisOs === undefined || compareVersions(axisOs, RUNTIME_14_AXIS_OS) >= 0
      ? []
      : [{ subject: {}, evidence: `AXIS OS ${axisOs} asked for` }],
};
