import { cvflowFile } from "../cvflow-file.ts";
import {
  boxDecoding,
  onnxUnlessOldCompiler,
  paddedFloatOutput,
} from "../../check/rules/ambarella.ts";
import { ambarellaRules } from "../../check/rules/ambarella-rules.ts";
import { cnngen } from "../cnngen.ts";
import type { Target } from "../target.ts";

/** Ambarella CV25: ONNX through CNNGen; no operator list is public. */
export const cv25: Target = {
  soc: "cv25",
  title: "CV25",
  form: "onnx",
  precisions: ["float32"],
  precisionSource:
    "https://developer.axis.com/computer-vision/computer-vision-on-device/axis-dlpu (read 2026-11-22): quantization is performed by the compiler",
  builtFile: "model.onnx",
  application: {
    fileName: "model.bin",
    larodDevice: "ambarella-cvflow",
    architecture: "aarch64",
    claimsDlpu: true,
    inputLayout: "NCHW",
    deviceOutput: "float32, one element padded to 32 bytes",
    source: "larod backend reference and acap-native-sdk-examples/vdo-larod (read 2026-11-22)",
  },
  compiler: cnngen,
  compiled: cvflowFile("CV25", [{ offset: 0, values: [0x08, 0x00, 0x02, 0x02] }]),
  rules: [...ambarellaRules, onnxUnlessOldCompiler, boxDecoding, paddedFloatOutput],
};
