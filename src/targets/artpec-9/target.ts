import type { Target } from "../target.ts";
import { ARTPEC_9_TABLE } from "./ethos-n/table.ts";
import { LEGALIZING } from "./legalizing.ts";
import { ARTPEC_9_RULES, placeOnArtpec9 } from "./rules.ts";

/**
 * ARTPEC-9: the camera compiles a plain full-integer `.tflite` when it first loads it.
 *
 * Per-channel is the default because the hardware takes it for convolutions and it loses less accuracy; Axis' own
 * models for this soc are per-tensor, which the config can choose.
 */
export const artpec9: Target = {
  soc: "artpec-9",
  title: "ARTPEC-9",
  form: "tflite",
  precisions: ["int8-per-channel", "int8-per-tensor"],
  precisionSource:
    "https://developer.axis.com/computer-vision/on-device/system-on-chip/artpec-9/optimization-tips/ (read 2026-11-22): per-channel for the weights and bias of a limited set of operations",
  builtFile: "model.tflite",
  application: {
    fileName: "model.tflite",
    larodDevice: "a9-dlpu-tflite",
    architecture: "aarch64",
    claimsDlpu: true,
    inputLayout: "NHWC",
    deviceOutput: "as in the file",
    source:
      "larod backend reference and acap-native-sdk-examples/vdo-larod manifests (read 2026-11-22)",
  },
  legalizing: LEGALIZING,
  rules: ARTPEC_9_RULES,
  operatorTable: ARTPEC_9_TABLE,
  place: placeOnArtpec9,
};
