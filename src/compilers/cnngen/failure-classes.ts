import type { FailureClass } from "../failure-class.ts";

const STAGES =
  "the stages of https://developer.axis.com/computer-vision/on-device/how-to-guides/onnx-to-cv25 (read 2026-11-22); CNNGen's own messages are not public";

/** CNNGen's stages in order. Its messages are not public, so a failure is told by the stage that it happened in. */
export const CNNGEN_FAILURES: readonly FailureClass[] = [
  {
    code: "CV-COMPILE-LICENCE",
    pattern: /licen[cs]e (?:.*)?(?:expired|not found|invalid|checkout|denied)/i,
    owner: "environment",
    cause: "CNNGen found no valid licence",
    remedy: "Ask Ambarella, or whoever runs your licence server.",
    source: STAGES,
  },
  {
    code: "CV-COMPILE-INSTALLATION",
    pattern:
      /ModuleNotFoundError: No module named '([\w.]+)'|error while loading shared libraries: (\S+):/,
    owner: "environment",
    cause: "the toolchain's installation is incomplete ($1$2 is missing)",
    remedy:
      "Source the toolchain's own environment script before dlpu, or use Ambarella's container image.",
    source: STAGES,
  },
  {
    code: "CV-COMPILE-IMAGES",
    program: "gen_image_list.py",
    pattern: /^/,
    owner: "user",
    cause: "the calibration images could not be turned into its input",
    remedy:
      "Give at least one readable image under calibration in dlpu.yml; the log names the one that it stopped at.",
    source: STAGES,
  },
  {
    code: "CV-COMPILE-PARSE",
    program: "onnxparser.py",
    pattern: /^/,
    owner: "user",
    cause: "the parser does not take the ONNX model",
    remedy:
      "Look for the operator that the log names, and replace it or end the model before it; export with the opset that your CNNGen version asks for.",
    source: STAGES,
  },
  {
    code: "CV-COMPILE-VAS",
    program: "vas",
    pattern: /^/,
    owner: "toolchain",
    cause: "the assembler could not map the parsed model to the chip",
    remedy:
      "Make the largest layers smaller; if it repeats, send the log and the bundle to Ambarella.",
    source: STAGES,
  },
  {
    code: "CV-COMPILE-CAVALRY",
    program: "cavalry_gen",
    pattern: /^/,
    owner: "toolchain",
    cause: "the assembled model could not be packed for the camera",
    remedy:
      "Check that the CNNGen version is for this chip; if it repeats, send the log and the bundle to Ambarella.",
    source: STAGES,
  },
];
