import { join } from "node:path";
import { expect, test } from "vitest";
import type { Labels, ModelConfig } from "../../src/config/config.ts";
import { loadConfig } from "../../src/config/load.ts";
import { makeFolder } from "../temporary-folder.ts";

const PICTURES = { "a.onnx": "", "in/1.jpg": "", "in/2.jpg": "", "in/3.jpg": "" };
const COCO = {
  images: [
    { id: 11, file_name: "1.jpg" },
    { id: 12, file_name: "in/2.jpg", width: 640, height: 480 },
    { id: 13, file_name: "not-here.jpg" },
  ],
  annotations: [{ id: 1, image_id: 11, category_id: 1, bbox: [1, 2, 3, 4], iscrowd: 0 }],
  categories: [{ id: 1, name: "face", supercategory: "" }],
};

async function loadModel(
  files: Record<string, string>,
  settings: string,
): Promise<{ model: ModelConfig | undefined; root: string }> {
  const text = `models: [{path: a.onnx, ${settings}}]\n`;
  await using project = await makeFolder({ ...PICTURES, ...files, "dlpu.yml": text });
  const request = { configPath: undefined, models: [], socs: [], outFolder: "out" };
  const { models } = await loadConfig({ ...request, folder: project.path });
  return { model: models[0], root: project.path };
}

const DETECTOR = "task: {kind: detection, decoder: yolo}, classes: [background, face]";

test("boxes are found by the path from the labels' folder or by the end of a picture's path", async () => {
  const { model, root } = await loadModel(
    { "labels/coco.json": JSON.stringify(COCO) },
    `${DETECTOR}, evaluation: {data: in, labels: labels/coco.json}`,
  );
  const [first, second] = [join(root, "in/1.jpg"), join(root, "in/2.jpg")];
  expect(model?.evaluation).toEqual({
    files: [first, second],
    labels: {
      kind: "boxes",
      path: join(root, "labels/coco.json"),
      images: new Map([
        [first, 11],
        [second, 12],
      ]),
      classes: ["background", "face"],
    } satisfies Labels,
  });
});

test.each([
  ["is no COCO", JSON.stringify({ boxes: [] }), /cannot be taken for boxes: .*images/],
  ["is no JSON", "file,label", /cannot be taken for boxes/],
  [
    "is about other pictures",
    JSON.stringify({ ...COCO, images: [{ id: 1, file_name: "x.jpg" }] }),
    /labels none of the 3 evaluation pictures: its first names x\.jpg, and the first picture is .*1\.jpg$/,
  ],
])("a file of boxes that %s is refused", async (_, text, message) => {
  const settings = `${DETECTOR}, evaluation: {data: in, labels: coco.json}`;
  await expect(loadModel({ "coco.json": text }, settings)).rejects.toThrow(message);
});

test("boxes without a task are not taken for a table of classes", async () => {
  const settings = "evaluation: {data: in, labels: coco.json}";
  await expect(loadModel({ "coco.json": JSON.stringify(COCO) }, settings)).rejects.toMatchObject({
    remedy: expect.stringContaining("task: {kind: detection") as string,
  });
});

test("a mask belongs to the picture of its name, and pictures without one are left out", async () => {
  const { model, root } = await loadModel(
    { "masks/1.png": "", "masks/deep/3.PNG": "", "masks/readme.txt": "" },
    "task: {kind: segmentation, classes: 2}, evaluation: {data: in, labels: masks}",
  );
  expect(model?.evaluation?.labels).toEqual({
    kind: "masks",
    masks: new Map([
      [join(root, "in/1.jpg"), join(root, "masks/1.png")],
      [join(root, "in/3.jpg"), join(root, "masks/deep/3.PNG")],
    ]),
  } satisfies Labels);
  expect(model?.evaluation?.files).toHaveLength(2);
});

test("two masks of one name are an error, and so is a folder without any", async () => {
  const settings = "task: {kind: segmentation, classes: 2}, evaluation: {data: in, labels: masks}";
  await expect(loadModel({ "masks/1.png": "", "masks/b/1.png": "" }, settings)).rejects.toThrow(
    /more than one mask/,
  );
  await expect(loadModel({}, settings)).rejects.toThrow(/holds no mask/);
});

const ARRAYS = { "in/data.npy": "", "labels.csv": "label\n1\ncat\n" };

test("a line a sample labels the rows of arrays, by index or name", async () => {
  const { model, root } = await loadModel(
    ARRAYS,
    "classes: [cat, dog], evaluation: {data: in/data.npy, labels: labels.csv}",
  );
  expect(model?.evaluation).toEqual({
    files: [join(root, "in/data.npy")],
    labels: {
      kind: "class-rows",
      path: join(root, "labels.csv"),
      classes: [1, 0],
    } satisfies Labels,
  });
});

test("images of COCO's JSON label the rows of arrays in its order, whatever their names", async () => {
  const { model, root } = await loadModel(
    { ...ARRAYS, "coco.json": JSON.stringify(COCO) },
    `${DETECTOR}, evaluation: {data: in/data.npy, labels: coco.json}`,
  );
  expect(model?.evaluation?.labels).toEqual({
    kind: "box-rows",
    path: join(root, "coco.json"),
    imageIds: [11, 12, 13],
    classes: ["background", "face"],
  } satisfies Labels);
});

test.each([
  ["in/data.npy", "gone.npy", /No labels at .*gone.npy/],
  ["in/1.jpg", "in/data.npy", /labels the rows of an array, and the evaluation data are pictures/],
])("labels of %s in %s are refused", async (data, labels, message) => {
  const settings = `evaluation: {data: ${data}, labels: ${labels}}`;
  await expect(loadModel(ARRAYS, settings)).rejects.toThrow(message);
});

test("a folder of masks does not label arrays", async () => {
  const settings =
    "task: {kind: segmentation, classes: 2}, evaluation: {data: in/data.npy, labels: masks}";
  await expect(loadModel({ ...ARRAYS, "masks/1.png": "" }, settings)).rejects.toMatchObject({
    remedy: expect.stringContaining("[samples, height, width]") as string,
  });
});

test("rows of a table name pictures by their path from the table, or by a file name that one picture has", async () => {
  const { model, root } = await loadModel(
    { "labels/table.csv": "file,label\n../in/1.jpg,4\n2.jpg,5\n" },
    "evaluation: {data: in, labels: labels/table.csv}",
  );
  expect(model?.evaluation?.labels).toMatchObject({
    classes: new Map([
      [join(root, "in/1.jpg"), 4],
      [join(root, "in/2.jpg"), 5],
    ]),
  });
});

test("a file name that two pictures have names neither of them", async () => {
  const { model, root } = await loadModel(
    { "more/1.jpg": "", "table.csv": "file,label\n1.jpg,4\nin/2.jpg,5\n" },
    "evaluation: {data: [in, more], labels: table.csv}",
  );
  expect(model?.evaluation?.files).toEqual([join(root, "in/2.jpg")]);
});

test("a table that labels none of the pictures is refused before any work, with one of each", async () => {
  const loading = loadModel(
    { "table.csv": "file,label\nimages/cat.png,0\n" },
    "evaluation: {data: in, labels: table.csv}",
  );
  await expect(loading).rejects.toThrow(
    /table\.csv labels none of the 3 evaluation pictures: its first names images\/cat\.png, and the first picture is .*in\/1\.jpg$/,
  );
});
