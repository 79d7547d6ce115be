import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { makeFolder } from "../temporary-folder.ts";

const request = { configPath: undefined, models: [], socs: [], outFolder: "out" };

test("without a file, every model below the folder is found, and none of the output's", async () => {
  await using project = await makeFolder({
    "models/a.onnx": "",
    "models/kws/saved_model.pb": "",
    "node_modules/x/b.tflite": "",
    "out/cpu/a/model.tflite": "",
    "notes.txt": "",
  });
  const config = await loadConfig({ ...request, folder: project.path });
  expect(config.models.map(({ shownPath }) => shownPath)).toEqual(["models/a.onnx", "models/kws"]);
  expect(config.models[0]?.targets.map(({ soc }) => soc)).toEqual([
    "cpu",
    "artpec-7",
    "artpec-8",
    "artpec-9",
    "cv25",
    "cv75",
  ]);
  expect(config.models[0]?.preprocessDeclared).toBe(false);
});

test("the command line overrides the file's models and socs but keeps the model's settings", async () => {
  await using project = await makeFolder({
    "dlpu.yml": "socs: [cpu]\nmodels:\n  - {path: a.onnx, preprocess: {std: 1}}\n  - b.onnx\n",
    "a.onnx": "",
    "b.onnx": "",
  });
  const config = await loadConfig({
    ...request,
    folder: project.path,
    models: ["a.onnx"],
    socs: [
      { soc: "artpec-9", axisOs: "12.11" },
      { soc: "artpec-8", axisOs: undefined },
    ],
  });
  expect(config.models).toHaveLength(1);
  expect(config.models[0]).toMatchObject({
    shownPath: "a.onnx",
    preprocess: { std: [1] },
    targets: [{ soc: "artpec-8" }, { soc: "artpec-9", axisOs: "12.11" }],
  });
});

test("labels are read by column name and select the evaluation files", async () => {
  await using project = await makeFolder({
    "dlpu.yml":
      "models:\n  - path: a.onnx\n    classes: [cat, dog]\n    evaluation: {data: images, labels: images/labels.csv}\n",
    "a.onnx": "",
    "images/1.png": "",
    "images/2.png": "",
    "images/unlabelled.png": "",
    "images/labels.csv": "label,file\ndog,1.png\n0,2.png\n",
  });
  const config = await loadConfig({ ...request, folder: project.path });
  const image = (name: string): string => join(project.path, "images", name);
  expect(config.models[0]?.evaluation).toEqual({
    files: [image("1.png"), image("2.png")],
    labels: {
      kind: "classes",
      classes: new Map([
        [image("1.png"), 1],
        [image("2.png"), 0],
      ]),
      names: ["cat", "dog"],
    },
  });
});

test.each([
  ["models: [missing.onnx]", "No model at missing.onnx"],
  ["models: ['*.onnx']", "no model matches *.onnx"],
  [
    "models: [{path: a.tflite, calibration: nothing}]",
    "calibration names no image or array: nothing",
  ],
  [
    "models: [{path: a.tflite, calibration: [a.png, b.npy]}]",
    "calibration mixes images and arrays: a.png, b.npy",
  ],
  ["models: [{path: a.tflite, evaluation: {data: a.png, labels: none.csv}}]", "No labels at"],
  [
    "models: [{path: a.tflite, evaluation: {data: a.png, labels: l.csv}}]",
    'l.csv:2: the label "cat" is neither',
  ],
])("refuses %s", async (text, message) => {
  await using project = await makeFolder({
    "dlpu.yml": text,
    "a.tflite": "",
    "a.png": "",
    "b.npy": "",
    "l.csv": "file,label\na.png,cat\n",
  });
  await expect(loadConfig({ ...request, folder: project.path })).rejects.toThrow(message);
});

test("an array of labels is no data, though it lies in the data's folder", async () => {
  await using project = await makeFolder({
    "dlpu.yml": "models: [{path: a.tflite, evaluation: {data: eval, labels: eval/classes.npy}}]",
    "a.tflite": "",
    "eval/classes.npy": "",
    "eval/pictures.npy": "",
  });
  const { models } = await loadConfig({ ...request, folder: project.path });
  expect(models[0]?.evaluation).toEqual({
    files: [join(project.path, "eval", "pictures.npy")],
    labels: { kind: "array", path: join(project.path, "eval", "classes.npy") },
  });
});

test("an empty repository is told what a model is", async () => {
  await using project = await makeFolder();
  await mkdir(join(project.path, "src"));
  await expect(loadConfig({ ...request, folder: project.path })).rejects.toThrow(
    "No model was found",
  );
});

test("entries with one path are builds of their own, and shown by their names", async () => {
  await using project = await makeFolder({
    "dlpu.yml": `
models:
  - models/*.onnx
  - { path: models/a.onnx, name: quick, quantization: { effort: off } }
  - { path: models/a.onnx, name: thorough, quantization: { effort: best } }
`,
    "models/a.onnx": "",
    "models/b.onnx": "",
  });
  const { models } = await loadConfig({ ...request, folder: project.path });
  expect(models.map(({ name, shownPath, effort }) => [name, shownPath, effort])).toEqual([
    ["b", "models/b.onnx", "fast"],
    ["quick", "models/a.onnx (quick)", "off"],
    ["thorough", "models/a.onnx (thorough)", "best"],
  ]);
});

test("a model that the command line names is built with each of the file's settings for it", async () => {
  await using project = await makeFolder({
    "dlpu.yml": "models: [{path: a.onnx, name: one}, {path: a.onnx, name: two}, b.onnx]\n",
    "a.onnx": "",
    "b.onnx": "",
  });
  const { models } = await loadConfig({ ...request, folder: project.path, models: ["a.onnx"] });
  expect(models.map(({ name }) => name)).toEqual(["one", "two"]);
});

test("of two entries for many files that both find one, the later one's settings count", async () => {
  await using project = await makeFolder({
    "dlpu.yml": "models: [{path: '*.onnx', cut: auto}, {path: 'a.*', cut: none}]\n",
    "a.onnx": "",
    "b.onnx": "",
  });
  const { models } = await loadConfig({ ...request, folder: project.path });
  expect(Object.fromEntries(models.map(({ name, cut }) => [name, cut]))).toEqual({
    a: "none",
    b: "auto",
  });
});

test("alternatives of a glob may lie in different folders", async () => {
  await using project = await makeFolder({
    "dlpu.yml": "models: ['models/{a/one.onnx,b/*.onnx}']\n",
    "models/a/one.onnx": "",
    "models/a/two.onnx": "",
    "models/b/three.onnx": "",
  });
  const { models } = await loadConfig({ ...request, folder: project.path });
  expect(models.map(({ name }) => name)).toEqual(["one", "three"]);
});

test("two models of one name are refused, also where only case tells them apart", async () => {
  await using project = await makeFolder({
    "dlpu.yml": "models: [{path: a.onnx, name: Net}, {path: b.onnx, name: net}]\n",
    "a.onnx": "",
    "b.onnx": "",
  });
  await expect(loadConfig({ ...request, folder: project.path })).rejects.toThrow(
    "two models are named net",
  );
});
