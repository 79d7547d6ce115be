import { expect, test } from "vitest";
import { findModelLine } from "../../src/config/find-model-line.ts";

const text = `socs: [artpec-8]
models:
  - models/a.onnx
  - path: models/b.tflite
    calibration: images
  - models/*.h5
  - { path: models/d.onnx, name: quick }
  - { path: models/d.onnx, name: 8 }
`;

test.each([
  ["models/a.onnx", 3],
  ["models/b.tflite", 4],
  ["models/c.h5", undefined],
  ["models/d.onnx (quick)", 7],
  ["models/d.onnx (8)", 8],
])("%s stands on line %s", (model, line) => {
  expect(findModelLine(text, model)).toBe(line);
});

test("a file without models, or that is no YAML, has no line", () => {
  expect(findModelLine("socs: [cpu]", "a.onnx")).toBeUndefined();
  expect(findModelLine("a: b: [", "a.onnx")).toBeUndefined();
});
