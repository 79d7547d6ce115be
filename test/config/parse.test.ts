import { expect, test } from "vitest";
import { parseConfigFile } from "../../src/config/parse.ts";
import { UserError } from "../../src/errors.ts";

test("an empty file is a valid configuration that says nothing", () => {
  expect(parseConfigFile("", "dlpu.yml")).toEqual({});
});

test("one number stands for all channels and a model may be a bare path", () => {
  const text = "models: [a.onnx, {path: b.onnx, preprocess: {mean: 127.5, std: [1, 2, 3]}}]";
  expect(parseConfigFile(text, "dlpu.yml")).toEqual({
    models: [
      { path: "a.onnx" },
      {
        path: "b.onnx",
        preprocess: {
          resize: "stretch",
          color: "rgb",
          mean: [127.5],
          std: [1, 2, 3],
          layout: "nhwc",
        },
      },
    ],
  });
});

test.each([
  ["auto", "auto"],
  ["none", "none"],
  ["boxes", ["boxes"]],
  ["[boxes, 374]", ["boxes", "374"]],
])("a model is cut at %s", (written, cut) => {
  const text = `models: [{path: a.onnx, cut: ${written}}]`;
  expect(parseConfigFile(text, "dlpu.yml").models).toEqual([{ path: "a.onnx", cut }]);
});

test.each([
  ["modles: []", 'unknown key "modles" (did you mean "models"?)'],
  [
    "models: [{path: a, calibraton: x}]",
    'models.0: unknown key "calibraton" (did you mean "calibration"?)',
  ],
  [
    "models: [{path: a, preprocess: {colour: rgb}}]",
    'models.0.preprocess: unknown key "colour" (did you mean "color"?)',
  ],
  ["socs: [artpec8]", 'socs.0: "artpec8" is no soc that dlpu knows. Did you mean artpec-8?'],
  [
    "targets: {artpec-9: {precision: int8}}",
    "targets.artpec-9.precision: must be one of float32, int8-per-tensor, int8-per-channel",
  ],
  ["models: [{path: a, preprocess: {std: 0}}]", "models.0.preprocess.std: must be above 0"],
  [
    "defaults: {budgets: {segmnets: 1}}",
    'defaults.budgets: unknown key "segmnets" (did you mean "segments"?)',
  ],
  [
    "models: [{path: a, budgets: {size: 4000000}}]",
    "models.0.budgets.size: must be a size with its unit, such as 4 MB or 512 KiB",
  ],
  [
    "targets: {artpec-9: {budgets: {operatorsOnDlpu: 97}}}",
    "targets.artpec-9.budgets.operatorsOnDlpu: must be a share such as 100 % or 0.9",
  ],
  ["models: [{path: a, cut: []}]", "models.0.cut: Too small: expected array to have >=1 items"],
  ["defaults: {budgets: {segments: 1.5}}", "budgets.segments: must be a whole number from 0"],
  ["defaults: {budgets: {sqnrDb: [20]}}", "budgets.sqnrDb: must be a number of decibels"],
  [
    "models: [{path: a, task: {kind: detection, decoder: yolov8}}]",
    "models.0.task.decoder: must be one of boxes, ssd, yolo, yolo-heads, yunet, postprocess",
  ],
  [
    "models: [{path: a, task: {kind: detection, decoder: yolo, objectnes: true}}]",
    'models.0.task: unknown key "objectnes" (did you mean "objectness"?)',
  ],
  [
    "models: [{path: a, task: {kind: detection, decoder: ssd, anchors: [[[8, 8]]]}}]",
    "models.0.task: needs either strides or grids, one number a layer of anchors",
  ],
  [
    "models: [{path: a, task: {kind: detection, decoder: yolo-heads, version: v5}}]",
    "models.0.task: needs anchors with version v3 or v5, and none with v8 or x",
  ],
  [
    "models: [{path: a, task: {kind: detection, decoder: yolo-heads, version: v5, anchors: [[[8, 8]]]}}]",
    "models.0.task: needs as many layers of anchors as strides",
  ],
  ["defaults: {task: {kind: segmentation}}", "task.classes: must be the number of classes"],
  ["a: [", "dlpu.yml is not valid YAML"],
])("explains the mistake in %j", (text, message) => {
  expect(() => parseConfigFile(text, "dlpu.yml")).toThrow(UserError);
  expect(() => parseConfigFile(text, "dlpu.yml")).toThrow(message);
});

test("reports every mistake of a file at once", () => {
  const text = "socs: [a7]\nmodels: [{path: x, inputs: {image: [0]}}]";
  expect(() => parseConfigFile(text, "dlpu.yml")).toThrow(/socs\.0.*models\.0\.inputs\.image/s);
});
