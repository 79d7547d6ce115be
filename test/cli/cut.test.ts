import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../src/result/finding.ts";
import type { BuildResult, Result } from "../../src/result/result.ts";
import { makeFolder } from "../temporary-folder.ts";
import { corePython, runFixture } from "../worker/support.ts";
import { runDlpu } from "./run-dlpu.ts";

interface Run {
  readonly precision: "int8-per-tensor" | "int8-per-channel";
  readonly socs: string;
  /** By model, its setting of `cut`. */
  readonly cuts: Readonly<Record<string, string>>;
}

describe.skipIf(!corePython)("models that need a change (skipped without DLPU_PYTHON_CORE)", () => {
  const project = makeFolder({});
  let whole: readonly BuildResult[];
  let remedied: readonly BuildResult[];
  let mistaken: readonly BuildResult[];
  let scoresDb: { readonly joined: number; readonly split: number };

  beforeAll(async () => {
    const { path } = await project;
    runFixture(corePython, "detector_models.py", path);
    const cuts = { mixed: "none", decode: "none", stuck: "none", fused: "none" };
    const socs = "artpec-8, artpec-9";
    whole = await build(path, { precision: "int8-per-tensor", socs, cuts });
    const joined = measureScores(path, "detections");

    const mixed = cutAdvised(whole, "mixed");
    const fused = cutAdvised(whole, "fused");
    const remedies = { mixed, decode: "auto", stuck: "none", fused };
    remedied = await build(path, { precision: "int8-per-channel", socs, cuts: remedies });
    scoresDb = { joined, split: measureScores(path, "scores") };

    const mistakes = { mixed: "scors", decode: "raw_boxes" };
    mistaken = await build(path, {
      precision: "int8-per-tensor",
      socs: "artpec-8",
      cuts: mistakes,
    });
  });
  afterAll(async () => {
    await (await project)[Symbol.asyncDispose]();
  });

  test("boxes that drown the scores are found, though one number for the output hides it", () => {
    const joined = findBuild(whole, "mixed", "artpec-8");
    expect(joined.verdict).toBe("failed");
    expect(findingOf(joined, "AX-Q-008")?.evidence).toContain('"scores" 0…1');
    expect(joined.fidelity?.outputs[0]?.sqnrDb).toBeGreaterThan(30);
    expect(scoresDb.joined).toBeLessThan(1);
  });

  test("the remedy for such an output brings the scores back, and says how to join the parts", () => {
    const split = findBuild(remedied, "mixed", "artpec-8");
    expect(findingOf(split, "AX-Q-008")).toBeUndefined();
    expect(split.verdict).toBe("warned"); // Few calibration samples.
    expect(namesOf(split)).toEqual(["boxes", "scores"]);
    expect(split.contract?.replaced).toEqual([
      { name: "detections", from: ["boxes", "scores"], operators: ["Concat(axis 1)"], missing: [] },
    ]);
    expect(scoresDb.split).toBeGreaterThan(35);
  });

  test("scores that one convolution makes beside boxes are found, and the remedy gives them a scale", () => {
    const joined = findBuild(whole, "fused", "artpec-8");
    expect(joined.verdict).toBe("failed");
    expect(findingOf(joined, "AX-Q-008")?.evidence).toMatch(/channels 4 to 6 have 0\.\d+ of its/);
    const split = findBuild(remedied, "fused", "artpec-8");
    expect(findingOf(split, "AX-Q-008")).toBeUndefined();
    expect(split.fidelity?.outputs.map(({ name }) => name)).toEqual(["head[0:4]", "head[4:7]"]);
    expect(split.fidelity?.outputs[1]?.sqnrDb).toBeGreaterThan(35);
    expect(split.contract?.replaced).toMatchObject([
      { name: "head", operators: ["CONCATENATION(axis 3)"], missing: [] },
    ]);
  });

  test("auto cuts each model where its target's DLPU ends, and says what is left to do", () => {
    const [onEight, onNine] = [
      findBuild(remedied, "decode", "artpec-8"),
      findBuild(remedied, "decode", "artpec-9"),
    ];
    expect(namesOf(onEight)).toEqual(["scores", "boxes"]);
    expect(findingOf(onEight, "DLPU-CUT-001")).toBeUndefined();
    expect(namesOf(onNine)).toEqual(["scores", "raw_boxes"]);
    expect(onNine.segments).toBe(1);
    expect(onNine.operators.map(({ placement }) => placement)).not.toContain("cpu");
    expect(findingOf(onNine, "DLPU-CUT-001")?.evidence).toContain(
      '"boxes" is left to the application, from "raw_boxes" by Split(axis 1) ×1, Exp ×1',
    );
    // The reference is the float model that ends there too.
    expect(onNine.fidelity?.outputs.map(({ name }) => name)).toEqual(["scores", "raw_boxes"]);
  });

  test("nothing is cut by default; the tail is advised on, with the line to write", () => {
    const onNine = findBuild(whole, "decode", "artpec-9");
    expect(namesOf(onNine)).toEqual(["scores", "boxes"]);
    expect(onNine.contract).not.toHaveProperty("replaced");
    const advice = findingOf(onNine, "AX-OP-933");
    expect(advice?.severity).toBe("info");
    expect(advice?.remedy).toContain('`cut: ["scores", "raw_boxes"]`');
  });

  test("a name that the model lacks is the user's error, with the nearest one", () => {
    const failed = findBuild(mistaken, "mixed", "artpec-8");
    expect(failed.verdict).toBe("failed");
    expect(failed.reason).toContain('"scors" (did you mean "scores"?)');
    expect(findingOf(failed, "DLPU-CUT-UNKNOWN")?.remedy).toContain("such as");
  });

  test("an output that a cut leaves behind is called so", () => {
    const finding = findingOf(findBuild(mistaken, "decode", "artpec-8"), "DLPU-CUT-001");
    expect(finding?.severity).toBe("warning");
    expect(finding?.evidence).toContain('"scores" is left out');
  });

  test("an answer that never changes is found, and the remedy changes it", () => {
    const stuck = findBuild(whole, "stuck", "artpec-9");
    expect(stuck.verdict).toBe("failed");
    expect(findingOf(stuck, "AX-Q-009")?.remedy).toContain("`precision: int8-per-channel`");
    const alive = findBuild(remedied, "stuck", "artpec-9");
    expect(findingOf(alive, "AX-Q-009")).toBeUndefined();
    expect(alive.fidelity?.outputs[0]?.sqnrDb).toBeGreaterThan(20);
  });
});

/** The search for a better recipe is off: it could repair what these models are built to show. */
async function build(
  folder: string,
  { precision, socs, cuts }: Run,
): Promise<readonly BuildResult[]> {
  const models = Object.entries(cuts).map(([name, cut]) => `{ path: ${name}.onnx, cut: ${cut} }`);
  const config = `
socs: [${socs}]
targets: { artpec-9: { precision: ${precision} } }
defaults:
  preprocess: { mean: 0, std: 255, layout: nchw }
  calibration: pictures.npy
  quantization: { effort: off }
models: [${models.join(", ")}]
`;
  await writeFile(join(folder, "dlpu.yml"), config);
  const { stderr } = await runDlpu(["build"], folder);
  const text = await readFile(join(folder, "out", "result.json"), "utf8").catch(() => {
    throw new Error(stderr);
  });
  return (JSON.parse(text) as Result).builds; // Written by the program under test.
}

/** The setting of `cut` that the finding about mixed ranges asks for. */
function cutAdvised(builds: readonly BuildResult[], name: string): string {
  const remedy = findingOf(findBuild(builds, name, "artpec-8"), "AX-Q-008")?.remedy ?? "";
  return /`cut: (\[[^`]+\])`/.exec(remedy)?.[1] ?? "none";
}

/** How close the scores of the ARTPEC-8 artifact are to those of the float model, in dB. */
function measureScores(folder: string, output: string): number {
  const file = join(folder, "out/artpec-8/mixed/model.tflite");
  const [onnx, pictures] = [join(folder, "mixed.onnx"), join(folder, "pictures.npy")];
  return Number(runFixture(corePython, "scores_db.py", file, onnx, pictures, output));
}

function findBuild(builds: readonly BuildResult[], name: string, soc: string): BuildResult {
  const found = builds.find((build) => build.name === name && build.soc === soc);
  if (found === undefined) throw new Error(`no build of ${name} for ${soc}`);
  return found;
}

function namesOf({ contract }: BuildResult): readonly string[] | undefined {
  return contract?.outputs.map(({ name }) => name);
}

function findingOf({ findings }: BuildResult, code: string): Finding | undefined {
  return findings.find((finding) => finding.code === code);
}
