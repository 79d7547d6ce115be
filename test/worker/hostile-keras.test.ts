import { existsSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { UserError } from "../../src/errors.ts";
import { limits, temporaryFolder, tensorflowPython, useChannel, useFixtures } from "./support.ts";

const channel = useChannel(tensorflowPython);

describe.skipIf(!tensorflowPython)(
  "hostile Keras and SavedModel files (skipped without DLPU_PYTHON_TENSORFLOW)",
  () => {
    const models = useFixtures(tensorflowPython, "hostile_keras.py", 300_000);

    const importModel = async (file: string) => {
      const tflitePath = path.join(temporaryFolder(), "m.tflite");
      const source = path.join(models, file);
      return await channel.call("import_keras", { source, inputShapes: {}, tflitePath }, limits);
    };

    test.each([
      ["write_file.h5", "TFOpLambda"],
      ["remove.h5", "TFOpLambda"],
      ["load_op_library.h5", "TFOpLambda"],
      ["SlicingOpLambda.h5", "SlicingOpLambda"],
      ["ClassMethod.h5", "ClassMethod"],
      ["InstanceMethod.h5", "InstanceMethod"],
      ["TensorFlowOpLayer.h5", "TensorFlowOpLayer"],
      ["polyglot.h5", "Lambda layer"],
      ["deep_lambda.keras", "Lambda layer"],
      ["tfsm.keras", "TFSMLayer"],
      ["vocabulary.keras", "StringLookup"],
      ["activation_lambda.keras", "a lambda"],
      ["initializer.keras", "a lambda"],
      ["activation_system.keras", "'system'"],
      ["activation_name.keras", "'deserialize'"],
      ["activation_registered.keras", "mine>relu"],
      ["module.keras", "Popen of subprocess"],
      ["keras_module.keras", "get_file of keras.utils"],
      ["registered.keras", "mine>Dense"],
      ["operation.keras", "Map of keras.src.ops.core"],
      ["no_name.keras", "['Dense']"],
    ])("%s is refused for its %s, and a way out is named", async (file, name) => {
      const refused = importModel(file);
      await expect(refused).rejects.toThrow(name);
      await expect(refused).rejects.toThrow(UserError);
      await expect(refused).rejects.toMatchObject({
        remedy: expect.stringContaining("in your own environment") as string,
      });
      expectNothingTouched();
    });

    test.each([
      ["external.h5", "dense/kernel:0 takes its values from another file"],
      ["external.keras", "dense/vars/0 takes its values from another file"],
      ["external_link.h5", "is a link"],
      ["soft_link.h5", "is a link"],
      ["virtual.h5", "virtual dataset"],
      ["huge.h5", "claims 4398046511104 bytes and holds 0"],
      ["slip.keras", "../../slipped"],
      ["npz.keras", "model.weights.npz"],
      ["linked", "no regular file"],
    ])("%s is refused, for %s", async (file, why) => {
      const refused = importModel(file);
      await expect(refused).rejects.toThrow(why);
      await expect(refused).rejects.toThrow(UserError);
    });

    test.each([
      ["initializer", "WriteFile"],
      ["read", "ReadFile"],
      ["python", "EagerPyFunc"],
      ["restore", "RestoreV2"],
      ["shown", "PrintV2"],
    ])(
      "the SavedModel %s is refused for its operator %s before it is loaded",
      async (file, name) => {
        const refused = importModel(file);
        await expect(refused).rejects.toThrow(`has the operator ${name}`);
        await expect(refused).rejects.toThrow(UserError);
        expectNothingTouched();
      },
    );

    test("a model with operators that no .tflite can hold is the user's to change", async () => {
      const refused = importModel("lacking");
      await expect(refused).rejects.toThrow(/TensorFlow Lite lacks: Digamma$/u);
      await expect(refused).rejects.toThrow(UserError);
    });

    test.each(["zip_named.h5", "hdf5_named.keras"])(
      "%s is taken for what its first bytes say, whatever its name",
      async (file) => {
        const { result } = await importModel(file);
        expect(result.maxRelativeDiff).toBeLessThan(1e-4);
      },
    );

    const expectNothingTouched = () => {
      expect(existsSync(path.join(models, "touched"))).toBe(false);
      expect(existsSync(path.join(models, "kept"))).toBe(true);
    };
  },
);
