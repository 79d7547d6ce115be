import { expect, test } from "vitest";
import { canonicalJson, contentKeyOf } from "../../src/pipeline/plan/content-key.ts";
import { sampleModelConfig } from "../sample-model-config.ts";

const model = sampleModelConfig;
const target = {
  soc: "artpec-8",
  axisOs: undefined,
  precision: undefined,
  budgets: {},
  devices: [],
} as const;
const inputs = {
  modelSha256: "1",
  calibrationSha256: null,
  evaluationSha256: null,
  labelsSha256: null,
  toolSha256: "2",
};
const key = contentKeyOf(model, target, inputs);

test("where the checkout lies does not change a key", () => {
  expect(contentKeyOf({ ...model, path: "/elsewhere/a.onnx" }, target, inputs)).toBe(key);
});

test.each([
  ["the model", contentKeyOf(model, target, { ...inputs, modelSha256: "3" })],
  ["dlpu itself", contentKeyOf(model, target, { ...inputs, toolSha256: "3" })],
  ["the calibration data", contentKeyOf(model, target, { ...inputs, calibrationSha256: "3" })],
  ["the evaluation data", contentKeyOf(model, target, { ...inputs, evaluationSha256: "3" })],
  ["the labels", contentKeyOf(model, target, { ...inputs, labelsSha256: "3" })],
  ["the soc", contentKeyOf(model, { ...target, soc: "artpec-9" }, inputs)],
  ["the AXIS OS", contentKeyOf(model, { ...target, axisOs: "12.11" }, inputs)],
  ["the precision", contentKeyOf(model, { ...target, precision: "int8-per-tensor" }, inputs)],
  ["a budget", contentKeyOf(model, { ...target, budgets: { segments: 1 } }, inputs)],
  [
    "the task",
    contentKeyOf(
      { ...model, task: { kind: "segmentation", classes: 2, ignore: null, threshold: 0.5 } },
      target,
      inputs,
    ),
  ],
  ["an input's shape", contentKeyOf({ ...model, inputs: { x: [1, 2] } }, target, inputs)],
  [
    "the preprocessing",
    contentKeyOf({ ...model, preprocess: { ...model.preprocess, mean: [1] } }, target, inputs),
  ],
])("a change of %s changes the key", (_, changed) => {
  expect(changed).not.toBe(key);
});

test("keys of an object may come in any order", () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
});
