import fc from "fast-check";
import { expect, test } from "vitest";
import { planModelNames } from "../../src/config/names.ts";

test("a model is named by its stem where no other model has it", () => {
  expect(planModelNames(["models/digits.onnx", "faces.tflite", "saved/kws"])).toEqual([
    "digits",
    "faces",
    "kws",
  ]);
});

test("models with one stem are told apart by their format, then by their folder", () => {
  expect(planModelNames(["a/digits.onnx", "a/digits.tflite", "b/digits.onnx"])).toEqual([
    "a-digits-onnx",
    "digits-tflite",
    "b-digits-onnx",
  ]);
});

test("hostile and odd names become safe folder names", () => {
  expect(planModelNames(["../../etc/passwd", "-rf.onnx", "a b|c.onnx", "….onnx"])).toEqual([
    "passwd",
    "rf",
    "a-b-c",
    "model",
  ]);
});

test("a model whose stem looks like another one's format takes a name of its own", () => {
  const names = planModelNames([
    "x.onnx",
    "x.tflite",
    "x-onnx.tflite",
    "!.onnx",
    "?.onnx",
    "model-1",
  ]);
  expect(new Set(names).size).toBe(6);
});

/** Any text, and names that are alike often. */
const path = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.stringMatching(/^[aA?!](\/[aA?!])?(-1|-onnx)?(\.onnx|\.tflite)?$/),
);

test("names are unique without regard to case, and safe, whatever the paths", () => {
  fc.assert(
    fc.property(fc.uniqueArray(path, { maxLength: 12 }), (paths) => {
      const names = planModelNames(paths);
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(paths.length);
      for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/);
    }),
    { numRuns: 1000 },
  );
});
