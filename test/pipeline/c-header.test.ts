import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderCHeader } from "../../src/pipeline/package/c-header.ts";
import { makeFolder } from "../temporary-folder.ts";
import { sampleBuild } from "../report/sample-result.ts";

const contract = sampleBuild().contract;
if (contract === null) throw new Error("the sample has a contract");

test("the header defines what Axis' C examples need", () => {
  const header = renderCHeader(contract);
  expect(header).toContain("#define MODEL_INPUT_HEIGHT 32\n");
  expect(header).toContain("#define MODEL_INPUT_WIDTH 48\n");
  expect(header).toContain("#define QUANTIZATION_SCALE 0.00390625000f\n");
  expect(header).toContain("#define QUANTIZATION_ZERO_POINT 3\n");
  expect(header).toContain("#define NUM_CLASSES 10\n");
});

test("the header says what a cut left to the application", () => {
  const replaced = [
    { name: "all", from: ["boxes", "scores"], operators: ["Concat(axis 1)"], missing: [] },
    { name: "mask", from: [], operators: [], missing: ["mask"] },
  ];
  const header = renderCHeader({ ...contract, replaced });
  expect(header).toContain(
    '// The application computes "all" from "boxes", "scores": Concat(axis 1).\n',
  );
  expect(header).toContain('// The source\'s output "mask" is left out.\n');
});

test("a C compiler takes the header, whatever the tensors are called", async () => {
  await using place = await makeFolder();
  const names = ["x */ int y;", "a\\\nb", "??/", "#include <x>"];
  const [input] = contract.inputs;
  if (input === undefined) throw new Error("the sample has an input");
  const replaced = names.map((name) => ({ name, from: names, operators: names, missing: [] }));
  const inputs = names.map((name, index) => ({ ...input, index, name }));
  const hostile = { ...contract, inputs, replaced };
  const path = join(place.path, "model_params.h");
  writeFileSync(path, renderCHeader(hostile));
  execFileSync("cc", ["-Wall", "-Wextra", "-Werror", "-std=c11", "-fsyntax-only", "-x", "c", path]);
});
