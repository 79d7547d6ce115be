import { CNNGEN_FAILURES } from "../compilers/cnngen/failure-classes.ts";
import type { CompilerCommand, CompilerFacts, CompilerInput } from "./target.ts";

/**
 * Ambarella's CNNGen for the CVflow chips, as Axis documents its steps for ONNX.
 *
 * Source: https://developer.axis.com/computer-vision/on-device/how-to-guides/onnx-to-cv25 (read 2026-11-22).
 */
export const cnngen: CompilerFacts = {
  tool: "cnngen",
  name: "Ambarella CNNGen",
  program: "onnxparser.py",
  environmentVariable: "DLPU_CNNGEN",
  availability:
    "Ambarella's CNNGen toolchain is licensed and not public: ask Ambarella for it, name its folder, container image or URL under toolchains.cnngen in dlpu.yml (or set DLPU_CNNGEN to the folder with its programs), and build again; or run compile.sh where it is installed.",
  withoutIt: "skipped",
  calibrates: true,
  failures: CNNGEN_FAILURES,
  commands: cnngenCommands,
  product: "model.bin",
  leastProductBytes: 4096, // The smallest that Axis' model zoo has is of 3.3 MB (read 2026-11-22).
  source:
    "https://developer.axis.com/computer-vision/on-device/how-to-guides/onnx-to-cv25 (read 2026-11-22)",
};

/** The documented calls for a model with one image input; each further input would need a list of its own. */
function cnngenCommands(input: CompilerInput): readonly CompilerCommand[] {
  const [image] = input.inputs;
  const [channels = 3, height = 0, width = 0] = image?.shape.slice(1) ?? [];
  const destinations = input.outputs.flatMap(({ name }) => ["-odst", `o:${name}|odf:fp32`]);
  return [
    [
      ...(["gen_image_list.py", "-f", "./calibration", "-o", "img_list.txt", "-ns"] as const),
      ...["-e", ".jpg", "-c", "0", "-d", "0,0", "-r", `${height},${width}`],
      ...["-bf", "dra_image_bin", "-bo", "dra_image_bin/dra_bin_list.txt"],
    ],
    [
      ...(["onnxparser.py", "-m", "model.onnx"] as const),
      "-isrc",
      `is:1,${channels},${height},${width}|iq|idf:0,0,8,0|i:${image?.name ?? "input"}=dra_image_bin/dra_bin_list.txt`,
      ...["-o", "quantized", "-of", "quantized"],
      ...destinations,
    ],
    ["vas", "-auto", "-show-progress", "quantized/quantized.vas"],
    ["cavalry_gen", "-d", "vas_output/", "-f", "model.bin"],
  ];
}
