import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { sharedData } from "../shared-data.ts";
import { makeFolder } from "../temporary-folder.ts";
import { corePython, runFixture, useFixtures } from "../worker/support.ts";
import { example, runDlpu } from "./run-dlpu.ts";

const LIMIT = 1e-3;
const contractSchema = z.looseObject({
  outputs: z.array(z.looseObject({ permutation: z.array(z.number()) })),
});

/** The largest relative difference between a source and a built folder that is read by its contract alone. */
function difference(source: string, folder: string): number {
  return z
    .number()
    .parse(JSON.parse(runFixture(corePython, "read_by_contract.py", source, folder)));
}

describe.skipIf(!corePython)(
  "a reader that knows only contract.json (needs DLPU_PYTHON_CORE)",
  () => {
    const made = useFixtures(corePython, "axis_order_models.py");

    test("finds what the source gives, and finds it not once an output is transposed", async () => {
      await using project = await makeFolder();
      cpSync(made, project.path, { recursive: true });
      cpSync(example("models/digits.onnx"), join(project.path, "digits.onnx"));
      const field = sharedData === undefined ? [] : ["yx1", "yx2", "yx3", "leaky"];
      for (const name of field) {
        const file = join(sharedData ?? "", "field/onnx", `${name}.onnx`);
        cpSync(file, join(project.path, `${name}.onnx`));
      }
      const sources = readdirSync(project.path).filter((name) => name.endsWith(".onnx"));
      const { stderr } = await runDlpu(["build", "--soc", "cpu", "--out", "out"], project.path);
      for (const name of sources) {
        const folder = join(project.path, "out/cpu", name.replace(".onnx", ""));
        expect(difference(join(project.path, name), folder), `${name}\n${stderr}`).toBeLessThan(
          LIMIT,
        );
      }
      const folder = join(project.path, "out/cpu/square_rows");
      transposeOutput(join(folder, "contract.json"));
      expect(difference(join(project.path, "square_rows.onnx"), folder)).toBeGreaterThan(0.1);
    }, 240_000);
  },
);

/** What was shipped once: the output's last two axes exchanged, and nobody told. */
function transposeOutput(file: string): void {
  const contract = contractSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const outputs = contract.outputs.map((output) => ({ ...output, permutation: [0, 2, 1] }));
  writeFileSync(file, JSON.stringify({ ...contract, outputs }));
}
