import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { findStat, findText } from "../../src/io/files.ts";
import { loadModelFile } from "../../src/io/model-file.ts";
import { makeFolder } from "../temporary-folder.ts";

const request = { configPath: undefined, models: [], socs: [], outFolder: "out" };
const SECRET = "token-of-somebody-else";

/** A repository, with files beside it that are none of its business. */
async function makeRepository(files: Readonly<Record<string, string>>) {
  const place = await makeFolder({
    "outside/secret.csv": `${SECRET},label\n${SECRET},${SECRET}\n`,
    "outside/secret.png": SECRET,
    "outside/model.tflite": SECRET,
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`repo/${path}`, text])),
  });
  const folder = join(place.path, "repo");
  await mkdir(join(folder, ".git"), { recursive: true });
  await writeFile(join(folder, ".git", "config.png"), SECRET);
  await symlink("../outside", join(folder, "link"));
  await symlink("../outside/secret.csv", join(folder, "labels-link.csv"));
  await symlink("../outside/model.tflite", join(folder, "linked.tflite"));
  return { ...place, folder, [Symbol.asyncDispose]: () => place[Symbol.asyncDispose]() };
}

test.each([
  "models: [../outside/model.tflite]",
  "models: [link/model.tflite]",
  "models: [linked.tflite]",
  "models: ['../outside/*.tflite']",
  "models: ['link/*.tflite']",
  "models: [{path: a.tflite, calibration: ../outside}]",
  "models: [{path: a.tflite, calibration: link}]",
  "models: [{path: a.tflite, calibration: .git/config.png}]",
  "models: [{path: a.tflite, calibration: '/**/*.png'}]",
  "models: [{path: a.tflite, evaluation: {data: images, labels: ../outside/secret.csv}}]",
  "models: [{path: a.tflite, evaluation: {data: images, labels: labels-link.csv}}]",
  "models: [{path: a.tflite, evaluation: {data: images, labels: /etc/passwd}}]",
  "models: [{path: a.tflite, task: {kind: segmentation, classes: 2}, evaluation: {data: images, labels: link}}]",
])("%s is refused before anything outside is read", async (text) => {
  await using repository = await makeRepository({
    "dlpu.yml": text,
    "a.tflite": "",
    "images/1.png": "",
  });
  const loading = loadConfig({ ...request, folder: repository.folder });
  const error: unknown = await loading.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ kind: "user", code: "DLPU-OUTSIDE" });
  expect(String(error)).not.toContain(SECRET);
});

test("a configuration that is a link out of the repository shows nothing of the file there", async () => {
  await using repository = await makeRepository({ "a.tflite": "" });
  await symlink("../outside/secret.csv", join(repository.folder, "dlpu.yml"));
  for (const configPath of [undefined, "dlpu.yml"]) {
    const loading = loadConfig({ ...request, folder: repository.folder, configPath });
    const error: unknown = await loading.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "user", code: "DLPU-OUTSIDE" });
    expect(String(error)).not.toContain(SECRET);
  }
});

test("links out of the repository are not followed while looking for models and data", async () => {
  await using repository = await makeRepository({
    "dlpu.yml": "defaults: {calibration: images}",
    "a.tflite": "",
    "images/1.png": "",
  });
  await symlink("../../outside/secret.png", join(repository.folder, "images", "2.png"));
  const { models } = await loadConfig({ ...request, folder: repository.folder });
  expect(models.map(({ shownPath }) => shownPath)).toEqual(["a.tflite"]);
  expect(models[0]?.calibration?.files).toEqual([join(repository.folder, "images", "1.png")]);
});

test("the command line may name models anywhere, and with --root the configuration may, too", async () => {
  await using repository = await makeRepository({
    "dlpu.yml": "models: [../outside/model.tflite]",
  });
  const { folder } = repository;
  const named = await loadConfig({
    ...request,
    folder: join(folder, ".."),
    models: [join(folder, "..", "outside", "model.tflite")],
  });
  expect(named.models).toHaveLength(1);
  const rooted = await loadConfig({ ...request, folder, root: ".." });
  expect(rooted.models).toHaveLength(1);
});

test("links in a circle are walked once, and a model with several names is found once", async () => {
  await using project = await makeFolder({ "models/a.tflite": "", "models/b/saved_model.pb": "" });
  await symlink("..", join(project.path, "models", "loop"));
  await symlink("loop2", join(project.path, "models", "loop2"));
  await symlink("a.tflite", join(project.path, "models", "0-same.tflite"));
  const { models } = await loadConfig({ ...request, folder: project.path });
  expect(models.map(({ shownPath }) => shownPath)).toEqual(["models/a.tflite", "models/b"]);
});

test("pipes are no models, data, labels or configurations, and hold nobody up", async () => {
  await using project = await makeFolder({ "a.tflite": "", "data/1.png": "" });
  for (const name of ["pipe.tflite", "data/2.png", "pipe.csv", "pipe.yml"]) {
    execFileSync("mkfifo", [join(project.path, name)]);
  }
  const load = (text: string) =>
    writeFile(join(project.path, "dlpu.yml"), text).then(() =>
      loadConfig({ ...request, folder: project.path }),
    );
  const { models } = await load("defaults: {calibration: data}");
  expect(models.map(({ shownPath }) => shownPath)).toEqual(["a.tflite"]);
  expect(models[0]?.calibration?.files).toEqual([join(project.path, "data", "1.png")]);
  for (const text of [
    "models: [pipe.tflite]",
    "models: [{path: a.tflite, calibration: data/2.png}]",
    "models: [{path: a.tflite, evaluation: {data: data, labels: pipe.csv}}]",
  ]) {
    await expect(load(text)).rejects.toThrow("no regular file");
  }
  const named = { ...request, folder: project.path, configPath: "pipe.yml" };
  await expect(loadConfig(named)).rejects.toThrow("no regular file");
});

test.each(["/dev/zero", "/dev/full"])("%s is no model, data or text", async (path) => {
  await using project = await makeFolder();
  await expect(loadConfig({ ...request, folder: project.path, models: [path] })).rejects.toThrow(
    "no regular file",
  );
  await expect(findText(path)).rejects.toThrow("no regular file");
});

test.each([`${"n".repeat(300)}.onnx`, `${"folder/".repeat(800)}a.onnx`, "a\0b.onnx"])(
  "a name that no file can have is a model that is not there",
  async (name) => {
    await using project = await makeFolder();
    expect(await findStat(join(project.path, name))).toBeUndefined();
    await expect(
      loadConfig({ ...request, folder: project.path, models: [name] }),
    ).rejects.toMatchObject({ kind: "user" });
  },
);

test("a model whose name is not UTF-8 is said to be one", async () => {
  await using project = await makeFolder();
  await writeFile(
    Buffer.concat([Buffer.from(`${project.path}/`), Buffer.from([0xff]), Buffer.from(".onnx")]),
    "",
  );
  await expect(loadConfig({ ...request, folder: project.path })).rejects.toThrow("is not UTF-8");
});

test("a glob over the whole file system ends at once", async () => {
  await using project = await makeFolder();
  const models = ["/**/*.onnx"];
  await expect(loadConfig({ ...request, folder: project.path, models })).rejects.toThrow(
    "looks through the whole file system",
  );
});

test("a SavedModel with a link or a pipe in it is refused before anything follows it", async () => {
  await using project = await makeFolder({ "model/saved_model.pb": "", "model/variables/v": "" });
  const model = join(project.path, "model");
  expect(await loadModelFile(model)).toMatchObject({ kind: "saved-model" });
  await symlink("/etc/hostname", join(model, "variables", "v.index"));
  await expect(loadModelFile(model)).rejects.toThrow("variables/v.index in it is a link");
});

test("compilers in the checkout are refused, also through a link", async () => {
  await using repository = await makeRepository({ "a.tflite": "", "tools/edgetpu_compiler": "" });
  const { folder } = repository;
  await symlink(join(folder, "tools"), join(folder, "..", "outside", "tools"));
  for (const tools of ["tools", "../outside/tools"]) {
    await writeFile(join(folder, "dlpu.yml"), `toolchains: {edgetpu-compiler: {folder: ${tools}}}`);
    await expect(loadConfig({ ...request, folder })).rejects.toThrow(
      "a pull request could replace",
    );
  }
  await writeFile(join(folder, "dlpu.yml"), "toolchains: {cnngen: {folder: ../outside}}");
  const { compilers } = await loadConfig({ ...request, folder });
  expect(compilers.cnngen).toEqual({ kind: "folder", folder: join(folder, "..", "outside") });
});
