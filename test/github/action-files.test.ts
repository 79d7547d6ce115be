import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { expect, test } from "vitest";
import { z } from "zod";
import { ACTION_FOLDERS, loadActionFile, ROOT } from "../../scripts/action-files.ts";
import { renderTypes } from "../../scripts/action-types.ts";
import {
  readBuildInputs,
  readPlanInputs,
  readReportInputs,
  readSetupInputs,
} from "../../src/github/run/action-inputs.ts";
import { INPUT_NAMES } from "../../src/github/run/inputs.ts";

const READERS = {
  setup: readSetupInputs,
  build: readBuildInputs,
  report: readReportInputs,
  plan: readPlanInputs,
};

test("the inputs that the code knows are those that the action.yml files declare", async () => {
  const files = await Promise.all(ACTION_FOLDERS.map(loadActionFile));
  const declared = new Set(files.flatMap(({ inputs }) => Object.keys(inputs)));
  expect([...declared].sort()).toEqual([...INPUT_NAMES].sort());
});

test.each(Object.keys(READERS))("the defaults of %s are legal", async (folder) => {
  const { inputs } = await loadActionFile(folder);
  const environment = Object.fromEntries(
    Object.entries(inputs).map(([name, { default: value }]) => [
      `INPUT_${name.toUpperCase()}`,
      value.startsWith("${{") ? "" : value,
    ]),
  );
  const reader = READERS[folder as keyof typeof READERS];
  expect(() => reader(environment)).not.toThrow();
});

const compositeSchema = z.object({
  outputs: z.record(z.string(), z.object({ value: z.string() })),
  runs: z.object({
    steps: z.array(
      z.object({ id: z.string(), uses: z.string(), with: z.record(z.string(), z.string()) }),
    ),
  }),
});

test("the composite action hands its parts only what they declare, and reads only what they give", async () => {
  const text = await readFile(join(ROOT, "action.yml"), "utf8");
  const { runs, outputs } = compositeSchema.parse(parse(text));
  for (const step of runs.steps) {
    const part = await loadActionFile(step.uses.replace("$/", ""));
    expect(Object.keys(part.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with)));
  }
  const reads = [text, ...Object.values(outputs).map(({ value }) => value)].join("\n");
  for (const [, id = "", name = ""] of reads.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)) {
    expect(Object.keys((await loadActionFile(id)).outputs)).toContain(name);
  }
});

test("no input reaches a shell", async () => {
  for (const folder of ACTION_FOLDERS) {
    expect(await readFile(join(ROOT, folder, "action.yml"), "utf8")).not.toMatch(/^\s*(- )?run:/m);
  }
});

test.each(ACTION_FOLDERS)("action-types.yml of %s is current", async (folder) => {
  const types = await readFile(join(ROOT, folder, "action-types.yml"), "utf8");
  expect(types).toBe(renderTypes(await loadActionFile(folder)));
});
