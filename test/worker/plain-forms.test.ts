import path from "node:path";

import { describe, expect, test } from "vitest";

import { sharedData } from "../shared-data.ts";
import {
  corePython,
  limits,
  readFacts,
  temporaryFolder,
  useChannel,
  useFixtures,
} from "./support.ts";

const channel = useChannel(corePython);

interface Imported {
  readonly operators: readonly string[];
  readonly forms: readonly string[];
  readonly difference: number;
}

async function importModel(source: string): Promise<Imported> {
  const folder = temporaryFolder();
  const tflitePath = path.join(folder, "m.tflite");
  const params = { source, inputShapes: {}, tflitePath, onnxPath: path.join(folder, "m.onnx") };
  const { result } = await channel.call("import_onnx", params, limits);
  return {
    operators: readFacts(corePython, tflitePath).operators.map(([name]) => name),
    forms: result.rewrites.flatMap(({ code, detail }) =>
      ["plain-form", "reciprocal-root"].includes(code) ? [detail] : [],
    ),
    difference: result.maxRelativeDiff,
  };
}

describe.skipIf(!corePython)("old forms of operators (skipped without DLPU_PYTHON_CORE)", () => {
  const models = useFixtures(corePython, "form_models.py");

  test.each([
    ["hard_sigmoid", "1 HardSigmoid written with RELU6", "RELU_0_TO_1"],
    ["hard_sigmoid_sixth", "1 HardSigmoid written with RELU6", "RELU_0_TO_1"],
    ["clip_0_1", "1 Clip written with RELU6", "RELU_0_TO_1"],
    ["clip_0_1_attribute", "1 Clip written with RELU6", "RELU_0_TO_1"],
    ["clip_-1_1", "1 Clip written with RELU6", "RELU_N1_TO_1"],
    ["instance_norm", "1 divisions by a square root multiply with RSQRT", "DIV"],
  ])("%s is converted by its old form, and computes the same", async (name, form, avoided) => {
    const imported = await importModel(path.join(models, `${name}.onnx`));
    expect(imported.forms).toEqual([form]);
    expect(imported.operators).not.toContain(avoided);
    expect(imported.difference).toBeLessThan(2e-6);
  });

  test.each([
    ["clip_0_6", "CONV_2D"],
    ["clip_0_2", "MINIMUM"],
    ["root_alone", "SQRT"],
    ["softsign", "DIV"],
  ])("%s stays as it is", async (name, kept) => {
    const imported = await importModel(path.join(models, `${name}.onnx`));
    expect(imported.forms).toEqual([]);
    expect(imported.operators).toContain(kept);
  });

  test.skipIf(!sharedData)(
    "a HardSigmoid behind a convolution costs one multiplication (skipped without shared data)",
    async () => {
      const file = path.join(sharedData ?? "", "field", "onnx", "min_hardsigmoid.onnx");
      expect((await importModel(file)).operators).toEqual(["CONV_2D", "MUL"]);
    },
  );
});
