import { expect, test } from "vitest";
import { CNNGEN_FAILURES } from "../../src/compilers/cnngen/failure-classes.ts";
import { EDGE_TPU_FAILURES } from "../../src/compilers/edge-tpu/failure-classes.ts";
import { classifyFailure, type FailedRun } from "../../src/compilers/failure-class.ts";

/** Messages as published; see the sources in the classes themselves. */
test.each([
  [
    "A7-COMPILE-OPERATOR-VERSION",
    "user",
    "ERROR: Didn't find op for builtin opcode 'TRANSPOSE_CONV' version '4'. An older version of this builtin might be supported. Are you using an old TFLite binary with a newer model?\nERROR: Registration failed.\nInvalid model: X.tflite\nModel could not be parsed",
    "TRANSPOSE_CONV version 4 is newer",
  ],
  [
    "A7-COMPILE-OPERATOR-UNKNOWN",
    "user",
    "ERROR: Op builtin_code out of range: 151. Are you using old TFLite binary with newer model?",
    "operator 151",
  ],
  [
    "A7-COMPILE-DYNAMIC",
    "user",
    "ERROR: Attempting to use a delegate that only supports static-sized tensors with a graph that has dynamic-sized tensors.\nCompilation failed: Model failed in Tflite interpreter. Please ensure model can be loaded/run in Tflite interpreter.\nCompilation failed!",
    "size is not known",
  ],
  [
    "A7-COMPILE-CUSTOM-OPERATOR",
    "user",
    "ERROR: Encountered unresolved custom op: Atan.\nERROR: Node number 1 (Atan) failed to prepare.\nCompilation failed: Model failed in Tflite interpreter.",
    "custom operator Atan",
  ],
  ["A7-COMPILE-NOT-QUANTIZED", "user", "Invalid model: X.tflite\nModel not quantized", "8 bits"],
  [
    "A7-COMPILE-ACTIVATIONS",
    "user",
    "ERROR: Restored original execution plan after delegate application failure.\nCompilation failed: Compilation failed due to large activation tensors in model.",
    "too large",
  ],
  [
    "A7-COMPILE-OPERATOR-REFUSED",
    "user",
    "loc(\"...\"): error: 'tfl.strided_slice' op is not supported on DarwiNN. See the operation detail:",
    "tfl.strided_slice",
  ],
  ["A7-COMPILE-INTERNAL", "toolchain", "Internal compiler error. Aborting! ", "does not say where"],
  [
    "A7-COMPILE-SILENT",
    "toolchain",
    "Compilation child process completed within timeout period.\nCompilation failed! ",
    "without a word",
  ],
  ["A7-COMPILE-SUBGRAPHS", "user", "ADD 1 More than one subgraph is not supported", "one piece"],
  [
    "A7-COMPILE-RUNTIME-VERSION",
    "user",
    "Failed precondition: Package requires runtime version (14), which is newer than this runtime version (13).",
    "runtime",
  ],
  ["A7-COMPILE-MEMORY", "environment", "terminate called: std::bad_alloc", "memory"],
])("recognises %s as the %s's failure", (code, owner, output, words) => {
  const failure = classifyFailure(EDGE_TPU_FAILURES, runOf({ output }));
  expect(failure).toMatchObject({ code, owner });
  expect(failure.message).toContain(words);
  expect(failure.remedy).not.toBe("");
});

test.each([
  ["gen_image_list.py", "CV-COMPILE-IMAGES", "user"],
  ["onnxparser.py", "CV-COMPILE-PARSE", "user"],
  ["vas", "CV-COMPILE-VAS", "toolchain"],
  ["cavalry_gen", "CV-COMPILE-CAVALRY", "toolchain"],
])("tells a failure of CNNGen's %s by its stage", (program, code, owner) => {
  const failure = classifyFailure(CNNGEN_FAILURES, runOf({ program, output: "no idea" }));
  expect(failure).toMatchObject({ code, owner });
});

test.each([
  ["timeout", "DLPU-COMPILE-TIMEOUT", "environment", false],
  ["memory", "DLPU-COMPILE-MEMORY", "environment", false],
  ["signal", "DLPU-COMPILE-CRASH", "toolchain", true],
  ["output", "DLPU-COMPILE-OUTPUT", "toolchain", false],
] as const)("a program that was stopped by %s says so", (stopped, code, owner, isFlaky) => {
  const failure = classifyFailure(
    EDGE_TPU_FAILURES,
    runOf({ stopped, output: "Model not quantized" }),
  );
  expect(failure).toMatchObject({ code, owner, isFlaky });
});

test("an unknown failure shows its fatal line and its last twenty lines", () => {
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
  const output = [...lines.slice(0, 30), "FATAL: the moon is full", ...lines.slice(30)].join("\n");
  const failure = classifyFailure(EDGE_TPU_FAILURES, runOf({ output }));
  expect(failure.message).toBe(
    "edgetpu_compiler failed with exit status 1: FATAL: the moon is full",
  );
  expect(failure.remedy.split("\n")).toHaveLength(20);
});

function runOf(overrides: Partial<FailedRun>): FailedRun {
  return { program: "edgetpu_compiler", exitCode: 1, stopped: undefined, output: "", ...overrides };
}
