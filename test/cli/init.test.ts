import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseConfigFile } from "../../src/config/parse.ts";
import { makeFolder } from "../temporary-folder.ts";
import { example, runDlpu } from "./run-dlpu.ts";

test("writes a configuration and a workflow that name the models found", async () => {
  await using project = await makeFolder();
  await cp(example("models"), join(project.path, "nets: #1"), { recursive: true });
  const { exitCode, stderr } = await runDlpu(["init"], project.path);
  expect(exitCode).toBe(0);
  expect(stderr).toContain("dlpu.yml");
  const config = await readFile(join(project.path, "dlpu.yml"), "utf8");
  expect(parseConfigFile(config, "dlpu.yml").models?.map(({ path }) => path)).toEqual([
    "nets: #1/detector.onnx",
    "nets: #1/digits.keras",
    "nets: #1/digits.onnx",
    "nets: #1/digits.tflite",
  ]);
  const workflow = await readFile(join(project.path, ".github/workflows/dlpu.yml"), "utf8");
  const guide = await readFile(join(import.meta.dirname, "../../docs/quick-start.md"), "utf8");
  expect(guide).toContain(`\`\`\`yaml\n${workflow}\`\`\``);
});

test("never writes over a file that is there", async () => {
  await using project = await makeFolder({ "dlpu.yml": "mine", "a.onnx": "" });
  const { stderr } = await runDlpu(["init"], project.path);
  expect(await readFile(join(project.path, "dlpu.yml"), "utf8")).toBe("mine");
  expect(stderr).not.toContain("wrote dlpu.yml");
});

test("an empty folder is told what a model is", async () => {
  await using project = await makeFolder();
  const { exitCode, stderr } = await runDlpu(["init"], project.path);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("No model was found");
});
