import type { Target } from "../target.ts";
import { ARTPEC_8_TABLE } from "./delegate/table.ts";
import { placeOnArtpec8 } from "./place.ts";
import { LEGALIZING } from "./legalizing.ts";
import { ARTPEC_8_RULES } from "./rules.ts";

/** ARTPEC-8: the camera compiles a plain full-integer `.tflite` when it first loads it. */
export const artpec8: Target = {
  soc: "artpec-8",
  title: "ARTPEC-8",
  form: "tflite",
  precisions: ["int8-per-tensor", "int8-per-channel"],
  precisionSource:
    "https://developer.axis.com/computer-vision/computer-vision-on-device/quantization (read 2026-11-22): per-tensor, else a significant drop in speed and accuracy",
  builtFile: "model.tflite",
  application: {
    fileName: "model.tflite",
    larodDevice: "axis-a8-dlpu-tflite",
    architecture: "aarch64",
    claimsDlpu: true,
    inputLayout: "NHWC",
    deviceOutput: "as in the file",
    source:
      "larod backend reference and acap-native-sdk-examples/vdo-larod manifests (read 2026-11-22)",
  },
  legalizing: LEGALIZING,
  rules: ARTPEC_8_RULES,
  operatorTable: ARTPEC_8_TABLE,
  place: placeOnArtpec8,
};
