import type { Target } from "../target.ts";

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
    name: "edgetpu_compiler 16.0",
    environmentVariable: "DLPU_EDGETPU_COMPILER",
    availability:
      "The Edge TPU compiler is not on this machine: install Google's edgetpu-compiler package (x86-64 Linux) and put it on the PATH.",
    withoutIt: "warned",
    calibrates: false,
    commands: () => [["edgetpu_compiler", "-s", "model.tflite"]],
    product: "model_edgetpu.tflite",
    source: "acap-native-sdk-examples/tensorflow-to-larod/README.md (read 2026-11-22)",
  },
  rules: [],
};
