import { expect, test } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { makeFolder } from "../temporary-folder.ts";

const files = {
  "dlpu.yml": "models:\n  - path: a.onnx\n    socs: [artpec-8]\n  - b.onnx\n",
  "a.onnx": "",
  "b.onnx": "",
};

/** What the job of a matrix for one soc builds. */
async function builtFor(soc: "artpec-8" | "artpec-9", models: string[] = []): Promise<string[]> {
  await using folder = await makeFolder(files);
  const config = await loadConfig({
    folder: folder.path,
    configPath: undefined,
    models,
    socs: [{ soc, axisOs: undefined }],
    outFolder: "out",
  });
  return config.models.map(({ shownPath }) => shownPath);
}

test("a model that is limited to a soc is built for no other, whatever is asked for", async () => {
  expect(await builtFor("artpec-8")).toEqual(["a.onnx", "b.onnx"]);
  expect(await builtFor("artpec-9")).toEqual(["b.onnx"]);
});

test("when nothing is left to build, the message says why", async () => {
  await expect(builtFor("artpec-9", ["a.onnx"])).rejects.toThrow("No model is for artpec-9");
});
