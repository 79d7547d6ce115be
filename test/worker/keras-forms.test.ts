import path from "node:path";

import { describe, expect, test } from "vitest";

import { sharedData } from "../shared-data.ts";
import {
  limits,
  readFacts,
  runFixture,
  temporaryFolder,
  tensorflowPython,
  useChannel,
  useFixtures,
} from "./support.ts";

const channel = useChannel(tensorflowPython);

async function importKeras(source: string) {
  const tflitePath = path.join(temporaryFolder(), "m.tflite");
  const { result } = await channel.call(
    "import_keras",
    { source, inputShapes: {}, tflitePath },
    limits,
  );
  return { tflitePath, result };
}

describe.skipIf(!tensorflowPython)(
  "forms of Keras models (skipped without DLPU_PYTHON_TENSORFLOW)",
  () => {
    const models = useFixtures(tensorflowPython, "keras_forms.py", 300_000);

    const forms = ["plain", "unbuilt", "nested", "several", "named", "wrapped", "upsampled"];
    const files = forms.flatMap((form) => [
      `${form}_keras3.keras`,
      `${form}_keras3.h5`,
      `${form}_keras3`, // A SavedModel.
      `${form}_keras2.h5`,
    ]);

    test.each([...files, "operations_keras3.keras"])(
      "%s gives what its own library gives, input for input and output for output",
      async (file) => {
        const { tflitePath, result } = await importKeras(path.join(models, file));
        expect(result.maxRelativeDiff).toBeLessThan(1e-4);
        const answers = path.join(models, `${path.parse(file).name}.npz`);
        const difference = runFixture(
          tensorflowPython,
          "answer_difference.py",
          tflitePath,
          answers,
        );
        expect(Number(difference)).toBeLessThan(1e-4);
      },
    );

    test("names each output of a layer that several share", async () => {
      const { result } = await importKeras(path.join(models, "several_keras3.keras"));
      expect(result.inputs.map(({ name }) => name)).toEqual(["left", "right"]);
      expect(result.outputs.map(({ name }) => name)).toEqual(["joined", "shared", "shared_1"]);
    });
  },
);

describe.skipIf(!tensorflowPython || sharedData === undefined)(
  "Keras models from the field (skipped without ../shared/data)",
  () => {
    test.each(["mnist.keras", "seq_keras3.h5", "seq_nested.keras", "seq_plain.keras", "upnet.h5"])(
      "%s builds and is equal to Keras",
      async (file) => {
        const { tflitePath, result } = await importKeras(
          path.join(sharedData ?? "", "field/keras", file),
        );
        expect(result.maxRelativeDiff).toBeLessThan(1e-4);
        expect(readFacts(tensorflowPython, tflitePath).dynamic).toBe(0);
      },
    );
  },
);
