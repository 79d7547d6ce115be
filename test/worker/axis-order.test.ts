import path from "node:path";

import { describe, expect, test } from "vitest";

import { sharedData } from "../shared-data.ts";
import {
  corePython,
  limits,
  runFixture,
  temporaryFolder,
  useChannel,
  useFixtures,
} from "./support.ts";

const channel = useChannel(corePython);
const IDENTITY = [0, 1, 2, 3];
const CHANNELS_LAST = [0, 2, 3, 1];

interface Imported {
  readonly shape: readonly number[];
  readonly permutation: readonly number[];
}

async function importOnnx(source: string): Promise<{ input: Imported; output: Imported }> {
  const folder = temporaryFolder();
  const [tflitePath, onnxPath] = [path.join(folder, "m.tflite"), path.join(folder, "m.onnx")];
  const params = { source, inputShapes: {}, tflitePath, onnxPath };
  const { result } = await channel.call("import_onnx", params, limits);
  const [input, output] = [result.inputs[0], result.outputs[0]];
  if (input === undefined || output === undefined) throw new Error("an interface is missing");
  expect(result.maxRelativeDiff, source).toBeLessThan(1e-5);
  return { input, output };
}

describe.skipIf(!corePython)("the order of axes (skipped without DLPU_PYTHON_CORE)", () => {
  const models = useFixtures(corePython, "axis_order_models.py");

  test.each([
    ["oblong_columns", [1, 6, 20]],
    ["oblong_rows", [1, 20, 6]],
    ["square_columns", [1, 8, 8]],
    ["square_rows", [1, 8, 8]],
  ])("an output of three axes keeps them: %s", async (name, shape) => {
    const { output } = await importOnnx(path.join(models, `${name}.onnx`));
    expect(output).toMatchObject({ shape, permutation: [0, 1, 2] });
  });

  test("an input of three axes keeps them", async () => {
    const { input, output } = await importOnnx(path.join(models, "sequence.onnx"));
    expect(input).toMatchObject({ shape: [1, 3, 16], permutation: [0, 1, 2] });
    expect(output).toMatchObject({ shape: [1, 5, 16], permutation: [0, 1, 2] });
  });

  test("a picture whose channels are last already stays so", async () => {
    const { input, output } = await importOnnx(path.join(models, "channels_last.onnx"));
    expect(input).toMatchObject({ shape: [1, 16, 20, 3], permutation: IDENTITY });
    expect(output).toMatchObject({ shape: [1, 16, 20, 5], permutation: IDENTITY });
  });

  test("of four equal axes values tell what became of them", async () => {
    const map = await importOnnx(path.join(models, "map.onnx"));
    expect(map.output).toMatchObject({ shape: [1, 6, 6, 6], permutation: CHANNELS_LAST });
    const turned = await importOnnx(path.join(models, "turned.onnx"));
    expect([IDENTITY, CHANNELS_LAST]).toContainEqual(turned.output.permutation);
  });

  test("a proof takes no transposed output for the source's", () => {
    const difference = Number(runFixture(corePython, "transposed_difference.py"));
    expect(difference).toBeGreaterThan(0.1);
  });

  test.skipIf(!sharedData).each([
    ["yx1", [1, 320, 6]],
    ["yx2", [1, 320, 6]],
    ["yx3", [1, 6, 320]],
    ["tail_plain", [1, 6, 256]],
    ["tail_transpose", [1, 256, 6]],
  ])("a field model keeps its axes: %s (skipped without shared data)", async (name, shape) => {
    const file = path.join(sharedData ?? "", "field/onnx", `${name}.onnx`);
    const { output } = await importOnnx(file);
    expect(output).toMatchObject({ shape, permutation: [0, 1, 2] });
  });
});
