import { statSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { UserError } from "../../src/errors.ts";
import {
  corePython,
  limits,
  readFacts,
  runFixture,
  temporaryFolder,
  useChannel,
  useFixtures,
} from "./support.ts";

const channel = useChannel(corePython);

describe.skipIf(!corePython)("cutting a model (skipped without DLPU_PYTHON_CORE)", () => {
  const detectors = useFixtures(corePython, "detector_models.py");
  const operators = useFixtures(corePython, "operator_models.py");

  test("ends both forms of an ONNX model at its own names, in the order given", async () => {
    const { result, tflitePath } = await importCut("decode", ["raw_boxes", "score_map"]);
    expect(result.outputs).toMatchObject([
      { sourceName: "raw_boxes", shape: [1, 4, 64], permutation: [0, 1, 2] },
      // Feature maps change their layout like any other.
      { sourceName: "score_map", shape: [1, 8, 8, 3], permutation: [0, 2, 3, 1] },
    ]);
    expect(result.rewrites[0]?.code).toBe("cut");
    expect(result.maxRelativeDiff).toBeLessThan(1e-5);
    const kinds = readFacts(corePython, tflitePath).operators.map(([name]) => name);
    expect(kinds).not.toContain("LOGISTIC");
    expect(kinds).not.toContain("EXP");
  });

  test("ends an ONNX model that lists its weights among its inputs", async () => {
    const { result } = await importCut("old", ["raw_boxes"]);
    expect(result.inputs.map(({ name }) => name)).toEqual(["picture"]);
    expect(result.outputs).toMatchObject([{ sourceName: "raw_boxes", shape: [1, 4, 64] }]);
  });

  test("ends a .tflite at its tensors and leaves out what only the rest needed", async () => {
    const folder = temporaryFolder();
    const source = path.join(operators, "two_users.tflite");
    const tflitePath = path.join(folder, "float.tflite");
    await channel.call("import_tflite", { source, inputShapes: {}, tflitePath }, limits);
    const names = readFacts(corePython, tflitePath).names;
    const activated = names.find((name) => name === "t4") ?? "";
    const outPath = path.join(folder, "cut.tflite");
    const params = { tflitePath, cutAt: [activated], outPath };
    const { result } = await channel.call("cut", params, limits);
    expect(result).toEqual({
      outputs: [{ name: activated, shape: [1, 8, 8, 8], dtype: "float32" }],
      removed: 4,
    });
    const facts = readFacts(corePython, outPath);
    expect(facts.operators.map(([name]) => name)).toEqual(["CONV_2D", "LEAKY_RELU"]);
    expect(facts.names).toHaveLength(5); // Picture, weights, bias, and two results.
    expect(statSync(outPath).size).toBeLessThan(statSync(tflitePath).size);
  });

  test("ends a .tflite at some channels of a convolution, by a convolution of their own", async () => {
    const folder = temporaryFolder();
    const source = path.join(operators, "two_users.tflite");
    const tflitePath = path.join(folder, "float.tflite");
    await channel.call("import_tflite", { source, inputShapes: {}, tflitePath }, limits);
    const outPath = path.join(folder, "cut.tflite");
    const cutAt = ["t3[0:2]", "t3[2:8]"];
    const { result } = await channel.call("cut", { tflitePath, cutAt, outPath }, limits);
    expect(result.outputs.map(({ name, shape }) => [name, shape])).toEqual([
      ["t3[0:2]", [1, 8, 8, 2]],
      ["t3[2:8]", [1, 8, 8, 6]],
    ]);
    const kinds = readFacts(corePython, outPath).operators.map(([name]) => name);
    expect(kinds).toEqual(["CONV_2D", "CONV_2D"]);
    const whole = path.join(folder, "whole.tflite");
    await channel.call("cut", { tflitePath, cutAt: ["t3"], outPath: whole }, limits);
    expect(runFixture(corePython, "same_channels.py", whole, outPath).trim()).toBe("True");
  });

  test.each([
    ["channels that are not there", "t3[4:9]", "t3 has 8 channels"],
    ["no channels", "t3[4:4]", "cannot be cut"],
    ["channels that no layer makes", "t4[0:4]", "made by LEAKY_RELU"],
    ["channels of no tensor", "t99[0:4]", "no tensor named t99[0:4]"],
  ])("refuses %s", async (_, name, why) => {
    const folder = temporaryFolder();
    const source = path.join(operators, "two_users.tflite");
    const tflitePath = path.join(folder, "float.tflite");
    await channel.call("import_tflite", { source, inputShapes: {}, tflitePath }, limits);
    const params = { tflitePath, cutAt: [name], outPath: path.join(folder, "cut.tflite") };
    const refused = channel.call("cut", params, limits);
    await expect(refused).rejects.toThrow(why);
    await expect(refused).rejects.toThrow(UserError);
  });

  test.each([
    ["a name that is no tensor", ["boxen"], "computes no tensor named boxen"],
    ["a weight", ["halves"], "computes no tensor named halves"],
    ["the input", ["picture"], "computes no tensor named picture"],
  ])("refuses %s", async (_, cutAt, why) => {
    const refused = importCut("decode", cutAt);
    await expect(refused).rejects.toThrow(why);
    await expect(refused).rejects.toThrow(UserError);
  });

  async function importCut(name: string, cutAt: readonly string[]) {
    const folder = temporaryFolder();
    const tflitePath = path.join(folder, "float.tflite");
    const onnxPath = path.join(folder, "float.onnx");
    const source = path.join(detectors, `${name}.onnx`);
    const params = { source, inputShapes: {}, tflitePath, onnxPath, cutAt };
    const { result } = await channel.call("import_onnx", params, limits);
    return { result, tflitePath };
  }
});
