import { expect, test } from "vitest";
import { budgetsSchema } from "../../src/config/budgets.ts";
import { loadConfig } from "../../src/config/load.ts";
import { makeFolder } from "../temporary-folder.ts";

test.each([
  [{ size: "4 MB" }, { size: 4_000_000 }],
  [{ size: "512KiB" }, { size: 524_288 }],
  [{ size: "1.5 MiB" }, { size: 1_572_864 }],
  [{ top1Agreement: "97 %" }, { top1Agreement: 0.97 }],
  [{ operatorsOnDlpu: 1 }, { operatorsOnDlpu: 1 }],
  [{ metricDrop: "0.5%" }, { metricDrop: 0.005 }],
  [
    { sqnrDb: 20, segments: 0 },
    { sqnrDb: 20, segments: 0 },
  ],
  [{ segments: "none" }, { segments: null }],
])("reads %j", (written, limits) => {
  expect(budgetsSchema.parse(written)).toEqual(limits);
});

test("of each budget the more specific place counts: the model, its target, the defaults", async () => {
  await using project = await makeFolder({
    "dlpu.yml": `
socs: [artpec-8, artpec-9]
defaults: { budgets: { size: 1 MB, segments: 1, sqnrDb: 20 } }
targets: { artpec-8: { budgets: { segments: 2, sqnrDb: none } } }
models:
  - a.onnx
  - { path: b.onnx, budgets: { segments: 3 } }
`,
    "a.onnx": "",
    "b.onnx": "",
  });
  const { models } = await loadConfig({
    folder: project.path,
    configPath: undefined,
    models: [],
    socs: [],
    outFolder: "out",
  });
  expect(models.map(({ targets }) => targets.map(({ budgets }) => budgets))).toEqual([
    [
      { size: 1_000_000, segments: 2, sqnrDb: null },
      { size: 1_000_000, segments: 1, sqnrDb: 20 },
    ],
    [
      { size: 1_000_000, segments: 3, sqnrDb: null },
      { size: 1_000_000, segments: 3, sqnrDb: 20 },
    ],
  ]);
});
