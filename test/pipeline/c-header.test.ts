import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderCHeader } from "../../src/pipeline/package/c-header.ts";
import { makeFolder } from "../temporary-folder.ts";
import { sampleBuild } from "../report/sample-result.ts";

const contract = sampleBuild().contract;
if (contract === null) throw new Error("the sample has a contract");
const [input] = contract.inputs;
const [output] = contract.outputs;
if (input === undefined || output === undefined) throw new Error("the sample has both");

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
  const replaced = names.map((name) => ({ name, from: names, operators: names, missing: [] }));
  const inputs = names.map((name, index) => ({ ...input, index, name }));
  const hostile = { ...contract, inputs, replaced };
  writeFileSync(join(place.path, "model_params.h"), renderCHeader(hostile));
  const program = join(place.path, "program.c");
  writeFileSync(
    program,
    '#include "model_params.h"\nint main(void) { return MODEL_INPUT_WIDTH; }\n',
  );
  execFileSync("cc", [
    "-Wall",
    "-Wextra",
    "-Werror",
    "-pedantic",
    "-std=c11",
    "-fsyntax-only",
    program,
  ]);
});

const plain = output;

function outputsOf(...shapes: (readonly number[])[]) {
  return shapes.map((shape, index) => ({
    ...plain,
    index,
    shape,
    permutation: shape.map((_, axis) => axis),
  }));
}

test.each([[[1, 8400, 84]], [[1, 84, 8400]]])(
  "boxes are counted whichever axis comes first: %j",
  (shape) => {
    const header = renderCHeader({ ...contract, outputs: outputsOf(shape) });
    expect(header).toContain("#define NUM_DETECTIONS 8400\n");
  },
);

test("outputs of several sizes and scales have their constants each", () => {
  const [first, second] = outputsOf([1, 400, 5], [1, 100, 5]);
  if (first === undefined || second === undefined) throw new Error("two outputs");
  const outputs = [first, { ...second, quantization: { scale: 0.5, zeroPoint: 0 } }];
  const header = renderCHeader({ ...contract, outputs });
  expect(header).not.toMatch(/define QUANTIZATION_|define NUM_DETECTIONS /);
  expect(header).toContain("#define NUM_DETECTIONS_OUTPUT_0 400\n");
  expect(header).toContain("#define NUM_DETECTIONS_OUTPUT_1 100\n");
  expect(header).toContain("#define MODEL_OUTPUT_1_SCALE 0.500000000f\n");
});

test("the size is that of the image, also behind another input and in grey", () => {
  const other = { ...input, shape: [1, 7], permutation: [0, 1], layout: "none" as const };
  const grey = { ...input, index: 1, shape: [1, 24, 40, 1] };
  const header = renderCHeader({ ...contract, inputs: [{ ...other, preprocess: null }, grey] });
  expect(header).toContain("// The image is input 1.\n");
  expect(header).toContain("#define MODEL_INPUT_HEIGHT 24\n");
  expect(header).toContain("#define MODEL_INPUT_CHANNELS 1\n");
});

test("axes that moved are named", () => {
  expect(renderCHeader(contract)).toContain("[1, 32, 48, 3]; axes 0, 2, 3, 1 of the source\n");
});
