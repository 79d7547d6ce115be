import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCheck } from "../../src/commands/check.ts";
import { sharedData } from "../shared-data.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dlpu-check-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileWith(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

describe("dlpu check", () => {
  it("fails a damaged model and goes on with the next", async () => {
    const damaged = await fileWith("damaged.tflite", new Uint8Array(40));
    const compiled = await fileWith("cv25.bin", Uint8Array.of(0x08, 0x00, 0x02, 0x02, 0, 0, 0, 0));
    const { report, exitStatus } = await runCheck({ models: [damaged, compiled], socs: "cv25" });
    expect(report.models.map(({ results }) => results.map(({ verdict }) => verdict))).toEqual([
      ["failed"],
      ["skipped"],
    ]);
    expect(report.models[0]?.results[0]?.findings).toMatchObject([
      { code: "AX-FMT-001", severity: "error" },
    ]);
    expect(exitStatus).toBe(1);
  });

  it("tells the chips of compiled files apart", async () => {
    const compiled = await fileWith("cv25.bin", Uint8Array.of(0x08, 0x00, 0x02, 0x02, 0, 0, 0, 0));
    const { report } = await runCheck({ models: [compiled], socs: "cpu,cv25,cv75" });
    expect(
      report.models[0]?.results.map(({ verdict, findings }) => [verdict, findings[0]?.code]),
    ).toEqual([
      ["failed", "AX-FMT-001"],
      ["skipped", "AX-CV-008"],
      ["warned", "AX-CV-004"],
    ]);
  });

  it("is the user's error for a path where nothing stands", async () => {
    const { report, exitStatus } = await runCheck({
      models: [join(folder, "none.onnx")],
      socs: "cpu",
    });
    expect(report.models[0]?.results[0]?.verdict).toBe("failed");
    expect(exitStatus).toBe(2);
  });

  it("skips Keras models, whose graph is known after import only", async () => {
    const h5 = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);
    const { report, exitStatus } = await runCheck({
      models: [await fileWith("model.h5", h5)],
      socs: "artpec-8",
    });
    expect(report.models[0]?.results).toMatchObject([
      { verdict: "skipped", findings: [{ code: "AX-FMT-007" }] },
    ]);
    expect(exitStatus).toBe(0);
  });
});

describe.skipIf(sharedData === undefined)("dlpu check on real models", () => {
  const models = join(sharedData ?? "", "models");

  it.each([
    ["axis-model-mobilenet_v2_1.0_224_quant.tflite", "artpec-8,artpec-9"],
    ["google-coral/tf2_mobilenet_v2_1.0_224_ptq.tflite", "artpec-7"],
    ["google-coral/mobilenet_v1_0.25_128_quant.tflite", "artpec-7"],
    ["axis-model-cv75_mobilenetv2.bin", "cv75"],
  ])("has no error for %s on %s, where Axis ships it", async (name, socs) => {
    const { report } = await runCheck({ models: [join(models, name)], socs });
    const errors = report.models.flatMap(({ results }) =>
      results.flatMap(({ findings }) => findings.filter(({ severity }) => severity === "error")),
    );
    expect(errors).toEqual([]);
  });

  it("refuses float models for every integer DLPU but not for the CPU", async () => {
    const path = join(models, "mlcommons-tiny", "vww_96_float.tflite");
    const { report } = await runCheck({ models: [path], socs: "cpu,artpec-7,artpec-8,artpec-9" });
    expect(report.models[0]?.results.map(({ soc, verdict }) => [soc, verdict])).toEqual([
      ["cpu", "passed"],
      ["artpec-7", "failed"],
      ["artpec-8", "failed"],
      ["artpec-9", "failed"],
    ]);
  });

  it("places every operator on the CPU for cpu, and none for the CVflow chips", async () => {
    const path = join(models, "axis-model-mobilenet_v2_1.0_224_quant.tflite");
    const { report } = await runCheck({ models: [path], socs: "cpu,cv25" });
    const [onCpu, onCv25] = report.models[0]?.results ?? [];
    expect(onCpu?.operators).toHaveLength(report.models[0]?.operators.length ?? 0);
    expect(new Set(onCpu?.operators.map(({ placement }) => placement))).toEqual(new Set(["cpu"]));
    expect(onCpu?.segments).toBe(0);
    expect(onCv25).toMatchObject({ operators: [], segments: undefined });
  });
});
