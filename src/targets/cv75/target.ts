import { cvflowFile } from "../cvflow-file.ts";
import { onnxOnly } from "../../check/rules/ambarella.ts";
import { ambarellaRules } from "../../check/rules/ambarella-rules.ts";
import { cnngen } from "../cnngen.ts";
import type { Target } from "../target.ts";

/** Ambarella CV75: ONNX only, through CNNGen; no operator list is public. */
export const cv75: Target = {
  soc: "cv75",
  title: "CV75",
  form: "onnx",
  precisions: ["float32"],
  precisionSource:
    "https://developer.axis.com/computer-vision/on-device/system-on-chip/cv75/model-conversion/ (read 2026-11-22): .onnx only",
  builtFile: "model.onnx",
  application: {
    fileName: "model.bin",
    larodDevice: "cv75-dlpu-native",
    architecture: "aarch64",
    claimsDlpu: true,
    inputLayout: "NCHW",
    deviceOutput: "float32, one element padded to 32 bytes",
    source: "larod backend reference (read 2026-11-22); output format as measured for CV25",
  },
  compiler: cnngen,
  compiled: cvflowFile("CV75", [
    { offset: 0, values: [0x03, 0x00, 0x03, 0x00] },
    { offset: 8, values: [0xef, 0xbe, 0xed, 0xfe] },
  ]),
  rules: [...ambarellaRules, onnxOnly],
};
